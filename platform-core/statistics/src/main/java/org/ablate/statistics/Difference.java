package org.ablate.statistics;

import java.util.Optional;

/**
 * How a variant differs from the baseline over the seeds that both finished: with each seed, both
 * saw the same data in the same order, so that what the seed does to both falls out.
 *
 * @param pairs how many seeds both finished; two or more
 * @param mean the mean of variant − baseline
 * @param interval where the true mean lies, in 95 % of the cases; a BCa bootstrap interval
 * @param effectSize paired Cohen's d: the mean in standard deviations of the differences; empty
 *     where all differences are equal
 * @param pValue how often chance alone makes a mean as far from zero; an exact permutation test up
 *     to 16 pairs
 * @param correctedPValue the same after Holm's correction over all variants
 * @param pairsNeeded how many seeds find a difference of this size with a probability of 80 % at
 *     the 5 % level, corrected for the number of variants; empty where there is no difference, or
 *     next to none
 */
public record Difference(
    int pairs,
    double mean,
    Interval interval,
    Optional<Double> effectSize,
    double pValue,
    double correctedPValue,
    Optional<Integer> pairsNeeded) {

  /** Whether chance is an unlikely explanation, at the 5 % level. */
  public boolean isSignificant() {
    return correctedPValue <= Study.LEVEL;
  }
}
