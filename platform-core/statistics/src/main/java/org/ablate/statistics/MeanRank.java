package org.ablate.statistics;

/**
 * Where a variant stands among the others: its rank with each seed, 1 being the best, averaged over
 * the seeds. A run that diverged or failed shares the last rank. Demšar (2006), "Statistical
 * Comparisons of Classifiers over Multiple Data Sets", JMLR 7, §3.2.
 *
 * @param seeds over how many seeds
 * @param mean the mean rank
 * @param interval from the smallest to the largest mean rank in the middle 95 % of resampled seeds
 */
public record MeanRank(int seeds, double mean, Interval interval) {}
