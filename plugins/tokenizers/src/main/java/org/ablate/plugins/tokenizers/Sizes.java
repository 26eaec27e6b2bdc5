package org.ablate.plugins.tokenizers;

/** What settings of tokenizers that learn must be. */
final class Sizes {
  private Sizes() {}

  static void requireMerges(int merges, int minFrequency) {
    require("merges", merges, 0);
    require("min_frequency", minFrequency, 1);
  }

  static void requireVocabulary(int vocabularySize) {
    require("vocabulary_size", vocabularySize, 1);
  }

  static void require(String key, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d, got %d".formatted(key, least, value));
    }
  }
}
