package org.ablate.statistics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares variants with a baseline by a result that every run has one of. The same results give
 * the same findings, to the last bit.
 */
public final class Study {

  /** How often a difference may be found where there is none. */
  public static final double LEVEL = 0.05;

  /** How likely a difference should be found where there is one. */
  public static final double POWER = 0.8;

  private static final int FEWEST_PAIRS = 2;

  private Study() {}

  /**
   * What is known of each variant, in their order.
   *
   * @param baseline the name of the one that the others are compared with
   * @param higherIsBetter which results are good
   * @throws IllegalArgumentException if the baseline is not among the variants
   */
  public static List<Finding> of(List<Outcomes> variants, String baseline, boolean higherIsBetter) {
    Outcomes base =
        variants.stream()
            .filter(variant -> variant.variant().equals(baseline))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the baseline '%s' is not among the variants".formatted(baseline)));
    Map<String, Difference> differences = differences(variants, base);
    Map<String, MeanRank> ranks = Ranking.of(variants, higherIsBetter);
    return variants.stream()
        .map(
            variant ->
                new Finding(
                    variant.variant(),
                    Summary.of(List.copyOf(variant.scores().values())),
                    Optional.ofNullable(differences.get(variant.variant())),
                    Optional.ofNullable(ranks.get(variant.variant()))))
        .toList();
  }

  /**
   * The fewest seeds that can show any difference at the 5 % level, however clear it is, among so
   * many variants beside the baseline.
   */
  public static int fewestSeeds(int variants) {
    int pairs = FEWEST_PAIRS;
    while (SignFlipTest.smallestPValue(pairs) > LEVEL / variants) {
      pairs++;
    }
    return pairs;
  }

  private static Map<String, Difference> differences(List<Outcomes> variants, Outcomes baseline) {
    Map<String, double[]> paired = new LinkedHashMap<>();
    for (Outcomes variant : variants) {
      double[] differences = pairs(variant, baseline);
      if (variant != baseline && differences.length >= FEWEST_PAIRS) {
        paired.put(variant.variant(), differences);
      }
    }
    double[] pValues = paired.values().stream().mapToDouble(SignFlipTest::pValue).toArray();
    double[] corrected = HolmCorrection.of(pValues);
    Map<String, Difference> found = new LinkedHashMap<>();
    for (Map.Entry<String, double[]> entry : paired.entrySet()) {
      int index = found.size();
      found.put(
          entry.getKey(),
          difference(entry.getValue(), pValues[index], corrected[index], pValues.length));
    }
    return found;
  }

  private static double[] pairs(Outcomes variant, Outcomes baseline) {
    return variant.scores().entrySet().stream()
        .filter(entry -> baseline.scores().containsKey(entry.getKey()))
        .mapToDouble(entry -> entry.getValue() - baseline.scores().get(entry.getKey()))
        .toArray();
  }

  private static Difference difference(
      double[] differences, double pValue, double correctedPValue, int comparisons) {
    Summary summary = Summary.of(differences);
    double spread = summary.standardDeviation().orElseThrow();
    boolean allEqual = Arrays.stream(differences).allMatch(value -> value == differences[0]);
    Optional<Double> effectSize =
        allEqual ? Optional.empty() : Optional.of(summary.mean() / spread);
    return new Difference(
        differences.length,
        summary.mean(),
        BootstrapInterval.ofMean(differences, 1 - LEVEL),
        effectSize,
        pValue,
        correctedPValue,
        pairsNeeded(summary.mean(), effectSize, comparisons));
  }

  /** Asks of the smallest of the corrected p-values what Holm's correction asks of it. */
  private static Optional<Integer> pairsNeeded(
      double mean, Optional<Double> effectSize, int comparisons) {
    if (mean == 0) {
      return Optional.empty();
    }
    int fewest = fewestSeeds(comparisons);
    if (effectSize.isEmpty()) {
      return Optional.of(fewest);
    }
    Optional<Integer> needed =
        PairedTTestPower.pairsNeeded(effectSize.get(), LEVEL / comparisons, POWER);
    return needed.isEmpty() ? needed : Optional.of(Math.max(fewest, needed.get()));
  }
}
