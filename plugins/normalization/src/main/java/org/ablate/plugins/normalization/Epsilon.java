package org.ablate.plugins.normalization;

/** What keeps divisors from 0. */
final class Epsilon {
  private Epsilon() {}

  static void requirePositive(double epsilon) {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be greater than 0, got " + epsilon);
    }
  }
}
