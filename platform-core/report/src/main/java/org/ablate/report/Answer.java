package org.ablate.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ablate.statistics.Difference;
import org.ablate.statistics.Finding;
import org.ablate.statistics.Study;

/** What an experiment found, in a sentence. */
final class Answer {

  /** Variants behind the best that a sentence can name and still be read. */
  private static final int NAMED = 3;

  private Answer() {}

  static String of(ExperimentReport report, ComparisonTable table) {
    Metric metric = report.primaryMetric();
    List<ComparisonTable.Row> ranked =
        table.rows().stream()
            .filter(row -> primary(row).value().isPresent())
            .sorted((a, b) -> byPrimary(metric, a, b))
            .toList();
    if (ranked.isEmpty()) {
      return "No run has finished, so there is no answer yet.";
    }
    if (ranked.size() == 1) {
      ComparisonTable.Row only = ranked.get(0);
      return "%s reached %s of %s%s."
          .formatted(only.variant(), withArticle(metric), primary(only).text(), basis(ranked));
    }
    return compared(report, ranked).orElseGet(() -> described(metric, ranked));
  }

  /** The best variant beside the baseline, where there are seeds enough to put them so. */
  private static Optional<String> compared(
      ExperimentReport report, List<ComparisonTable.Row> ranked) {
    Optional<ComparisonTable.Row> baseline =
        ranked.stream()
            .filter(
                row ->
                    report
                        .baselineVariant()
                        .filter(b -> b.name().equals(row.variant()))
                        .isPresent())
            .findFirst();
    Optional<ComparisonTable.Row> best =
        ranked.stream().filter(row -> difference(row).isPresent()).findFirst();
    if (baseline.isEmpty() || best.isEmpty()) {
      return Optional.empty();
    }
    Metric metric = report.primaryMetric();
    ComparisonTable.Row winner = best.get();
    Difference difference = difference(winner).orElseThrow();
    String evidence = evidence(difference, metric);
    boolean better =
        metric.isBetter(
            primary(winner).value().orElseThrow(), primary(baseline.get()).value().orElseThrow());
    String sentence;
    if (better && difference.isSignificant()) {
      sentence =
          "%s is better than %s: %s %s against %s, %s."
              .formatted(
                  winner.variant(),
                  baseline.get().variant(),
                  metric.label(),
                  primary(winner).text(),
                  primary(baseline.get()).text(),
                  evidence);
    } else if (better) {
      boolean couldTell = difference.pairs() >= Study.fewestSeeds(comparisons(ranked));
      sentence =
          "%s reached %s of %s against %s of %s, %s; %s."
              .formatted(
                  winner.variant(),
                  withArticle(metric),
                  primary(winner).text(),
                  primary(baseline.get()).text(),
                  baseline.get().variant(),
                  evidence,
                  couldTell ? "that may be chance" : "so few seeds cannot tell that from chance");
    } else {
      sentence =
          "No variant is better than %s, which reached %s of %s; the nearest is %s with %s, %s."
              .formatted(
                  baseline.get().variant(),
                  withArticle(metric),
                  primary(baseline.get()).text(),
                  winner.variant(),
                  primary(winner).text(),
                  evidence);
    }
    return Optional.of(sentence + others(ranked, winner, metric));
  }

  private static String evidence(Difference difference, Metric metric) {
    return "a difference of %s%s (95 %% interval in brackets; p %s; %d seeds)"
        .formatted(
            Evidence.text(difference, metric.unit()),
            metric.unit() == Unit.FRACTION ? " points" : "",
            pValue(difference),
            difference.pairs());
  }

  private static String pValue(Difference difference) {
    String p = Evidence.pValue(difference.correctedPValue());
    return p.startsWith("<") ? "< " + p.substring(1) : "= " + p;
  }

  /** How the rest compare with the baseline. */
  private static String others(
      List<ComparisonTable.Row> ranked, ComparisonTable.Row winner, Metric metric) {
    List<Difference> differences =
        ranked.stream()
            .filter(row -> row != winner)
            .flatMap(row -> difference(row).stream())
            .toList();
    if (differences.isEmpty()) {
      return "";
    }
    long better =
        differences.stream().filter(d -> d.isSignificant() && metric.isBetter(d.mean(), 0)).count();
    long worse =
        differences.stream().filter(d -> d.isSignificant() && metric.isBetter(0, d.mean())).count();
    long open = differences.size() - better - worse;
    List<String> parts = new ArrayList<>();
    if (better > 0) {
      parts.add(better + " better");
    }
    if (worse > 0) {
      parts.add(worse + " worse");
    }
    if (open > 0) {
      parts.add(open + " not told apart from it");
    }
    return differences.size() == 1
        ? " The other variant is %s.".formatted(parts.get(0).substring(2))
        : " The other %d variants: %s.".formatted(differences.size(), String.join(", ", parts));
  }

  private static int comparisons(List<ComparisonTable.Row> rows) {
    return (int) rows.stream().filter(row -> difference(row).isPresent()).count();
  }

  private static Optional<Difference> difference(ComparisonTable.Row row) {
    return row.finding().flatMap(Finding::difference);
  }

  /** Variants that were run once, or share no seeds: what was seen, and no more. */
  private static String described(Metric metric, List<ComparisonTable.Row> ranked) {
    List<ComparisonTable.Row> best = ranked.stream().filter(row -> primary(row).best()).toList();
    List<ComparisonTable.Row> others = ranked.subList(best.size(), ranked.size());
    String extreme = metric.direction() == Metric.Direction.HIGHER_IS_BETTER ? "highest" : "lowest";
    String leaders =
        best.size() == 1
            ? "%s reached the %s %s, %s"
                .formatted(
                    best.get(0).variant(), extreme, metric.label(), primary(best.get(0)).text())
            : "%s share the %s %s".formatted(enumerated(best), extreme, metric.label());
    String rest = others.isEmpty() ? "" : ", ahead of " + enumerated(others);
    return leaders + rest + basis(ranked) + ".";
  }

  private static int byPrimary(Metric metric, ComparisonTable.Row a, ComparisonTable.Row b) {
    double first = primary(a).value().orElseThrow();
    double second = primary(b).value().orElseThrow();
    return metric.isBetter(first, second) ? -1 : metric.isBetter(second, first) ? 1 : 0;
  }

  private static ComparisonTable.Cell primary(ComparisonTable.Row row) {
    return row.cells().get(0);
  }

  private static String withArticle(Metric metric) {
    boolean vowel = "aeiou".indexOf(Character.toLowerCase(metric.label().charAt(0))) >= 0;
    return (vowel ? "an " : "a ") + metric.label();
  }

  private static String enumerated(List<ComparisonTable.Row> rows) {
    List<String> names = new ArrayList<>();
    for (ComparisonTable.Row row : rows.subList(0, Math.min(NAMED, rows.size()))) {
      names.add("%s (%s)".formatted(row.variant(), primary(row).text()));
    }
    if (rows.size() > NAMED) {
      names.add(rows.size() - NAMED + " more");
    }
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  /** What the numbers rest on, so that nobody takes chance for a finding. */
  private static String basis(List<ComparisonTable.Row> rows) {
    List<Integer> seeds =
        rows.stream().map(row -> primary(row).perRun().size()).distinct().sorted().toList();
    int fewest = seeds.get(0);
    int most = seeds.get(seeds.size() - 1);
    if (most == 1) {
      return rows.size() == 1
          ? ", from one seed"
          : ", from one seed each; small differences may be chance";
    }
    String count = fewest == most ? Integer.toString(most) : fewest + "–" + most;
    return "; mean ± standard deviation over " + count + " seeds";
  }
}
