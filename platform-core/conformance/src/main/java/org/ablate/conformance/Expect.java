package org.ablate.conformance;

import java.util.Arrays;

/** Comparisons of values in double precision, with messages for authors. */
final class Expect {
  /** Sums of some hundred terms near 1, in another order, differ by less. */
  static final double TOLERANCE = 1e-9;

  private Expect() {}

  /** The logits of some positions of a row are the same, up to the order of summation. */
  static void same(double[][] expected, double[][] actual, String complaint) {
    for (int position = 0; position < expected.length; position++) {
      double difference = difference(expected[position], actual[position]);
      if (!(difference <= TOLERANCE)) {
        throw new ConformanceException(
            "%s: at position %d the outputs differ by %.2g"
                .formatted(complaint, position, difference));
      }
    }
  }

  static void finite(double[][] values, String complaint) {
    for (int position = 0; position < values.length; position++) {
      if (!Arrays.stream(values[position]).allMatch(Double::isFinite)) {
        throw new ConformanceException(
            "%s: the output at position %d is not finite".formatted(complaint, position));
      }
    }
  }

  /** The largest difference; NaN where one is not a number. */
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
