package org.ablate.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ablate.document.Mapping;
import org.ablate.document.Node;

/**
 * What the page's script draws from: a report as a document, numbers for people already written.
 */
final class PageData {

  /** Points of a curve; more than a screen has columns for a panel is waste. */
  private static final int MOST_POINTS = 400;

  private PageData() {}

  static Node of(ExperimentReport report, ComparisonTable table) {
    return Mapping.empty()
        .with("name", report.name())
        .with("question", report.question())
        .with("answer", Answer.of(report, table))
        .with("created_at", report.createdAt().toString())
        .with("metrics", report.metrics())
        .with("table", table)
        .with(
            "variants",
            // In the order of the table, so that colours and rows go together.
            table.rows().stream()
                .map(row -> variant(named(report, row.variant()), report.metrics()))
                .toList())
        .with("settings", report.settings())
        .with("environment", report.environment());
  }

  /** The question and its answer stand at the head of the page, where an experiment's do. */
  static Node of(Inspection inspection) {
    Mapping variant =
        Mapping.empty()
            .with("name", inspection.variant())
            .with("parameters", List.of())
            .with("runs", List.of())
            .with("predictions", List.of())
            .with(
                "attention_maps",
                inspection.attentionMaps().stream().map(PageData::attentionMap).toList());
    return Mapping.empty()
        .with("name", inspection.run())
        .with("question", inspection.prediction().input())
        .with("answer", inspection.prediction().predicted())
        .with("created_at", inspection.createdAt().toString())
        .with("metrics", List.of())
        .with("table", new ComparisonTable(List.of(), List.of(), List.of()))
        .with("variants", List.of(variant))
        .with("settings", "")
        .with("environment", Map.of());
  }

  private static Variant named(ExperimentReport report, String name) {
    return report.variants().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
  }

  private static Node variant(Variant variant, List<Metric> metrics) {
    return Mapping.empty()
        .with("name", variant.name())
        .with("parameters", variant.learnableParameters())
        .with("runs", variant.runs().stream().map(run -> run(run, metrics)).toList())
        .with("predictions", firstNonEmpty(variant.runs(), RunResult::predictions))
        .with(
            "attention_maps",
            firstNonEmpty(variant.runs(), RunResult::attentionMaps).stream()
                .map(PageData::attentionMap)
                .toList());
  }

  private static <T> List<T> firstNonEmpty(
      List<RunResult> runs, Function<RunResult, List<T>> part) {
    return runs.stream().map(part).filter(list -> !list.isEmpty()).findFirst().orElse(List.of());
  }

  private static Node run(RunResult run, List<Metric> metrics) {
    return Mapping.empty()
        .with("id", run.id())
        .with("seed", run.seed())
        .with("status", run.status())
        .with("failure", run.failure())
        .with("duration", Durations.text(run.durationSeconds()))
        .with("tokens_per_second", run.tokensPerSecond().map(Unit.COUNT::text))
        .with(
            "agreement", run.agreement().map(a -> Unit.DIFFERENCE.text(a.maxAbsoluteDifference())))
        .with("summary", metrics.stream().map(metric -> finalValue(run, metric)).toList())
        .with("series", run.series().stream().map(series -> series(series, metrics)).toList());
  }

  private static Optional<String> finalValue(RunResult run, Metric metric) {
    return Optional.ofNullable(run.summary().get(metric.key())).map(metric.unit()::text);
  }

  private static Node series(Series series, List<Metric> metrics) {
    List<Series.Point> points = thinned(series.points());
    return Mapping.empty()
        .with("name", series.name())
        .with("unit", unit(series.name(), metrics))
        .with("steps", points.stream().map(Series.Point::step).toList())
        .with("tokens", points.stream().map(Series.Point::tokens).toList())
        .with("seconds", points.stream().map(point -> (float) point.seconds()).toList())
        .with("values", points.stream().map(point -> (float) point.value()).toList());
  }

  /** A series is written like the final metric of the same name, whatever their splits. */
  private static Unit unit(String series, List<Metric> metrics) {
    return metrics.stream()
        .filter(metric -> afterSplit(metric.key()).equals(afterSplit(series)))
        .map(Metric::unit)
        .findFirst()
        .orElse(Unit.NUMBER);
  }

  private static String afterSplit(String name) {
    return name.substring(name.indexOf('/') + 1);
  }

  /** Takes the mean of as many neighbours as needed, standing where the last of them stands. */
  static List<Series.Point> thinned(List<Series.Point> points) {
    int neighbours = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
    if (neighbours <= 1) {
      return points;
    }
    List<Series.Point> thinned = new ArrayList<>();
    for (int start = 0; start < points.size(); start += neighbours) {
      List<Series.Point> group = points.subList(start, Math.min(start + neighbours, points.size()));
      Series.Point last = group.get(group.size() - 1);
      double mean = group.stream().mapToDouble(Series.Point::value).average().orElseThrow();
      thinned.add(new Series.Point(last.step(), last.tokens(), last.seconds(), mean));
    }
    return thinned;
  }

  private static Node attentionMap(AttentionMap map) {
    return Mapping.empty()
        .with("example", map.example())
        .with("block", map.block())
        .with("layer", map.layer())
        .with("head", map.head())
        .with("queries", map.queryTokens())
        .with("keys", map.keyTokens())
        .with(
            "weights",
            map.weights().stream()
                .map(row -> row.stream().map(PageData::rounded).toList())
                .toList());
  }

  /** Three decimals are more than a colour can show. */
  private static double rounded(double weight) {
    return Double.isFinite(weight) ? Math.rint(weight * 1000) / 1000 : weight;
  }
}
