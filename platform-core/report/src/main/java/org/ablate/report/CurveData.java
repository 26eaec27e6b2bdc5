package org.ablate.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.ablate.document.Mapping;
import org.ablate.document.Node;

/**
 * The learning curves of a variant as the page's script draws them. Abscissas that curves share are
 * written once.
 */
final class CurveData {

  /** Points of a curve; more than a screen has columns for a panel is waste. */
  private static final int MOST_POINTS = 400;

  /** Points of all curves of a page, so that it stays small enough to be sent by mail. */
  private static final int POINTS_OF_PAGE = 120_000;

  private static final int FEWEST_POINTS = 40;

  /** More digits than a screen shows. */
  private static final MathContext DIGITS = new MathContext(4);

  private final int mostPoints;
  private final List<Metric> metrics;
  private final Map<Abscissas, Integer> abscissas = new LinkedHashMap<>();

  private record Abscissas(List<Long> steps, List<Long> tokens, List<Double> seconds) {}

  private CurveData(int mostPoints, List<Metric> metrics) {
    this.mostPoints = mostPoints;
    this.metrics = metrics;
  }

  /** How many points each curve of a report can have. */
  static int pointsOfEach(ExperimentReport report) {
    long curves = report.variants().stream().mapToLong(CurveData::countOfCurves).sum();
    return (int)
        Math.max(FEWEST_POINTS, Math.min(MOST_POINTS, POINTS_OF_PAGE / Math.max(1, curves)));
  }

  private static long countOfCurves(Variant variant) {
    return names(variant.runs()).size() * (1 + unfinished(variant).size());
  }

  /** The curves of a variant, and what they are drawn over. */
  static Mapping of(Variant variant, int mostPoints, List<Metric> metrics) {
    CurveData data = new CurveData(mostPoints, metrics);
    List<Node> curves = new ArrayList<>();
    for (String name : names(variant.runs())) {
      List<Series> finished = named(variant.finishedRuns(), name);
      if (!finished.isEmpty()) {
        curves.add(data.curve(name, finished, RunResult.Status.FINISHED));
      }
      for (RunResult run : unfinished(variant)) {
        List<Series> series = named(List.of(run), name);
        if (!series.isEmpty()) {
          curves.add(data.curve(name, series, run.status()));
        }
      }
    }
    return Mapping.empty()
        .with(
            "abscissas",
            List.copyOf(data.abscissas.keySet()).stream().map(CurveData::node).toList())
        .with("curves", curves);
  }

  private static List<RunResult> unfinished(Variant variant) {
    return variant.runs().stream()
        .filter(run -> run.status() != RunResult.Status.FINISHED)
        .toList();
  }

  private static List<String> names(List<RunResult> runs) {
    return runs.stream()
        .flatMap(run -> run.series().stream())
        .map(Series::name)
        .distinct()
        .toList();
  }

  private static List<Series> named(List<RunResult> runs, String name) {
    return runs.stream()
        .flatMap(run -> run.series().stream())
        .filter(series -> series.name().equals(name))
        .toList();
  }

  private static Node node(Abscissas shared) {
    return Mapping.empty()
        .with("steps", shared.steps())
        .with("tokens", shared.tokens())
        .with("seconds", shared.seconds());
  }

  private Node curve(String name, List<Series> seeds, RunResult.Status status) {
    List<Curve.Point> points = Curve.over(seeds).thinned(mostPoints).points();
    Abscissas own =
        new Abscissas(
            points.stream().map(Curve.Point::step).toList(),
            points.stream().map(point -> Math.round(point.tokens())).toList(),
            values(points, Curve.Point::seconds));
    int index = abscissas.computeIfAbsent(own, shared -> abscissas.size());
    Mapping curve =
        Mapping.empty()
            .with("name", name)
            .with("unit", unit(name))
            .with("status", status)
            .with("seeds", seeds.size())
            .with("abscissas", index)
            .with("mean", values(points, Curve.Point::mean));
    return seeds.size() < 2
        ? curve
        : curve
            .with("low", values(points, Curve.Point::low))
            .with("high", values(points, Curve.Point::high));
  }

  private static List<Double> values(
      List<Curve.Point> points, ToDoubleFunction<Curve.Point> value) {
    return points.stream().map(point -> rounded(value.applyAsDouble(point))).toList();
  }

  /** With as many digits as a page has use for. */
  static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }

  /** A series is written like the final metric of the same name, whatever their splits. */
  private Unit unit(String series) {
    return metrics.stream()
        .filter(metric -> afterSplit(metric.key()).equals(afterSplit(series)))
        .map(Metric::unit)
        .findFirst()
        .orElse(Unit.NUMBER);
  }

  private static String afterSplit(String name) {
    return name.substring(name.indexOf('/') + 1);
  }
}
