package org.ablate.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The permutation test of paired differences: were both members of each pair the same, each
 * difference could as well have the other sign. Fisher (1935), "The Design of Experiments", §21.
 * Assumes no distribution.
 */
final class SignFlipTest {

  /** Up to here all 2ⁿ choices of signs are tried. */
  private static final int MOST_EXACT = 16;

  private static final int SAMPLES = 100_000;

  /** The same data give the same probability. */
  private static final long SEED = 1;

  /** Sums of the same numbers in another order are taken to be equal. */
  private static final double ROUNDING = 1e-12;

  private SignFlipTest() {}

  /** The two-sided p-value: how often signs by chance make a mean as far from zero. */
  static double pValue(double[] differences) {
    double observed = Math.abs(Arrays.stream(differences).sum());
    double size = Arrays.stream(differences).map(Math::abs).sum();
    double atLeast = observed - ROUNDING * size;
    return differences.length <= MOST_EXACT
        ? exact(differences, atLeast)
        : sampled(differences, atLeast);
  }

  /** The smallest p-value that any differences of so many pairs can have. */
  static double smallestPValue(int pairs) {
    return Math.pow(2, 1.0 - pairs);
  }

  private static double exact(double[] differences, double atLeast) {
    long choices = 1L << differences.length;
    long asFar = 0;
    for (long signs = 0; signs < choices; signs++) {
      if (Math.abs(sum(differences, signs)) >= atLeast) {
        asFar++;
      }
    }
    return (double) asFar / choices;
  }

  /** Counts what was observed as one of the samples, so that no p-value is zero. */
  private static double sampled(double[] differences, double atLeast) {
    SplittableRandom random = new SplittableRandom(SEED);
    long asFar = 1;
    for (int i = 0; i < SAMPLES; i++) {
      double sum = 0;
      for (double difference : differences) {
        sum += random.nextBoolean() ? difference : -difference;
      }
      if (Math.abs(sum) >= atLeast) {
        asFar++;
      }
    }
    return (double) asFar / (SAMPLES + 1);
  }

  private static double sum(double[] differences, long signs) {
    double sum = 0;
    for (int i = 0; i < differences.length; i++) {
      sum += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
    }
    return sum;
  }
}
