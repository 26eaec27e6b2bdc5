package org.ablate.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.statistics.Summary;

/**
 * What the page's script draws from: a report as a document, numbers for people already written.
 */
final class PageData {

  /** Weights of all attention maps of a page, so that it stays small enough to be sent by mail. */
  private static final long WEIGHTS_OF_PAGE = 500_000;

  /** Of a step's table; more would be larger than a page. */
  private static final int MOST_ROWS = 24;

  private static final int MOST_COLUMNS = 16;

  private PageData() {}

  static Node of(ExperimentReport report, ComparisonTable table) {
    // In the order of the table, so that colours and rows go together.
    List<Variant> ordered = table.rows().stream().map(row -> named(report, row.variant())).toList();
    Metric metric = report.primaryMetric();
    int points = CurveData.pointsOfEach(report);
    List<Node> variants = new ArrayList<>();
    long weights = 0;
    int leftOut = 0;
    for (Variant variant : ordered) {
      List<AttentionMap> maps = firstNonEmpty(variant.runs(), RunResult::attentionMaps);
      weights += maps.stream().mapToLong(PageData::countOfWeights).sum();
      boolean shown = weights <= WEIGHTS_OF_PAGE;
      leftOut += shown || maps.isEmpty() ? 0 : 1;
      variants.add(
          variant(variant, report.metrics(), points)
              .with("score", score(variant.sample(metric), metric))
              .with(
                  "attention_maps",
                  shown ? maps.stream().map(PageData::attentionMap).toList() : List.of()));
    }
    return Mapping.empty()
        .with("name", report.name())
        .with("question", report.question())
        .with("answer", Answer.of(report, table))
        .with("created_at", report.createdAt().toString())
        .with("metrics", report.metrics())
        .with("baseline", report.baselineVariant().map(Variant::name))
        .with("tables", table.readable().stream().map(PageData::table).toList())
        .with("notes", table.notes())
        .with("variants", variants)
        .with("steps", List.of())
        .with("attention_left_out", leftOut)
        .with("plan", plan(report.plan()))
        .with("tuning", report.plan().tuning().map(PageData::tuning))
        .with("exclusions", report.plan().exclusions())
        .with("settings", report.settings())
        .with("environment", report.environment());
  }

  private static List<Node> plan(SweepPlan plan) {
    return plan.rows().stream()
        .<Node>map(
            row ->
                Mapping.empty()
                    .with("variant", row.variant())
                    .with("runs", row.runs())
                    .with("steps", row.steps())
                    .with("minutes_per_run", row.minutesPerRun()))
        .toList();
  }

  private static Node tuning(Tuning tuning) {
    return Mapping.empty()
        .with("metric", tuning.metric())
        .with(
            "variants",
            tuning.variants().stream()
                .map(
                    variant ->
                        Mapping.empty()
                            .with("name", variant.name())
                            .with(
                                "candidates",
                                variant.candidates().stream()
                                    .map(candidate -> candidate(candidate, tuning.metric()))
                                    .toList()))
                .toList());
  }

  private static Node candidate(Tuning.Candidate candidate, Metric metric) {
    return Mapping.empty()
        .with("choice", candidate.choice())
        .with("score", candidate.score().map(metric.unit()::text))
        .with("trials", candidate.trials())
        .with("finished", candidate.finished())
        .with("chosen", candidate.chosen());
  }

  private static Node table(ComparisonTable table) {
    return Mapping.empty()
        .with("columns", table.columns())
        .with(
            "rows",
            table.rows().stream()
                .map(
                    row ->
                        Mapping.empty().with("variant", row.variant()).with("cells", row.cells()))
                .toList());
  }

  private static long countOfWeights(AttentionMap map) {
    return (long) map.queryTokens().size() * map.keyTokens().size();
  }

  private static Node score(Sample sample, Metric metric) {
    return Mapping.empty()
        .with("mean", sample.mean())
        .with("spread", sample.standardDeviation())
        .with("text", sample.text(metric.unit()));
  }

  /** The question and its answer stand at the head of the page, where an experiment's do. */
  static Node of(Inspection inspection) {
    Mapping variant =
        Mapping.empty()
            .with("name", inspection.variant())
            .with("parameters", List.of())
            .with("runs", List.of())
            .with("curves", List.of())
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
        .with("baseline", Optional.empty())
        .with("tables", List.of())
        .with("notes", List.of())
        .with("variants", List.of(variant))
        .with("steps", inspection.steps().stream().map(PageData::step).toList())
        .with("attention_left_out", 0)
        .with("plan", List.of())
        .with("tuning", Optional.empty())
        .with("exclusions", List.of())
        .with("settings", "")
        .with("environment", Map.of());
  }

  private static Node step(Step step) {
    NumberGrid grid = NumberGrid.of(step, MOST_ROWS, MOST_COLUMNS);
    return Mapping.empty()
        .with("name", step.name())
        .with("formula", step.formula())
        .with("axes", step.axes().stream().map(Step.Axis::toString).toList())
        .with("columns", grid.columns())
        .with("blocks", grid.blocks().stream().map(PageData::block).toList());
  }

  private static Node block(NumberGrid.Block block) {
    return Mapping.empty()
        .with("title", block.title())
        .with("labels", block.rows().stream().map(NumberGrid.Row::label).toList())
        .with("rows", block.rows().stream().map(NumberGrid.Row::numbers).toList());
  }

  private static Variant named(ExperimentReport report, String name) {
    return report.variants().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
  }

  private static Mapping variant(Variant variant, List<Metric> metrics, int points) {
    Mapping curves = CurveData.of(variant, points, metrics);
    return Mapping.empty()
        .with("name", variant.name())
        .with("parameters", variant.learnableParameters())
        .with("costs", costs(variant))
        .with("runs", variant.runs().stream().map(run -> run(run, metrics)).toList())
        .with("lengths", lengths(variant))
        .with("gradients", gradients(variant))
        .with("abscissas", curves.get("abscissas").orElseThrow())
        .with("curves", curves.get("curves").orElseThrow())
        .with("predictions", firstNonEmpty(variant.runs(), RunResult::predictions));
  }

  /** The scores by length over the seeds that finished, as columns; null where there are none. */
  private static Optional<Node> lengths(Variant variant) {
    List<LengthScores> seeds =
        variant.finishedRuns().stream().flatMap(run -> run.lengthScores().stream()).toList();
    TreeMap<Integer, List<Double>> byLength = new TreeMap<>();
    for (LengthScores seed : seeds) {
      for (LengthScores.Point point : seed.points()) {
        byLength.computeIfAbsent(point.tokens(), t -> new ArrayList<>()).add(point.score());
      }
    }
    return byLength.isEmpty()
        ? Optional.empty()
        : Optional.of(
            overSeeds(byLength).with("longest_trained", seeds.get(0).longestTrainedTokens()));
  }

  /** The gradient by distance over the seeds that finished; null where there is none. */
  private static Optional<Node> gradients(Variant variant) {
    TreeMap<Integer, List<Double>> byDistance = new TreeMap<>();
    for (RunResult run : variant.finishedRuns()) {
      List<Double> norms = run.gradientReach().map(GradientReach::norms).orElse(List.of());
      for (int distance = 0; distance < norms.size(); distance++) {
        byDistance.computeIfAbsent(distance, d -> new ArrayList<>()).add(norms.get(distance));
      }
    }
    return byDistance.isEmpty() ? Optional.empty() : Optional.of(overSeeds(byDistance));
  }

  /** The values of all seeds at each number of tokens, as columns. */
  private static Mapping overSeeds(TreeMap<Integer, List<Double>> values) {
    return Mapping.empty()
        .with("tokens", values.keySet())
        .with("mean", rounded(values, seeds -> Summary.of(seeds).mean()))
        .with("low", rounded(values, Collections::min))
        .with("high", rounded(values, Collections::max));
  }

  private static List<Double> rounded(
      TreeMap<Integer, List<Double>> values, ToDoubleFunction<List<Double>> summary) {
    return values.values().stream()
        .map(seeds -> CurveData.rounded(summary.applyAsDouble(seeds)))
        .toList();
  }

  /** What can be set against quality; what is not known is null. */
  private static Node costs(Variant variant) {
    long parameters = variant.parameterCount();
    return Mapping.empty()
        .with("parameters", parameters == 0 ? null : parameters)
        .with("flops_per_token", variant.flopsPerToken())
        .with("state_bytes", variant.stateBytes())
        .with("tokens_per_second", variant.speed().mean());
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
        .with("agreement", run.agreement().map(Agreement::text))
        .with("summary", metrics.stream().map(metric -> finalValue(run, metric)).toList());
  }

  private static Optional<String> finalValue(RunResult run, Metric metric) {
    return Optional.ofNullable(run.summary().get(metric.key())).map(metric.unit()::text);
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

  /** In thousandths, which are more than a colour can show. */
  private static long rounded(double weight) {
    return Math.round(weight * 1000);
  }
}
