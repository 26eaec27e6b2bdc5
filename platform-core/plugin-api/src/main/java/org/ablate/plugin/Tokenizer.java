package org.ablate.plugin;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** How text becomes tokens: a recipe that is fitted to texts. */
@ConsumerType
public interface Tokenizer extends Component {

  /**
   * Learns the tokens from texts.
   *
   * @param files where a tokenizer that others have trained is read from
   * @throws IllegalArgumentException if a file that the settings name is missing, or is not what
   *     the tokenizer reads; the message says so
   */
  FittedTokenizer fit(Iterable<String> texts, DataFiles files);

  /**
   * What {@link FittedTokenizer#save} wrote.
   *
   * @throws IllegalArgumentException if it was not written by this tokenizer
   */
  FittedTokenizer restore(Map<String, Object> saved);
}
