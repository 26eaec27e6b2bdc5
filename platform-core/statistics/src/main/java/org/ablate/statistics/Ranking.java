package org.ablate.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.statistics.ranking.NaNStrategy;
import org.apache.commons.statistics.ranking.NaturalRanking;
import org.apache.commons.statistics.ranking.TiesStrategy;

/** Ranks variants seed by seed. */
final class Ranking {

  private static final int FEWEST_SEEDS = 2;
  private static final int RESAMPLES = 10_000;
  private static final long SEED = 1;
  private static final NaturalRanking ASCENDING =
      new NaturalRanking(NaNStrategy.MAXIMAL, TiesStrategy.AVERAGE);

  private Ranking() {}

  /** The ranks by variant; empty if there are too few seeds that every variant has ended. */
  static Map<String, MeanRank> of(List<Outcomes> variants, boolean higherIsBetter) {
    List<Long> seeds = sharedSeeds(variants);
    Map<String, MeanRank> ranks = new TreeMap<>();
    if (seeds.size() < FEWEST_SEEDS || variants.size() < 2) {
      return ranks;
    }
    double[][] perSeed =
        seeds.stream().map(seed -> ranks(variants, seed, higherIsBetter)).toArray(double[][]::new);
    int[][] resamples = resamples(seeds.size());
    for (int i = 0; i < variants.size(); i++) {
      int variant = i;
      double[] own = Arrays.stream(perSeed).mapToDouble(row -> row[variant]).toArray();
      ranks.put(variants.get(i).variant(), rank(own, resamples));
    }
    return ranks;
  }

  private static List<Long> sharedSeeds(List<Outcomes> variants) {
    TreeSet<Long> seeds = new TreeSet<>();
    variants.forEach(
        variant -> {
          seeds.addAll(variant.scores().keySet());
          seeds.addAll(variant.lost());
        });
    seeds.removeIf(seed -> !variants.stream().allMatch(variant -> variant.hasEnded(seed)));
    return new ArrayList<>(seeds);
  }

  /** With one seed; the best has rank 1, equals share the mean of theirs. */
  private static double[] ranks(List<Outcomes> variants, long seed, boolean higherIsBetter) {
    double worst = Double.POSITIVE_INFINITY;
    return ASCENDING.apply(
        variants.stream()
            .mapToDouble(
                variant -> {
                  Double score = variant.scores().get(seed);
                  return score == null ? worst : higherIsBetter ? -score : score;
                })
            .toArray());
  }

  /** All variants are looked at in the same resampled seeds. */
  private static int[][] resamples(int seeds) {
    SplittableRandom random = new SplittableRandom(SEED);
    int[][] resamples = new int[RESAMPLES][seeds];
    for (int[] resample : resamples) {
      Arrays.setAll(resample, i -> random.nextInt(seeds));
    }
    return resamples;
  }

  private static MeanRank rank(double[] own, int[][] resamples) {
    double[] means = new double[resamples.length];
    for (int i = 0; i < means.length; i++) {
      for (int seed : resamples[i]) {
        means[i] += own[seed] / own.length;
      }
    }
    double[] ends =
        BootstrapInterval.QUANTILE.evaluate(means, Study.LEVEL / 2, 1 - Study.LEVEL / 2);
    double mean = Arrays.stream(own).sum() / own.length;
    return new MeanRank(own.length, mean, new Interval(ends[0], ends[1]));
  }
}
