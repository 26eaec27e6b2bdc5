package org.ablate.training.decoding;

import java.util.Arrays;

/**
 * Leaves out tokens that are unlikely. What is stated is applied in the order of the components,
 * each to what the one before has left; the probabilities of the rest are made to sum to 1 again.
 *
 * @param topK how many of the most likely tokens stay; 0 for all. Fan et al. (2018),
 *     arXiv:1805.04833, §5.3
 * @param topP the fewest of the most likely tokens stay whose probabilities sum to this at least; 1
 *     for all. Holtzman et al. (2020), arXiv:1904.09751, §3.1
 * @param minP tokens stay that are at least so likely in proportion to the most likely one; 0 for
 *     all. Nguyen et al. (2024), arXiv:2407.01082, §3
 */
public record Truncation(int topK, double topP, double minP) {
  public static final Truncation NONE = new Truncation(0, 1, 0);

  public Truncation {
    if (topK < 0) {
      throw new IllegalArgumentException("top_k must be at least 0, got " + topK);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("top_p must be above 0 and at most 1, got " + topP);
    }
    if (!(minP >= 0 && minP <= 1)) {
      throw new IllegalArgumentException("min_p must be from 0 to 1, got " + minP);
    }
  }

  /** Sets the probabilities of what is left out to 0, those of the rest sum to 1. */
  void apply(double[] probabilities) {
    if (topK > 0 && topK < probabilities.length) {
      keepMostLikely(probabilities, topK);
    }
    if (topP < 1) {
      keepMostLikely(probabilities, nucleus(probabilities));
    }
    if (minP > 0) {
      double least = minP * Arrays.stream(probabilities).max().orElseThrow();
      keepAbove(probabilities, least);
    }
  }

  /** How many of the most likely tokens have the probability {@link #topP} together. */
  private int nucleus(double[] probabilities) {
    double[] ascending = sorted(probabilities);
    double sum = 0;
    int count = 0;
    while (count < ascending.length && sum < topP) {
      count++;
      sum += ascending[ascending.length - count];
    }
    return count;
  }

  /** Of tokens that are equally likely, the first ones stay. */
  private static void keepMostLikely(double[] probabilities, int count) {
    double[] ascending = sorted(probabilities);
    double least = ascending[ascending.length - count];
    long above = Arrays.stream(probabilities).filter(p -> p > least).count();
    long places = count - above;
    for (int token = 0; token < probabilities.length; token++) {
      if (probabilities[token] == least && places-- <= 0) {
        probabilities[token] = 0;
      }
    }
    keepAbove(probabilities, least);
  }

  private static void keepAbove(double[] probabilities, double least) {
    double sum = 0;
    for (int token = 0; token < probabilities.length; token++) {
      if (probabilities[token] < least) {
        probabilities[token] = 0;
      }
      sum += probabilities[token];
    }
    for (int token = 0; token < probabilities.length; token++) {
      probabilities[token] /= sum;
    }
  }

  private static double[] sorted(double[] values) {
    double[] ascending = values.clone();
    Arrays.sort(ascending);
    return ascending;
  }
}
