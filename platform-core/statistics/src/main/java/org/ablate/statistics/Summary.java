package org.ablate.statistics;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Statistic;

/**
 * Several values in three numbers.
 *
 * @param count how many there are
 * @param mean the arithmetic mean; NaN of no values
 * @param standardDeviation the sample standard deviation, with n − 1 in the denominator; needs two
 *     values
 */
public record Summary(int count, double mean, Optional<Double> standardDeviation) {

  /** Sums values up. */
  public static Summary of(List<Double> values) {
    return of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  static Summary of(double[] values) {
    DoubleStatistics statistics =
        DoubleStatistics.of(EnumSet.of(Statistic.MEAN, Statistic.STANDARD_DEVIATION), values);
    return new Summary(
        values.length,
        statistics.getAsDouble(Statistic.MEAN),
        values.length < 2
            ? Optional.empty()
            : Optional.of(statistics.getAsDouble(Statistic.STANDARD_DEVIATION)));
  }
}
