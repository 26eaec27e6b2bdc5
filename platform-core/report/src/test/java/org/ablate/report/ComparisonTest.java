package org.ablate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ablate.report.Metric.Direction;
import org.ablate.report.RunResult.Status;
import org.ablate.statistics.Difference;
import org.ablate.statistics.Finding;
import org.junit.jupiter.api.Test;

/** The table of variants and the sentence that sums it up. */
class ComparisonTest {

  private static final Metric EXACT_MATCH =
      new Metric("test/exact_match", "exact match", Unit.FRACTION, Direction.HIGHER_IS_BETTER);
  private static final Metric LOSS =
      new Metric("test/loss", "loss", Unit.NUMBER, Direction.LOWER_IS_BETTER);

  private static ExperimentReport report(Metric metric, Variant... variants) {
    return new ExperimentReport(
        "test",
        "",
        Instant.EPOCH,
        List.of(metric),
        List.of(variants),
        Optional.empty(),
        SweepPlan.UNKNOWN,
        "",
        Map.of());
  }

  private static Variant variant(String name, Metric metric, double... values) {
    return new Variant(
        name,
        List.of(new LearnableParameter("weight", List.of(30L, 40L))),
        2400,
        Optional.empty(),
        IntStream.range(0, values.length)
            .mapToObj(seed -> run(seed, metric, values[seed], Status.FINISHED, true))
            .toList());
  }

  private static RunResult run(
      long seed, Metric metric, double value, Status status, boolean agrees) {
    return new RunResult(
        "test/seed-" + seed,
        seed,
        status,
        Optional.empty(),
        60,
        Optional.of(1000.0),
        Optional.of(new Agreement(Optional.of(seed * 1e-7), agrees, "CPUExecutionProvider")),
        Map.of(metric.key(), value),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
  }

  /** A variant with one run that has more in its summary than its metric. */
  private static Variant noted(String name, Map<String, Double> summary) {
    RunResult run =
        new RunResult(
            name,
            1,
            Status.FINISHED,
            Optional.empty(),
            60,
            Optional.empty(),
            Optional.empty(),
            summary,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of());
    return new Variant(name, List.of(), 2400, Optional.empty(), List.of(run));
  }

  @Test
  void what_is_reached_without_reading_stands_below() {
    Map<String, Double> scores = Map.of("test/loss", 1.0, "trivial/loss", 3.25);

    assertEquals(
        List.of("Without reading, from how often labels and answers occur in training: loss 3.25."),
        ComparisonTable.of(report(LOSS, noted("a", scores))).notes());
    assertEquals(
        List.of(
            "Without reading, from how often labels and answers occur in training, a: loss 3.25.",
            "Without reading, from how often labels and answers occur in training, b: loss 4.50."),
        ComparisonTable.of(
                report(
                    LOSS,
                    noted("a", scores),
                    noted("b", Map.of("test/loss", 1.0, "trivial/loss", 4.5))))
            .notes()
            .subList(0, 2));
  }

  @Test
  void examples_that_were_cut_are_counted_below() {
    assertEquals(
        List.of(
            "Examples of a that were cut, as they have more tokens than training.max_length: 12 train."),
        ComparisonTable.of(
                report(
                    LOSS, noted("a", Map.of("test/loss", 1.0, "cut/train", 12.0, "cut/test", 0.0))))
            .notes());
  }

  private static String plain(ExperimentReport report) {
    return ComparisonTable.of(report).plain();
  }

  private static String answer(ExperimentReport report) {
    return Answer.of(report, ComparisonTable.of(report));
  }

  private static ExperimentReport withBaseline(
      String baseline, Metric metric, Variant... variants) {
    return new ExperimentReport(
        "test",
        "",
        Instant.EPOCH,
        List.of(metric),
        List.of(variants),
        Optional.of(baseline),
        SweepPlan.UNKNOWN,
        "",
        Map.of());
  }

  @Test
  void the_baseline_stands_first_and_the_others_follow_from_the_best() {
    assertEquals(
        """
        variant   exact match  runs  parameters  FLOPs/token       tokens/s  vs ONNX Runtime
        ───────  ────────────  ────  ──────────  ───────────  ─────────────  ───────────────
        fair           50.0 %     1      1.20 k       2.40 k         1.00 k                0
        good     91.0 ± 1.4 %     2      1.20 k       2.40 k  1.00 ± 0.00 k          1.0e-07
        poor           10.0 %     1      1.20 k       2.40 k         1.00 k                0

        Too few seeds: one cannot show a difference at the 5 % level, however clear it is; 7 are the fewest that can for 2 comparisons.
        """,
        plain(
            withBaseline(
                "fair",
                EXACT_MATCH,
                variant("poor", EXACT_MATCH, 0.1),
                variant("good", EXACT_MATCH, 0.9, 0.92),
                variant("fair", EXACT_MATCH, 0.5))));
  }

  @Test
  void over_several_seeds_every_variant_is_compared_with_the_baseline() {
    assertEquals(
        """
        variant   exact match  runs   difference [95 %]       d  p (Holm)           rank
        ───────  ────────────  ────  ──────────────────  ──────  ────────  ─────────────
        full     80.9 ± 1.3 %     7                   –       –         –  2.4 (2.1–2.7)
        window   90.9 ± 1.1 %     7  +9.9 [+9.4, +10.4]  +13.57     0.031  1.0 (1.0–1.0)
        linear   80.6 ± 2.5 %     7   −0.4 [−1.5, +0.7]   −0.22      0.69  2.6 (2.3–2.9)
        """,
        withoutCosts(
            withBaseline(
                "full",
                EXACT_MATCH,
                variant("full", EXACT_MATCH, 0.81, 0.80, 0.82, 0.79, 0.83, 0.81, 0.805),
                variant("window", EXACT_MATCH, 0.91, 0.89, 0.92, 0.90, 0.92, 0.91, 0.91),
                variant("linear", EXACT_MATCH, 0.80, 0.82, 0.83, 0.76, 0.83, 0.81, 0.79))));
  }

  private static String withoutCosts(ExperimentReport report) {
    TextTable text = ComparisonTable.of(report).text();
    int columns = text.columns().size() - 4;
    return new TextTable(
            text.columns().subList(0, columns),
            text.rows().stream().map(row -> row.subList(0, columns)).toList())
        .plain();
  }

  @Test
  void what_is_not_told_apart_is_said_with_the_seeds_that_it_needs() {
    assertEquals(
        List.of(
            "Too few seeds: 3 cannot show a difference at the 5 % level, however clear it is; 6 are"
                + " the fewest that can.",
            "Seeds needed to tell the difference seen from chance, with a probability of 80 %: 7"
                + " for b."),
        ComparisonTable.of(
                report(LOSS, variant("a", LOSS, 1, 2, 3), variant("b", LOSS, 1.1, 2.5, 3.2)))
            .notes());
  }

  @Test
  void a_mean_of_survivors_is_said_to_be_one() {
    Variant shaky =
        new Variant(
            "shaky",
            List.of(),
            0,
            Optional.empty(),
            List.of(
                run(0, LOSS, 0.5, Status.FINISHED, true),
                run(1, LOSS, Double.NaN, Status.DIVERGED, true),
                run(2, LOSS, Double.NaN, Status.FAILED, true)));
    assertEquals(
        "Runs that diverged or failed: 2 of 3 of shaky. Means and differences are of those that"
            + " finished, which may flatter; ranks count a lost run as the last.",
        ComparisonTable.of(report(LOSS, variant("a", LOSS, 1, 2, 3), shaky)).notes().get(0));
  }

  @Test
  void a_result_that_is_not_finite_is_as_good_as_lost() {
    ComparisonTable table =
        ComparisonTable.of(
            withBaseline(
                "a",
                LOSS,
                variant("a", LOSS, 1, 2, 3),
                variant("far", LOSS, 1, 1.0 / 0, 2),
                variant("farther", LOSS, 1.0 / 0, 1.0 / 0, 1.0 / 0)));
    Map<String, Optional<Integer>> pairs =
        table.rows().stream()
            .collect(
                Collectors.toMap(
                    ComparisonTable.Row::variant,
                    row -> row.finding().flatMap(Finding::difference).map(Difference::pairs)));
    assertEquals(
        Map.of("a", Optional.empty(), "far", Optional.of(2), "farther", Optional.empty()), pairs);
  }

  @Test
  void a_difference_from_the_reference_may_be_no_finite_number() {
    assertEquals("not finite", new Agreement(Optional.empty(), false, "CPU").text());
  }

  @Test
  void a_run_that_has_not_begun_is_counted() {
    Variant half =
        new Variant(
            "half",
            List.of(),
            0,
            Optional.empty(),
            List.of(run(0, LOSS, 0.5, Status.FINISHED, true), RunResult.planned("test/seed-1", 1)));
    assertEquals(
        "1 of 2, 1 planned",
        ComparisonTable.of(report(LOSS, half)).rows().get(0).cells().get(1).text());
  }

  @Test
  void a_baseline_without_a_run_is_said_to_have_none() {
    assertEquals(
        List.of(
            "The baseline full has no run yet, so nothing is compared with it.",
            "Too few seeds: one cannot show a difference at the 5 % level, however clear it is; 6"
                + " are the fewest that can."),
        ComparisonTable.of(
                withBaseline("full", LOSS, variant("a", LOSS, 1, 2), variant("b", LOSS, 1, 2)))
            .notes());
  }

  @Test
  void the_best_mean_is_marked_where_lower_is_better() {
    ComparisonTable table =
        ComparisonTable.of(report(LOSS, variant("worse", LOSS, 2.0), variant("better", LOSS, 1.0)));
    assertEquals(
        List.of("worse", "better"),
        table.rows().stream().map(ComparisonTable.Row::variant).toList());
    assertEquals(
        List.of(false, true), table.rows().stream().map(row -> row.cells().get(0).best()).toList());
  }

  @Test
  void a_run_that_did_not_finish_is_counted_and_enters_no_mean() {
    Variant variant =
        new Variant(
            "additive",
            List.of(),
            0,
            Optional.empty(),
            List.of(
                run(1, LOSS, 0.5, Status.FINISHED, true),
                run(2, LOSS, Double.NaN, Status.DIVERGED, true)));
    List<ComparisonTable.Cell> cells =
        ComparisonTable.of(report(LOSS, variant)).rows().get(0).cells();
    assertEquals("0.500", cells.get(0).text());
    assertEquals("1 of 2, 1 diverged", cells.get(1).text());
  }

  @Test
  void a_variant_without_a_finished_run_stands_last_with_dashes() {
    Variant failed =
        new Variant(
            "failed",
            List.of(),
            0,
            Optional.empty(),
            List.of(run(1, LOSS, 0.1, Status.FAILED, true)));
    List<ComparisonTable.Row> rows =
        ComparisonTable.of(
                withBaseline(
                    "base", LOSS, failed, variant("fine", LOSS, 0.5), variant("base", LOSS, 0.6)))
            .rows();
    assertEquals(
        List.of("base", "fine", "failed"),
        rows.stream().map(ComparisonTable.Row::variant).toList());
    assertEquals("–", rows.get(2).cells().get(0).text());
    assertEquals("0 of 1, 1 failed", rows.get(2).cells().get(1).text());
  }

  @Test
  void one_run_that_disagrees_with_the_reference_is_enough_to_say_so() {
    Variant variant =
        new Variant(
            "additive",
            List.of(),
            0,
            Optional.empty(),
            List.of(
                run(1, LOSS, 0.5, Status.FINISHED, true),
                run(3, LOSS, 0.5, Status.FINISHED, false)));
    assertEquals(
        "3.0e-07 (disagrees)",
        ComparisonTable.of(report(LOSS, variant)).rows().get(0).cells().get(5).text());
  }

  private static final double[] EIGHT = {0.81, 0.80, 0.82, 0.79, 0.83, 0.81, 0.80, 0.82};

  private static Variant shifted(String name, double by, double... and) {
    return variant(
        name,
        EXACT_MATCH,
        IntStream.range(0, EIGHT.length)
            .mapToDouble(seed -> EIGHT[seed] + by + and[seed % and.length])
            .toArray());
  }

  @Test
  void the_answer_says_what_is_better_and_how_sure_that_is() {
    assertEquals(
        "window is better than full: exact match 91.0 ± 1.5 % against 81.0 ± 1.3 %, a difference of"
            + " +10.00 [+9.77, +10.22] points (95 % interval in brackets; p = 0.016; 8 seeds). The"
            + " other variant is not told apart from it.",
        answer(
            report(
                EXACT_MATCH,
                shifted("full", 0, 0),
                shifted("window", 0.1, 0.003, -0.003),
                shifted("linear", 0, 0.003, -0.003))));
  }

  @Test
  void the_answer_does_not_take_chance_for_a_finding() {
    assertEquals(
        "additive reached an exact match of 91.0 ± 1.4 % against 50.0 ± 0.0 % of linear, a difference"
            + " of +41.0 [+40.0, +42.0] points (95 % interval in brackets; p = 0.50; 2 seeds); so few"
            + " seeds cannot tell that from chance.",
        answer(
            report(
                EXACT_MATCH,
                variant("linear", EXACT_MATCH, 0.5, 0.5),
                variant("additive", EXACT_MATCH, 0.9, 0.92))));
  }

  @Test
  void a_difference_that_enough_seeds_could_not_confirm_may_be_chance() {
    assertEquals(
        "window reached an exact match of 81.2 ± 2.2 % against 81.0 ± 1.3 % of full, a difference of"
            + " +0.2 [−0.7, +1.1] points (95 % interval in brackets; p = 0.70; 8 seeds); that may be"
            + " chance.",
        answer(
            report(EXACT_MATCH, shifted("full", 0, 0), shifted("window", 0.002, 0.012, -0.012))));
  }

  @Test
  void the_answer_may_be_that_nothing_is_better_than_the_baseline() {
    assertEquals(
        "No variant is better than full, which reached an exact match of 81.0 ± 1.3 %; the nearest"
            + " is window with 80.0 ± 1.3 %, a difference of −1.00 [−1.00, −1.00] points (95 %"
            + " interval in brackets; p = 0.016; 8 seeds). The other variant is worse.",
        answer(
            report(
                EXACT_MATCH,
                shifted("full", 0, 0),
                shifted("window", -0.01, 0),
                shifted("linear", -0.1, 0))));
  }

  @Test
  void the_answer_from_single_seeds_says_so() {
    assertEquals(
        "a reached the lowest loss, 1.00, ahead of b (2.00) and c (3.00), from one seed each; small"
            + " differences may be chance.",
        answer(report(LOSS, variant("a", LOSS, 1), variant("b", LOSS, 2), variant("c", LOSS, 3))));
  }

  @Test
  void the_answer_names_all_who_share_the_best_value() {
    assertEquals(
        "a (1.00) and b (1.00) share the lowest loss, ahead of c (2.00), from one seed each; small"
            + " differences may be chance.",
        answer(report(LOSS, variant("a", LOSS, 1), variant("b", LOSS, 1), variant("c", LOSS, 2))));
  }

  @Test
  void the_answer_names_three_and_counts_the_others() {
    Variant[] variants =
        IntStream.rangeClosed(1, 6)
            .mapToObj(i -> variant("v" + i, LOSS, i))
            .toArray(Variant[]::new);
    assertEquals(
        "v1 reached the lowest loss, 1.00, ahead of v2 (2.00), v3 (3.00), v4 (4.00) and 2 more, from"
            + " one seed each; small differences may be chance.",
        answer(report(LOSS, variants)));
  }

  @Test
  void the_answer_of_a_single_variant_compares_nothing() {
    assertEquals(
        "a reached an exact match of 90.0 ± 1.4 %; mean ± standard deviation over 2 seeds.",
        answer(report(EXACT_MATCH, variant("a", EXACT_MATCH, 0.89, 0.91))));
    assertEquals(
        "a reached a loss of 1.00, from one seed.", answer(report(LOSS, variant("a", LOSS, 1))));
  }

  @Test
  void there_is_no_answer_before_a_run_has_finished() {
    assertEquals(
        "No run has finished, so there is no answer yet.",
        answer(report(LOSS, variant("a", LOSS))));
  }
}
