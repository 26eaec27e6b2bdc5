package org.ablate.conformance;

import java.util.Arrays;
import java.util.Locale;

/** Comparisons of values in double precision, with messages for authors. */
final class Expect {
  /**
   * Sums of some hundred terms near 1, in another order, differ by less; larger ones by as much
   * more.
   */
  static final double TOLERANCE = 1e-9;

  static final String OVER_PADDING =
      "a sum, a mean or a softmax over positions that takes padding in, or positions that count it";
  static final String OVER_LATER =
      "a softmax, a sum, a mean or a convolution over positions that sees later ones, a mask that is off by one, or axes that are merged in the wrong order";
  static final String OVER_BATCH = "a statistic over the batch";
  static final String IN_STATE =
      "a state that next() leaves wrong, or positions that do not go on after Scope.PAST";

  private Expect() {}

  /**
   * The logits of some positions of a row are the same, up to the order of summation.
   *
   * @param hint where to look if they are not
   */
  static void same(double[][] expected, double[][] actual, String complaint, String hint) {
    for (int position = 0; position < expected.length; position++) {
      double difference = difference(expected[position], actual[position]);
      double size = Arrays.stream(expected[position]).map(Math::abs).max().orElse(0);
      if (!(difference <= TOLERANCE * Math.max(1, size))) {
        throw new ConformanceException(
            String.format(
                Locale.ROOT,
                "%s: at position %d the outputs differ by %.2g; look for %s",
                complaint,
                position,
                difference,
                hint));
      }
    }
  }

  static void size(int expected, int actual, String what) {
    if (expected != actual) {
      throw new ConformanceException(
          "%d %s went in and %d came out".formatted(expected, what, actual));
    }
  }

  static void finite(double[][] values, String complaint) {
    for (int position = 0; position < values.length; position++) {
      if (!Arrays.stream(values[position]).allMatch(Double::isFinite)) {
        throw new ConformanceException(
            "%s the output at position %d is not finite; look for a division by zero, or a logarithm or root of what may be negative"
                .formatted(complaint, position));
      }
    }
  }

  /** The largest difference of as many as the first has; NaN where one is not a number. */
  static double difference(double[] left, double[] right) {
    double largest = 0;
    for (int i = 0; i < left.length; i++) {
      double difference = Math.abs(left[i] - right[i]);
      if (Double.isNaN(difference)) {
        return Double.NaN;
      }
      largest = Math.max(largest, difference);
    }
    return largest;
  }
}
