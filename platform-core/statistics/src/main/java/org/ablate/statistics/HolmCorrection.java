package org.ablate.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps the chance of any false finding among several at the level that is meant for one. Holm
 * (1979), "A Simple Sequentially Rejective Multiple Test Procedure", Scand. J. Statist. 6(2).
 */
final class HolmCorrection {

  private HolmCorrection() {}

  /** The corrected p-values, in the order of the given ones. */
  static double[] of(double[] pValues) {
    List<Integer> ascending =
        IntStream.range(0, pValues.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .toList();
    double[] corrected = new double[pValues.length];
    double largest = 0;
    for (int rank = 0; rank < pValues.length; rank++) {
      int index = ascending.get(rank);
      largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]));
      corrected[index] = largest;
    }
    return corrected;
  }
}
