package org.ablate.app.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.registry.PlannedRun;
import org.ablate.registry.Registry;
import org.ablate.report.Metric;
import org.ablate.report.RunResult;
import org.ablate.report.Series;
import org.ablate.report.SweepPlan;
import org.ablate.report.Tuning;
import org.ablate.report.Variant;

/** What a frozen plan says to readers of a report; read without any plugin. */
final class ReportedPlan {
  private static final String TEST = "test/";
  private static final double SECONDS_PER_MINUTE = 60;

  private ReportedPlan() {}

  /** A row for each variant. */
  static List<SweepPlan.Row> rows(List<PlannedRun> plan, List<Variant> variants) {
    Map<String, PlannedRun> first = new LinkedHashMap<>();
    Map<String, List<Long>> seeds = new LinkedHashMap<>();
    for (PlannedRun run : plan) {
      first.putIfAbsent(run.variant(), run);
      // Of what is tuned, one choice is run for each seed.
      List<Long> ofVariant = seeds.computeIfAbsent(run.variant(), v -> new ArrayList<>());
      if (!ofVariant.contains(run.seed())) {
        ofVariant.add(run.seed());
      }
    }
    List<SweepPlan.Row> rows = new ArrayList<>();
    first.forEach(
        (name, run) -> {
          int steps = PlannedSteps.of(run).steps();
          Optional<Double> seconds =
              variants.stream()
                  .filter(variant -> variant.name().equals(name))
                  .flatMap(variant -> variant.runs().stream())
                  .flatMap(result -> secondsPerStep(result).stream())
                  .findFirst();
          rows.add(
              new SweepPlan.Row(
                  name,
                  seeds.get(name).size(),
                  steps,
                  seconds.map(perStep -> perStep * steps / SECONDS_PER_MINUTE)));
        });
    return rows;
  }

  private static Optional<Double> secondsPerStep(RunResult run) {
    return run.series().stream()
        .flatMap(series -> last(series).stream())
        .max(Comparator.comparingLong(Series.Point::step))
        .map(point -> point.seconds() / point.step());
  }

  private static Optional<Series.Point> last(Series series) {
    List<Series.Point> points = series.points();
    return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
  }

  /**
   * What was tried; empty where nothing is tuned.
   *
   * @param decisive what decides, as it is measured on the test split
   */
  static Optional<Tuning> tuning(FrozenSweep sweep, Metric decisive, Registry registry) {
    if (sweep.trials().isEmpty()) {
      return Optional.empty();
    }
    for (org.ablate.training.evaluation.Metric metric :
        org.ablate.training.evaluation.Metric.values()) {
      if (decisive.key().equals(TEST + metric.key())) {
        return Optional.of(
            new Tuning(
                decisive,
                Selection.of(sweep, metric, registry).stream()
                    .map(chosen -> variant(chosen, metric))
                    .toList()));
      }
    }
    return Optional.empty();
  }

  private static Tuning.Variant variant(
      Selection.Chosen chosen, org.ablate.training.evaluation.Metric metric) {
    return new Tuning.Variant(
        chosen.variant(),
        chosen.candidates().stream()
            .map(
                candidate ->
                    new Tuning.Candidate(
                        candidate.choice(),
                        candidate.isFinished()
                            ? Optional.of(candidate.mean(metric)).filter(Double::isFinite)
                            : Optional.empty(),
                        candidate.planned(),
                        candidate.finished(),
                        chosen.choice().filter(candidate.choice()::equals).isPresent()))
            .toList());
  }
}
