package org.ablate.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A confidence interval of a mean from resampling with replacement: bias-corrected and accelerated.
 * Efron (1987), "Better Bootstrap Confidence Intervals", JASA 82(397), §3 and §4.
 */
final class BootstrapInterval {

  private static final int RESAMPLES = 10_000;

  /** The same data give the same interval. */
  private static final long SEED = 1;

  /** Linear between order statistics, as numpy and R do it: type 7 of Hyndman and Fan (1996). */
  static final Quantile QUANTILE = Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private BootstrapInterval() {}

  /**
   * The interval of the mean of at least two values.
   *
   * @param confidence how often such intervals hold the true mean, such as 0.95; from few values
   *     they hold it less often than that
   */
  static Interval ofMean(double[] values, double confidence) {
    if (Arrays.stream(values).allMatch(value -> value == values[0])) {
      return new Interval(values[0], values[0]);
    }
    double[] means = resampledMeans(values);
    double tail = (1 - confidence) / 2;
    double bias = bias(means, mean(values));
    double acceleration = acceleration(values);
    double[] ends =
        QUANTILE.evaluate(
            means, corrected(tail, bias, acceleration), corrected(1 - tail, bias, acceleration));
    return new Interval(ends[0], ends[1]);
  }

  private static double[] resampledMeans(double[] values) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int draw = 0; draw < values.length; draw++) {
        sum += values[random.nextInt(values.length)];
      }
      means[i] = sum / values.length;
    }
    Arrays.sort(means);
    return means;
  }

  /** How far the median of the resampled means is from the mean, in standard deviations. */
  private static double bias(double[] means, double mean) {
    long below = Arrays.stream(means).filter(resampled -> resampled < mean).count();
    long equal = Arrays.stream(means).filter(resampled -> resampled == mean).count();
    return NORMAL.inverseCumulativeProbability((below + equal / 2.0) / means.length);
  }

  /** How fast the standard error changes with the mean, by the jackknife. */
  private static double acceleration(double[] values) {
    double sum = Arrays.stream(values).sum();
    double[] without =
        Arrays.stream(values).map(value -> (sum - value) / (values.length - 1)).toArray();
    double centre = mean(without);
    double squares = Arrays.stream(without).map(m -> Math.pow(centre - m, 2)).sum();
    double cubes = Arrays.stream(without).map(m -> Math.pow(centre - m, 3)).sum();
    return cubes / (6 * Math.pow(squares, 1.5));
  }

  private static double corrected(double probability, double bias, double acceleration) {
    double shifted = bias + NORMAL.inverseCumulativeProbability(probability);
    return NORMAL.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
  }

  private static double mean(double[] values) {
    // In the same order and manner as the resampled means, or equal ones would differ in a bit.
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
