package org.ablate.plugins.tokenizers;

import java.util.Map;

/** The model of tokenizer files that knows whole pieces of text, or does not. */
final class WordLevel {
  static final String TYPE = "WordLevel";

  private WordLevel() {}

  static Map<String, Object> model(TokenTable table) {
    return Scheme.part(
        TYPE,
        "vocab",
        ModelSettings.vocabularyWithUnknown(table.tokens()),
        "unk_token",
        Scheme.UNKNOWN);
  }
}
