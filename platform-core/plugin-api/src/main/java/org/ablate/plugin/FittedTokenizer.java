package org.ablate.plugin;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A tokenizer that knows its tokens. Tokens for padding, start, end, separation, masking and the
 * unknown are the platform's and do not occur here. Several threads may encode at once.
 */
@ConsumerType
public interface FittedTokenizer {

  /** What {@link #encode} gives where it has no token. */
  int UNKNOWN = -1;

  /** The tokens in the order of their ids, as a person reads them. */
  List<String> tokens();

  /** The ids of a text's tokens, in [0, tokens) or {@link #UNKNOWN}. */
  int[] encode(String text);

  /** The text of ids in [0, tokens). */
  String decode(int[] ids);

  /**
   * All that {@link Tokenizer#restore} needs, as a JSON document holds it: maps with text as keys,
   * lists, text, {@code Long}, {@code Double} and {@code Boolean}, and null. The platform writes it
   * to a file {@code tokenizer.json}; a tokenizer that the format of Hugging Face's tokenizers can
   * express uses that format.
   */
  Map<String, Object> save();
}
