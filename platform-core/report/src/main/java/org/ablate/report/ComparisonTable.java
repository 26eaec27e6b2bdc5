package org.ablate.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ablate.statistics.Difference;
import org.ablate.statistics.Finding;

/**
 * The variants of an experiment side by side: the baseline first, then the best. A metric is the
 * mean over the runs that finished, with its standard deviation where there are several; runs that
 * did not finish are counted in a column of their own.
 *
 * @param columns the quantities
 * @param rows the variants
 * @param notes what a reader has to know not to be misled, sentence by sentence
 */
public record ComparisonTable(List<Column> columns, List<Row> rows, List<String> notes) {

  /**
   * A quantity.
   *
   * @param label what it is called
   * @param description what it means, in a sentence
   * @param kind what it says of a variant
   */
  public record Column(String label, String description, Kind kind) {}

  /** What a quantity says of a variant. */
  public enum Kind {
    /** How good it is. */
    RESULT,
    /** What it costs, and whether its numbers can be trusted. */
    COST
  }

  /**
   * A variant.
   *
   * @param variant its name
   * @param cells one for each quantity
   * @param finding what the seeds say about the deciding metric
   */
  public record Row(String variant, List<Cell> cells, Optional<Finding> finding) {}

  /**
   * A quantity of a variant.
   *
   * @param text how it is written
   * @param value what to sort by, where it is known
   * @param perRun the values of the single runs, where the quantity is a metric
   * @param best whether it stands out: no other variant has a better mean, or chance alone is an
   *     unlikely reason
   */
  public record Cell(String text, Optional<Double> value, List<Double> perRun, boolean best) {

    static Cell of(double value, Unit unit) {
      return text(unit.text(value), value);
    }

    static Cell text(String text, double value) {
      return new Cell(text, Optional.of(value), List.of(), false);
    }

    static Cell unknown() {
      return new Cell("–", Optional.empty(), List.of(), false);
    }

    static Cell of(Sample sample, Unit unit) {
      return new Cell(sample.text(unit), sample.mean(), List.of(), false);
    }
  }

  /** Puts the variants of an experiment side by side. */
  public static ComparisonTable of(ExperimentReport report) {
    Map<String, Finding> findings = Evidence.of(report);
    boolean compared = findings.values().stream().anyMatch(f -> f.difference().isPresent());
    boolean ranked = findings.values().stream().anyMatch(f -> f.rank().isPresent());
    List<Part> parts = parts(report, findings, compared, ranked);
    return new ComparisonTable(
        parts.stream().map(Part::column).toList(),
        report.variants().stream()
            .sorted(order(report))
            .map(
                variant ->
                    new Row(
                        variant.name(),
                        parts.stream().map(part -> part.cell().apply(variant)).toList(),
                        Optional.ofNullable(findings.get(variant.name()))))
            .toList(),
        notes(report, findings));
  }

  private static List<String> notes(ExperimentReport report, Map<String, Finding> findings) {
    List<String> notes = new ArrayList<>(TrivialScores.notes(report));
    notes.addAll(CutExamples.notes(report));
    notes.addAll(Cautions.of(report, findings));
    return notes;
  }

  /**
   * The table as one or, where differences make it too wide to be read, as two: the results, then
   * the costs.
   */
  public List<ComparisonTable> readable() {
    return rows.stream().noneMatch(row -> row.finding().flatMap(Finding::difference).isPresent())
        ? List.of(this)
        : Stream.of(Kind.values()).map(this::only).toList();
  }

  private ComparisonTable only(Kind kind) {
    int[] indices =
        IntStream.range(0, columns.size()).filter(i -> columns.get(i).kind() == kind).toArray();
    return new ComparisonTable(
        IntStream.of(indices).mapToObj(columns::get).toList(),
        rows.stream()
            .map(
                row ->
                    new Row(
                        row.variant(),
                        IntStream.of(indices).mapToObj(row.cells()::get).toList(),
                        row.finding()))
            .toList(),
        notes);
  }

  /** The table and its notes for a terminal; every line ends in a line break. */
  public String plain() {
    String tables =
        readable().stream().map(table -> table.text().plain()).collect(Collectors.joining("\n"));
    String below = notes.stream().map(note -> note + "\n").collect(Collectors.joining());
    return below.isEmpty() ? tables : tables + "\n" + below;
  }

  /** The table as texts, for a terminal or Markdown. */
  public TextTable text() {
    List<TextTable.Column> headers = new ArrayList<>();
    headers.add(new TextTable.Column("variant", TextTable.Alignment.LEFT));
    for (Column column : columns) {
      headers.add(new TextTable.Column(column.label(), TextTable.Alignment.RIGHT));
    }
    return new TextTable(
        headers,
        rows.stream()
            .map(
                row ->
                    Stream.concat(Stream.of(row.variant()), row.cells().stream().map(Cell::text))
                        .toList())
            .toList());
  }

  /** A column and how its cells are made. */
  private record Part(Column column, Function<Variant, Cell> cell) {}

  private static List<Part> parts(
      ExperimentReport report, Map<String, Finding> findings, boolean compared, boolean ranked) {
    List<Part> parts = new ArrayList<>();
    for (Metric metric : report.metrics()) {
      String better = metric.direction() == Metric.Direction.HIGHER_IS_BETTER ? "higher" : "lower";
      Optional<Double> best = best(report, metric);
      parts.add(
          new Part(
              result(metric.label(), metric.key() + "; " + better + " is better"),
              variant -> metric(variant, metric, best)));
      if (metric == report.primaryMetric()) {
        parts.add(
            new Part(
                result("runs", "runs that finished, of those that were planned"),
                ComparisonTable::runs));
      }
      if (metric == report.primaryMetric() && compared) {
        parts.addAll(differences(report, findings));
      }
      if (metric == report.primaryMetric() && ranked) {
        parts.add(
            new Part(
                result(
                    "rank",
                    "rank with each seed, averaged, and its 95 % interval; a lost run ranks last"),
                variant -> rank(findings.get(variant.name()))));
      }
    }
    parts.add(
        new Part(
            cost("parameters", "how many numbers are learned"),
            variant ->
                variant.learnableParameters().isEmpty()
                    ? Cell.unknown()
                    : Cell.of(variant.parameterCount(), Unit.COUNT)));
    parts.add(
        new Part(
            cost("FLOPs/token", "floating-point operations per token of a forward pass"),
            variant ->
                Double.isNaN(variant.flopsPerToken())
                    ? Cell.unknown()
                    : Cell.of(variant.flopsPerToken(), Unit.COUNT)));
    if (report.variants().stream().anyMatch(variant -> variant.stateBytes().isPresent())) {
      parts.add(
          new Part(
              cost("state bytes", "what decoding keeps for a sequence of the mean length"),
              variant ->
                  variant
                      .stateBytes()
                      .map(bytes -> Cell.of(bytes, Unit.COUNT))
                      .orElseGet(Cell::unknown)));
    }
    parts.add(
        new Part(
            cost("tokens/s", "training speed"), variant -> Cell.of(variant.speed(), Unit.COUNT)));
    parts.add(
        new Part(
            cost(
                "vs ONNX Runtime",
                "largest absolute difference between outputs and those of ONNX Runtime"),
            ComparisonTable::agreement));
    return parts;
  }

  private static Column result(String label, String description) {
    return new Column(label, description, Kind.RESULT);
  }

  private static Column cost(String label, String description) {
    return new Column(label, description, Kind.COST);
  }

  private static List<Part> differences(ExperimentReport report, Map<String, Finding> findings) {
    Unit unit = report.primaryMetric().unit();
    String points = unit == Unit.FRACTION ? " in percentage points" : "";
    Function<Function<Difference, Cell>, Function<Variant, Cell>> ofDifference =
        cell ->
            variant -> findings.get(variant.name()).difference().map(cell).orElseGet(Cell::unknown);
    return List.of(
        new Part(
            result(
                "difference [95 %]",
                "to the baseline, over the seeds that both finished%s; with its 95 %% interval"
                    .formatted(points)),
            ofDifference.apply(d -> Cell.text(Evidence.text(d, unit), d.mean()))),
        new Part(
            result("d", "paired Cohen’s d: the difference in its standard deviations"),
            ofDifference.apply(
                d ->
                    d.effectSize()
                        .map(size -> Cell.text(Unit.signed(size, 2), size))
                        .orElseGet(Cell::unknown))),
        new Part(
            result(
                "p (Holm)",
                "how often chance alone makes such a difference; corrected for the number of variants"),
            ofDifference.apply(
                d ->
                    new Cell(
                        Evidence.pValue(d.correctedPValue()),
                        Optional.of(d.correctedPValue()),
                        List.of(),
                        d.isSignificant()))));
  }

  /** The baseline, then the best. */
  private static Comparator<Variant> order(ExperimentReport report) {
    Metric primary = report.primaryMetric();
    Optional<Variant> baseline = report.baselineVariant();
    Map<Variant, Double> means = new IdentityHashMap<>();
    report.variants().forEach(v -> means.put(v, v.sample(primary).mean().orElse(Double.NaN)));
    return Comparator.comparing((Variant variant) -> baseline.stream().noneMatch(b -> b == variant))
        .thenComparing(
            (a, b) -> {
              double first = means.get(a);
              double second = means.get(b);
              return primary.isBetter(first, second) ? -1 : primary.isBetter(second, first) ? 1 : 0;
            });
  }

  private static Cell metric(Variant variant, Metric metric, Optional<Double> best) {
    Sample sample = variant.sample(metric);
    Optional<Double> mean = sample.mean();
    return new Cell(
        sample.text(metric.unit()),
        mean,
        sample.values(),
        mean.isPresent() && best.isPresent() && !metric.isBetter(best.get(), mean.get()));
  }

  private static Cell rank(Finding finding) {
    return finding
        .rank()
        .map(rank -> Cell.text(Evidence.text(rank), rank.mean()))
        .orElseGet(Cell::unknown);
  }

  /** The best mean of several variants; a single one is not the best of anything. */
  private static Optional<Double> best(ExperimentReport report, Metric metric) {
    return report.variants().size() < 2
        ? Optional.empty()
        : report.variants().stream()
            .flatMap(variant -> variant.sample(metric).mean().stream())
            .reduce((a, b) -> metric.isBetter(b, a) ? b : a);
  }

  /** {@code 3}, or what became of the others: {@code 1 of 3, 1 diverged, 1 failed}. */
  private static Cell runs(Variant variant) {
    int finished = variant.finishedRuns().size();
    int all = variant.runs().size();
    StringBuilder text = new StringBuilder(finished == all ? "" + all : finished + " of " + all);
    for (RunResult.Status status : RunResult.Status.values()) {
      long count = variant.count(status);
      if (status != RunResult.Status.FINISHED && count > 0) {
        text.append(", %d %s".formatted(count, status.name().toLowerCase(Locale.ROOT)));
      }
    }
    return Cell.text(text.toString(), finished);
  }

  /** The worst of the runs, for one that disagrees is enough to doubt a variant. */
  private static Cell agreement(Variant variant) {
    List<Agreement> agreements =
        variant.runs().stream().flatMap(run -> run.agreement().stream()).toList();
    if (agreements.isEmpty()) {
      return Cell.unknown();
    }
    Agreement worst =
        Collections.max(
            agreements,
            Comparator.comparingDouble(
                a -> a.maxAbsoluteDifference().orElse(Double.POSITIVE_INFINITY)));
    boolean agrees = agreements.stream().allMatch(Agreement::withinTolerance);
    String text = worst.text() + (agrees ? "" : " (disagrees)");
    return new Cell(text, worst.maxAbsoluteDifference(), List.of(), false);
  }
}
