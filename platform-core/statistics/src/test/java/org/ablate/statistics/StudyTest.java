package org.ablate.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** What is compared with what, and that chance is called chance. */
class StudyTest {

  private static Outcomes outcomes(String name, double... scores) {
    Map<Long, Double> bySeed = new HashMap<>();
    for (int seed = 0; seed < scores.length; seed++) {
      bySeed.put((long) seed, scores[seed]);
    }
    return new Outcomes(name, bySeed, Set.of());
  }

  private static Finding second(Outcomes baseline, Outcomes variant) {
    return Study.of(List.of(baseline, variant), baseline.variant(), true).get(1);
  }

  private static double[] noise(SplittableRandom random, int seeds) {
    return DoubleStream.generate(random::nextGaussian).limit(seeds).toArray();
  }

  @Test
  void what_a_seed_does_to_both_falls_out() {
    Difference difference =
        second(outcomes("a", 1, 2, 3, 4, 5, 6), outcomes("b", 1.5, 2.6, 3.5, 4.4, 5.5, 6.5))
            .difference()
            .orElseThrow();
    assertEquals(0.5, difference.mean(), 1e-12);
    // Two of the sixty-four choices of signs.
    assertEquals(2.0 / 64, difference.pValue());
    assertTrue(difference.isSignificant());
    assertTrue(difference.interval().low() > 0.4 && difference.interval().high() < 0.6);
  }

  @Test
  void only_seeds_that_both_finished_are_paired() {
    Outcomes baseline = outcomes("a", 1, 2, 3);
    Outcomes variant = new Outcomes("b", Map.of(0L, 2.0, 2L, 4.0, 9L, 100.0), Set.of(1L));
    Difference difference = second(baseline, variant).difference().orElseThrow();
    assertEquals(2, difference.pairs());
    assertEquals(1, difference.mean());
  }

  @Test
  void a_lost_run_shares_the_last_rank() {
    List<Finding> findings =
        Study.of(
            List.of(
                outcomes("a", 1, 1),
                new Outcomes("b", Map.of(0L, 2.0), Set.of(1L)),
                new Outcomes("c", Map.of(0L, 0.5), Set.of(1L))),
            "a",
            true);
    assertEquals(
        List.of(1.5, 1.75, 2.75),
        findings.stream().map(finding -> finding.rank().orElseThrow().mean()).toList());
  }

  @Test
  void a_seed_that_is_still_being_run_ranks_nobody() {
    List<Finding> findings =
        Study.of(List.of(outcomes("a", 1, 2, 9), outcomes("b", 3, 4)), "a", true);
    assertEquals(2, findings.get(0).rank().orElseThrow().seeds());
    assertEquals(2.0, findings.get(0).rank().orElseThrow().mean());
  }

  @Test
  void less_is_ranked_first_where_lower_is_better() {
    List<Finding> findings =
        Study.of(List.of(outcomes("a", 1, 2), outcomes("b", 3, 4)), "a", false);
    assertEquals(new MeanRank(2, 1, new Interval(1, 1)), findings.get(0).rank().orElseThrow());
  }

  @Test
  void one_seed_tells_no_difference_and_no_rank() {
    Finding finding = second(outcomes("a", 1), outcomes("b", 2));
    assertEquals(Optional.empty(), finding.difference());
    assertEquals(Optional.empty(), finding.rank());
    assertEquals(new Summary(1, 2, Optional.empty()), finding.summary());
  }

  @Test
  void equal_results_have_a_difference_of_zero_that_no_number_of_seeds_can_tell() {
    Difference difference =
        second(outcomes("a", 1, 2, 3), outcomes("b", 1, 2, 3)).difference().orElseThrow();
    assertEquals(
        new Difference(3, 0, new Interval(0, 0), Optional.empty(), 1, 1, Optional.empty()),
        difference);
  }

  @Test
  void three_seeds_tell_nothing_however_clear_the_difference() {
    Difference difference =
        second(outcomes("a", 0, 0, 0), outcomes("b", 9, 9, 9)).difference().orElseThrow();
    assertEquals(0.25, difference.pValue());
    assertFalse(difference.isSignificant());
    assertEquals(Optional.of(6), difference.pairsNeeded());
  }

  @Test
  void more_variants_need_more_seeds() {
    assertEquals(6, Study.fewestSeeds(1));
    assertEquals(7, Study.fewestSeeds(2));
    assertEquals(8, Study.fewestSeeds(5));
  }

  @Test
  void a_baseline_that_is_not_there_is_refused() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> Study.of(List.of(outcomes("a", 1)), "b", true));
    assertEquals("the baseline 'b' is not among the variants", error.getMessage());
  }

  @Test
  void a_result_is_a_finite_number() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> outcomes("a", 1, 1.0 / 0));
    assertEquals(
        "the result of seed 1 of 'a' must be a finite number, but is Infinity; say that the run is lost",
        error.getMessage());
  }

  @Test
  void a_seed_cannot_be_finished_and_lost() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> new Outcomes("a", Map.of(1L, 0.5), Set.of(1L)));
    assertEquals("seed 1 of 'a' has a result and is said to be lost", error.getMessage());
  }

  @Test
  void two_of_the_same_differ_at_the_five_percent_level_in_about_five_percent_of_the_cases() {
    SplittableRandom random = new SplittableRandom(2);
    int trials = 4000;
    int found = 0;
    for (int trial = 0; trial < trials; trial++) {
      if (SignFlipTest.pValue(noise(random, 8)) <= Study.LEVEL) {
        found++;
      }
    }
    // Eight pairs have p-values in steps of 2/256, and 12/256 = 4.7 % is the last below 5 %; its
    // standard error over 4000 trials is 0.33 %.
    assertEquals(12.0 / 256, (double) found / trials, 0.01);
  }

  @Test
  void five_of_the_same_hold_any_false_finding_in_at_most_five_percent_of_the_cases() {
    SplittableRandom random = new SplittableRandom(3);
    int trials = 2000;
    int found = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] baseline = noise(random, 10);
      double[] pValues = new double[4];
      for (int variant = 0; variant < pValues.length; variant++) {
        double[] differences = noise(random, 10);
        Arrays.setAll(differences, seed -> differences[seed] - baseline[seed]);
        pValues[variant] = SignFlipTest.pValue(differences);
      }
      if (Arrays.stream(HolmCorrection.of(pValues)).anyMatch(p -> p <= Study.LEVEL)) {
        found++;
      }
    }
    double rate = (double) found / trials;
    // At most 5 % if corrected, at least 10 % if not; three standard errors are 1.5 %.
    assertTrue(rate > 0.02 && rate < 0.065, "rate " + rate);
  }

  @Test
  void the_same_results_give_the_same_findings() {
    List<Outcomes> variants =
        List.of(
            outcomes("a", noise(new SplittableRandom(1), 20)),
            outcomes("b", noise(new SplittableRandom(2), 20)));
    assertEquals(Study.of(variants, "a", true), Study.of(variants, "a", true));
  }
}
