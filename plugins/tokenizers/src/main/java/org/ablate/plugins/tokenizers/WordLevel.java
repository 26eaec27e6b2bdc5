package org.ablate.plugins.tokenizers;

import java.util.Collection;
import java.util.Map;

/** The model of tokenizer files that knows whole pieces of text, or does not. */
final class WordLevel {
  static final String TYPE = "WordLevel";

  private WordLevel() {}

  /** The table of tokens that occurred; the one that files have for the unknown is unknown. */
  static TokenTable table(Collection<String> tokens) {
    return TokenTable.of(tokens.stream().filter(token -> !token.equals(Scheme.UNKNOWN)).toList());
  }

  static Map<String, Object> model(TokenTable table) {
    return Scheme.settings(
        "vocab", ModelSettings.vocabularyWithUnknown(table.tokens()), "unk_token", Scheme.UNKNOWN);
  }
}
