package org.ablate.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every statistic beside the value that another tool gives: numpy 2.4.6, scipy 1.17.1 and
 * statsmodels 0.15.0 on Python 3. The call stands above each value.
 */
class ReferenceValuesTest {

  private static final double[] VARIANT = {0.912, 0.934, 0.897, 0.921, 0.945, 0.908, 0.926, 0.931};
  private static final double[] BASELINE = {0.901, 0.915, 0.899, 0.903, 0.921, 0.907, 0.899, 0.918};
  private static final double[] SKEWED = {0.2, 0.1, 0.15, 3.0, 0.4, 0.05, 0.3};

  /** Both are computed in doubles, in another order. */
  private static final double ROUNDING = 1e-12;

  /** Of 10,000 resamples; the ends of the skewed sample's interval lie in gaps of about 0.03. */
  private static final double RESAMPLING = 0.04;

  private static Difference difference() {
    return Study.of(
            List.of(outcomes("baseline", BASELINE), outcomes("variant", VARIANT)), "baseline", true)
        .get(1)
        .difference()
        .orElseThrow();
  }

  private static Outcomes outcomes(String name, double... scores) {
    Map<Long, Double> bySeed = new HashMap<>();
    for (int seed = 0; seed < scores.length; seed++) {
      bySeed.put((long) seed, scores[seed]);
    }
    return new Outcomes(name, bySeed, Set.of());
  }

  @Test
  void mean_and_standard_deviation() {
    Summary summary = Summary.of(VARIANT);
    // numpy: variant.mean(), variant.std(ddof=1)
    assertEquals(0.9217500000000001, summary.mean(), ROUNDING);
    assertEquals(0.015544865941617405, summary.standardDeviation().orElseThrow(), ROUNDING);
  }

  @Test
  void paired_effect_size() {
    // numpy: d = variant - baseline; d.mean(), d.mean() / d.std(ddof=1)
    assertEquals(0.013874999999999998, difference().mean(), ROUNDING);
    assertEquals(1.3450558342242664, difference().effectSize().orElseThrow(), ROUNDING);
  }

  @Test
  void exact_permutation_test() {
    // scipy: stats.permutation_test((d,), sum, permutation_type='samples', n_resamples=inf).pvalue
    assertEquals(0.0234375, difference().pValue());
  }

  @Test
  void sampled_permutation_test() {
    double[] twenty = IntStream.range(0, 20).mapToDouble(i -> (i * 37 % 23 - 9) / 10.0).toArray();
    // Three standard errors of 100,000 samples.
    double sampling = 3 * Math.sqrt(0.2 * 0.8 / 100_000);
    // scipy, all 2^20 signs: stats.permutation_test((d,), sum, permutation_type='samples',
    // n_resamples=inf).pvalue
    assertEquals(0.19947052001953125, SignFlipTest.pValue(twenty), sampling);
  }

  @Test
  void bootstrap_interval() {
    Interval interval = difference().interval();
    // Of 10,000 resamples; the differences are written with three decimals, their means come in
    // steps of 0.000125.
    double resampling = 2.6e-4;
    // scipy: stats.bootstrap((d,), np.mean, n_resamples=2_000_000, method='BCa')
    assertEquals(0.0065, interval.low(), resampling);
    assertEquals(0.019875, interval.high(), resampling);
  }

  @Test
  void bootstrap_interval_of_a_skewed_sample() {
    Interval interval = BootstrapInterval.ofMean(SKEWED, 0.95);
    // scipy: stats.bootstrap((skewed,), np.mean, n_resamples=2_000_000, method='BCa')
    assertEquals(0.16428571428571434, interval.low(), RESAMPLING);
    assertEquals(1.842857142857143, interval.high(), RESAMPLING);
  }

  @Test
  void holm_correction() {
    // statsmodels: multipletests(p, method='holm')[1]
    assertArrayEquals(
        new double[] {0.03, 0.06, 0.06, 0.02},
        HolmCorrection.of(new double[] {0.01, 0.04, 0.03, 0.005}),
        ROUNDING);
    assertArrayEquals(
        new double[] {1, 0.06, 1}, HolmCorrection.of(new double[] {0.5, 0.02, 0.6}), ROUNDING);
  }

  @Test
  void power() {
    // What Simpson's rule leaves.
    double integration = 1e-6;
    // statsmodels: TTestPower().power(effect_size, n, level, alternative='two-sided')
    assertEquals(0.2931756065140767, PairedTTestPower.of(0.5, 10, 0.05), integration);
    assertEquals(0.6550433027003536, PairedTTestPower.of(1.2, 6, 0.05), integration);
    assertEquals(0.4707494312784346, PairedTTestPower.of(2.0, 3, 0.05), integration);
    assertEquals(0.08003753123666016, PairedTTestPower.of(0.8, 5, 0.01), integration);
    assertEquals(0.26077071422910936, PairedTTestPower.of(3.0, 2, 0.05), integration);
  }

  @Test
  void pairs_needed() {
    // statsmodels: the first n with TTestPower().power(effect_size, n, level) >= 0.8
    assertEquals(Optional.of(34), PairedTTestPower.pairsNeeded(0.5, 0.05, 0.8));
    assertEquals(Optional.of(8), PairedTTestPower.pairsNeeded(1.2, 0.05, 0.8));
    assertEquals(Optional.of(265), PairedTTestPower.pairsNeeded(0.2, 0.05 / 3, 0.8));
    assertEquals(Optional.of(4), PairedTTestPower.pairsNeeded(-2.5, 0.05, 0.8));
  }

  @Test
  void ranks_with_ties() {
    List<Outcomes> variants =
        List.of(
            outcomes("a", 0.9, 0.5),
            outcomes("b", 0.8, 0.6),
            outcomes("c", 0.9, 0.7),
            outcomes("d", 0.1, 0.8));
    List<Double> ranks =
        Study.of(variants, "a", true).stream().map(f -> f.rank().orElseThrow().mean()).toList();
    // scipy: (stats.rankdata([-.9, -.8, -.9, -.1]) + stats.rankdata([-.5, -.6, -.7, -.8])) / 2
    assertEquals(List.of(2.75, 3.0, 1.75, 2.5), ranks);
  }

  @Test
  void the_power_of_the_permutation_test_is_near_that_of_the_t_test() {
    // Effect size 1.2 with the eight pairs that are said to suffice for 80 %.
    SplittableRandom random = new SplittableRandom(5);
    int trials = 2000;
    long found =
        IntStream.range(0, trials)
            .filter(
                trial ->
                    SignFlipTest.pValue(
                            IntStream.range(0, 8)
                                .mapToDouble(i -> 1.2 + random.nextGaussian())
                                .toArray())
                        <= Study.LEVEL)
            .count();
    double power = (double) found / trials;
    // Fewer p-values than numbers cost the test of signs a little.
    assertTrue(power > 0.75 && power < 0.87, "power " + power);
  }
}
