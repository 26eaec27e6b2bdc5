package org.ablate.statistics;

import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How likely a two-sided paired t-test is to find a difference that is there. Cohen (1988),
 * "Statistical Power Analysis for the Behavioral Sciences", §2.2. The test of signs that findings
 * rest on has nearly the same power, where it can find anything at all.
 */
final class PairedTTestPower {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Whoever would need more can as well be told that there is no difference. */
  private static final int MOST_PAIRS = 1_000_000;

  /** Standard deviations of the sample deviation beyond which there is next to nothing. */
  private static final double REACH = 9;

  /** Of Simpson's rule; makes errors below 1e-6. */
  private static final int PANELS = 200;

  private PairedTTestPower() {}

  /**
   * The probability of finding a difference.
   *
   * @param effectSize mean difference in standard deviations of the differences
   * @param level how often the test may find a difference that is not there
   */
  static double of(double effectSize, int pairs, double level) {
    int freedom = pairs - 1;
    double critical = TDistribution.of(freedom).inverseSurvivalProbability(level / 2);
    double shift = Math.abs(effectSize) * Math.sqrt(pairs);
    ChiSquaredDistribution variance = ChiSquaredDistribution.of(freedom);
    // The sample standard deviation s, in true ones, is chi-distributed; given s, t is normal.
    double from = Math.max(1e-9, 1 - REACH / Math.sqrt(2.0 * freedom));
    double to = 1 + REACH / Math.sqrt(2.0 * freedom);
    double width = (to - from) / PANELS;
    double integral = 0;
    for (int i = 0; i <= PANELS; i++) {
      double s = from + i * width;
      double density = 2 * freedom * s * variance.density(freedom * s * s);
      double found =
          NORMAL.survivalProbability(critical * s - shift)
              + NORMAL.cumulativeProbability(-critical * s - shift);
      integral += (i == 0 || i == PANELS ? 1 : i % 2 == 1 ? 4 : 2) * density * found;
    }
    return integral * width / 3;
  }

  /**
   * The fewest pairs from which a difference is found with a probability; empty if a million are
   * too few.
   */
  static Optional<Integer> pairsNeeded(double effectSize, double level, double power) {
    double quantiles =
        NORMAL.inverseSurvivalProbability(level / 2) + NORMAL.inverseCumulativeProbability(power);
    // Were the standard deviation known. That it is estimated costs a few more.
    double ifKnown = Math.pow(quantiles / effectSize, 2);
    if (ifKnown > MOST_PAIRS) {
      return Optional.empty();
    }
    int pairs = Math.max(2, (int) Math.ceil(ifKnown));
    while (of(effectSize, pairs, level) < power) {
      pairs++;
    }
    return Optional.of(pairs);
  }
}
