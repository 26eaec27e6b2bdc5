package org.ablate.app.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ablate.registry.Experiment;
import org.ablate.registry.MetricPoint;
import org.ablate.registry.PlannedRun;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.report.ExperimentReport;
import org.ablate.report.LengthScores;
import org.ablate.report.Metric;
import org.ablate.report.ReportPage;
import org.ablate.report.RunResult;
import org.ablate.report.Series;
import org.ablate.report.SweepPlan;
import org.ablate.report.Unit;
import org.ablate.report.Variant;

/** Makes reports of what the registry and the folders of runs hold. */
public final class Reports {
  private static final String TEST = "test/";
  private static final String LOSS_AT = TEST + "loss@";

  private Reports() {}

  /** The report of some runs of one experiment, in their order, and of what is planned beside. */
  public static ExperimentReport of(Registry registry, List<Run> runs) {
    Run last = runs.get(runs.size() - 1);
    Optional<Experiment> recorded = registry.experiment(last.experimentKey());
    String settings = recorded.map(Experiment::settings).orElse("");
    RecordedExperiment experiment = RecordedExperiment.of(settings);
    Optional<FrozenSweep> sweep = recorded.flatMap(e -> FrozenSweep.of(e, registry));
    List<PlannedRun> plan = sweep.map(s -> s.plan().runs()).orElse(List.of());
    List<Metric> metrics = metrics(runs, sweep.flatMap(FrozenSweep::plannedMetric));
    List<Variant> variants = variants(registry, runs, plan);
    return new ExperimentReport(
        last.experiment(),
        experiment.question(),
        runs.get(0).startedAt(),
        metrics,
        variants,
        experiment.baseline(),
        new SweepPlan(
            ReportedPlan.rows(plan, variants),
            experiment.exclusions(),
            sweep.flatMap(s -> ReportedPlan.tuning(s, metrics.get(0), registry))),
        settings,
        registry.environment(last));
  }

  /** In the order of the plan, as far as there is one. */
  private static List<Variant> variants(Registry registry, List<Run> runs, List<PlannedRun> plan) {
    Map<String, List<Run>> begun = new LinkedHashMap<>();
    plan.forEach(planned -> begun.putIfAbsent(planned.variant(), new ArrayList<>()));
    runs.forEach(run -> begun.computeIfAbsent(run.variant(), v -> new ArrayList<>()).add(run));
    String experiment = runs.get(0).experiment();
    return begun.entrySet().stream()
        .map(
            entry ->
                variant(
                    registry,
                    entry.getKey(),
                    entry.getValue(),
                    notBegun(experiment, entry.getKey(), entry.getValue(), plan)))
        .toList();
  }

  /** Of what is tuned, one choice is run for each seed. */
  private static List<RunResult> notBegun(
      String experiment, String variant, List<Run> begun, List<PlannedRun> plan) {
    return plan.stream()
        .filter(planned -> planned.variant().equals(variant))
        .map(PlannedRun::seed)
        .distinct()
        .filter(seed -> begun.stream().noneMatch(run -> run.seed() == seed))
        .map(seed -> RunResult.planned("%s/%s/seed-%d".formatted(experiment, variant, seed), seed))
        .toList();
  }

  /** Writes the page; returns its path. */
  public static Path write(ExperimentReport report, Path file) {
    RunFolder.write(file, ReportPage.html(report));
    return file;
  }

  /**
   * What was measured on the test split, the deciding metric first.
   *
   * @param decisive what decides; where it is not known, it is the first that was measured
   */
  private static List<Metric> metrics(
      List<Run> runs, Optional<org.ablate.training.evaluation.Metric> decisive) {
    Set<org.ablate.training.evaluation.Metric> measured = new LinkedHashSet<>();
    decisive.ifPresent(measured::add);
    for (org.ablate.training.evaluation.Metric metric :
        org.ablate.training.evaluation.Metric.values()) {
      if (runs.stream().anyMatch(run -> run.summary().containsKey(TEST + metric.key()))) {
        measured.add(metric);
      }
    }
    if (measured.isEmpty()) {
      measured.add(org.ablate.training.evaluation.Metric.LOSS);
    }
    List<Metric> metrics = new ArrayList<>(measured.stream().map(Reports::onTest).toList());
    runs.stream()
        .flatMap(run -> run.summary().keySet().stream())
        .filter(key -> key.startsWith(LOSS_AT))
        .map(key -> Integer.parseInt(key.substring(LOSS_AT.length())))
        .distinct()
        .sorted()
        .forEach(tokens -> metrics.add(lossAt(tokens)));
    return metrics;
  }

  private static Metric onTest(org.ablate.training.evaluation.Metric metric) {
    return new Metric(
        TEST + metric.key(),
        metric.toString(),
        metric.isFraction() ? Unit.FRACTION : Unit.NUMBER,
        metric.higherIsBetter()
            ? Metric.Direction.HIGHER_IS_BETTER
            : Metric.Direction.LOWER_IS_BETTER);
  }

  private static Metric lossAt(int tokens) {
    return new Metric(
        LOSS_AT + tokens,
        "loss at %d tokens".formatted(tokens),
        Unit.NUMBER,
        Metric.Direction.LOWER_IS_BETTER);
  }

  /** The key of the score of running text that is cut into windows of one length. */
  static String atLength(LengthScores.Point point) {
    return LOSS_AT + point.tokens();
  }

  private static Variant variant(
      Registry registry, String name, List<Run> runs, List<RunResult> notBegun) {
    List<RunResult> results = new ArrayList<>();
    Optional<RunOutcome> first = Optional.empty();
    for (Run run : runs) {
      // The answers of the first stand for the variant; those of hundreds would fill the memory.
      RunFolder folder = new RunFolder(run.folder());
      Optional<RunOutcome> outcome =
          first.isEmpty() ? RunOutcome.read(folder) : RunOutcome.readFigures(folder);
      first = first.isEmpty() ? outcome : first;
      results.add(result(registry, run, outcome));
    }
    results.addAll(notBegun);
    return new Variant(
        name,
        first.map(RunOutcome::parameters).orElse(List.of()),
        first.map(RunOutcome::flopsPerToken).orElse(Double.NaN),
        first.flatMap(RunOutcome::stateBytes),
        results);
  }

  private static RunResult result(Registry registry, Run run, Optional<RunOutcome> outcome) {
    return new RunResult(
        run.id(),
        run.seed(),
        RunResult.Status.valueOf(run.status().name()),
        run.failure(),
        outcome.map(RunOutcome::trainingSeconds).orElse(0.0),
        outcome.flatMap(RunOutcome::tokensPerSecond),
        outcome.flatMap(RunOutcome::agreement),
        run.summary(),
        outcome.flatMap(RunOutcome::lengthScores),
        outcome.flatMap(RunOutcome::gradientReach),
        series(registry, run),
        outcome.map(RunOutcome::predictions).orElse(List.of()),
        outcome.map(RunOutcome::attentionMaps).orElse(List.of()));
  }

  private static List<Series> series(Registry registry, Run run) {
    List<Series> series = new ArrayList<>();
    registry
        .points(run)
        .forEach(
            (name, points) ->
                series.add(new Series(name, points.stream().map(Reports::point).toList())));
    return series;
  }

  private static Series.Point point(MetricPoint point) {
    return new Series.Point(point.step(), point.tokens(), point.elapsedSeconds(), point.value());
  }
}
