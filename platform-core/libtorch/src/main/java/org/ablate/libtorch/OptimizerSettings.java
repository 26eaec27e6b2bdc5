package org.ablate.libtorch;

/**
 * Which optimizer, with its settings but for the learning rate, which each step is given. Weight
 * decay shrinks parameters with two axes that are longer than one (matrices and embeddings), not
 * gains and biases, unless a {@link WeightDecay} says otherwise.
 */
public sealed interface OptimizerSettings permits AdamW, Adam, Adafactor, Lion, Muon, Sgd {

  /** Refuses a share that is not at least 0 and below 1. */
  static void requireShare(String key, double value) {
    require(value >= 0 && value < 1, key, "at least 0 and below 1", value);
  }

  /** Refuses what is no number of at least 0. */
  static void requireNotNegative(String key, double value) {
    require(value >= 0 && Double.isFinite(value), key, "a number of at least 0", value);
  }

  /** Refuses what is no number above 0. */
  static void requirePositive(String key, double value) {
    require(value > 0 && Double.isFinite(value), key, "a number above 0", value);
  }

  private static void require(boolean holds, String key, String allowed, double value) {
    if (!holds) {
      throw new IllegalArgumentException("%s must be %s, got %s".formatted(key, allowed, value));
    }
  }
}
