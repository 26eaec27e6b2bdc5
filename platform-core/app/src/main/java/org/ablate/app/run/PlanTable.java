package org.ablate.app.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ablate.document.Mapping;
import org.ablate.experiment.Experiment;
import org.ablate.experiment.Halving;
import org.ablate.experiment.ModelCost;
import org.ablate.experiment.RunPlan;
import org.ablate.experiment.Tuning;
import org.ablate.report.TextTable;
import org.ablate.report.TextTable.Alignment;
import org.ablate.report.TextTable.Column;
import org.ablate.training.TrainingSettings;

/** What a sweep is going to run, and what that costs, for people to read before it begins. */
public final class PlanTable {
  private static final int SECONDS_PER_MINUTE = 60;

  /**
   * A variant.
   *
   * @param runs how many runs it has
   * @param trials how many trials it has before
   * @param steps of each run
   * @param cost of its model
   * @param minutes that each run is expected to take; empty where nothing was timed
   */
  private record Row(
      String variant,
      int runs,
      int trials,
      int steps,
      ModelCost cost,
      Optional<Double> minutes,
      double trialMinutes) {
    double allMinutes() {
      return minutes.orElse(0.0) * runs + trialMinutes;
    }
  }

  private final Experiment experiment;
  private final List<Row> rows = new ArrayList<>();

  private PlanTable(Experiment experiment) {
    this.experiment = experiment;
  }

  /**
   * Finds out what each variant costs.
   *
   * @param timed whether a few steps of each variant are taken, to tell how long its runs take
   */
  public static PlanTable of(Experiment experiment, DataCosts costs, boolean timed) {
    PlanTable table = new PlanTable(experiment);
    Map<String, List<RunPlan>> runs = byVariant(experiment.runs());
    Map<String, List<RunPlan>> trials = new LinkedHashMap<>();
    for (Tuning.Candidate candidate :
        experiment.tuning().map(Tuning::candidates).orElse(List.of())) {
      trials
          .computeIfAbsent(candidate.variant(), variant -> new ArrayList<>())
          .addAll(candidate.trials());
    }
    runs.forEach(
        (variant, plans) -> {
          RunPlan first = plans.get(0);
          List<RunPlan> tried = trials.getOrDefault(variant, List.of());
          Optional<DataCosts.Seconds> seconds =
              timed ? Optional.of(costs.time(first)) : Optional.empty();
          table.rows.add(
              new Row(
                  variant,
                  plans.size(),
                  tried.size(),
                  first.composition().training().steps(),
                  costs.of(first.composition()),
                  seconds.map(s -> minutes(s, first)),
                  seconds
                      .map(s -> tried.stream().mapToDouble(trial -> minutes(s, trial)).sum())
                      .orElse(0.0)));
        });
    return table;
  }

  private static Map<String, List<RunPlan>> byVariant(List<RunPlan> plans) {
    return plans.stream()
        .collect(Collectors.groupingBy(RunPlan::variant, LinkedHashMap::new, Collectors.toList()));
  }

  private static double minutes(DataCosts.Seconds seconds, RunPlan run) {
    return seconds.of(run.composition().training()) / SECONDS_PER_MINUTE;
  }

  /** The plan as text; every line ends in a line break. */
  public String plain() {
    boolean timed = rows.stream().anyMatch(row -> row.minutes().isPresent());
    boolean tuned = experiment.tuning().isPresent();
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("variant", Alignment.LEFT));
    columns.add(new Column("runs", Alignment.RIGHT));
    if (tuned) {
      columns.add(new Column("trials", Alignment.RIGHT));
    }
    columns.add(new Column("steps", Alignment.RIGHT));
    columns.add(new Column("tokens", Alignment.RIGHT));
    columns.add(new Column("parameters", Alignment.RIGHT));
    columns.add(new Column("FLOPs/token", Alignment.RIGHT));
    columns.add(new Column("state bytes", Alignment.RIGHT));
    if (timed) {
      columns.add(new Column("minutes/run", Alignment.RIGHT));
    }
    List<List<String>> cells = new ArrayList<>();
    for (Row row : rows) {
      List<String> line = new ArrayList<>();
      line.add(row.variant());
      line.add(String.valueOf(row.runs()));
      if (tuned) {
        line.add(String.valueOf(row.trials()));
      }
      line.add(whole(row.steps()));
      line.add(whole(row.steps() * row.cost().tokensPerStep()));
      line.add(whole(row.cost().parameters()));
      line.add(whole(row.cost().flopsPerToken()));
      line.add(row.cost().stateBytes().map(PlanTable::whole).orElse("–"));
      if (timed) {
        line.add(row.minutes().map(PlanTable::minutes).orElse("–"));
      }
      cells.add(line);
    }
    return new TextTable(columns, cells).plain() + notes(timed);
  }

  private String notes(boolean timed) {
    StringBuilder notes = new StringBuilder();
    experiment
        .matches()
        .forEach(
            match ->
                notes.append(
                    match.from() == match.to()
                        ? "%nMatched: %s stays at %s %d, %s %s where the baseline has %s"
                            .formatted(
                                match.variant(),
                                match.setting(),
                                match.to(),
                                whole(match.value()),
                                match.quantity(),
                                whole(match.target()))
                        : "%nMatched: %s has %s %d in place of %d, %s %s where the baseline has %s"
                            .formatted(
                                match.variant(),
                                match.setting(),
                                match.to(),
                                match.from(),
                                whole(match.value()),
                                match.quantity(),
                                whole(match.target()))));
    experiment
        .exclusions()
        .forEach(
            excluded ->
                notes.append(
                    "%nExcluded: %s: %s".formatted(excluded.variant(), excluded.reason())));
    experiment
        .tuning()
        .ifPresent(
            tuning -> {
              Set<String> names = new LinkedHashSet<>();
              tuning.candidates().forEach(candidate -> names.add(candidate.name()));
              notes.append("%nTuned: every variant with %s".formatted(String.join(" | ", names)));
            });
    experiment.halving().ifPresent(halving -> notes.append(halving(halving)));
    if (timed) {
      double minutes = rows.stream().mapToDouble(Row::allMinutes).sum();
      notes.append(
          "%nTime: %s minutes of one worker after the other%s"
              .formatted(
                  minutes(minutes), experiment.halving().isPresent() ? ", without halving" : ""));
    }
    return notes.isEmpty() ? "" : notes.append(System.lineSeparator()).toString();
  }

  /** What halving saves, and what it costs where it saves least. */
  private String halving(Halving halving) {
    Map<String, List<RunPlan>> runs = byVariant(experiment.runs());
    List<List<Integer>> rungs = new ArrayList<>();
    double whole = 0;
    for (List<RunPlan> ofVariant : runs.values()) {
      TrainingSettings training = ofVariant.get(0).composition().training();
      rungs.add(halving.rungs(training.steps(), training.evaluateEvery()));
      whole += training.steps();
    }
    int count = rungs.get(0).size();
    double least = 0;
    double most = 0;
    int few = runs.size();
    int many = runs.size();
    List<String> reached = new ArrayList<>();
    for (int rung = 0; rung < count; rung++) {
      int at = rung;
      // Which variants go on is not known: the shortest ones at least, the longest at most.
      int[] spans =
          rungs.stream()
              .mapToInt(own -> own.get(at) - (at == 0 ? 0 : own.get(at - 1)))
              .sorted()
              .toArray();
      least += IntStream.of(spans).limit(few).sum();
      most += IntStream.of(spans).skip(spans.length - many).sum();
      String variants = few == many ? "%d".formatted(few) : "%d to %d".formatted(few, many);
      reached.add("%s reach step %s".formatted(variants, steps(rungs, at)));
      few /= halving.factor();
      many = halving.mostPromoted(many);
    }
    return "%nHalving: of %d variants %s; from %s to at most %s of %s steps, by the order in which results come in"
        .formatted(
            runs.size(),
            String.join(", ", reached),
            share(least / whole),
            share(most / whole),
            whole(whole * experiment.header().seeds().size()));
  }

  private static String steps(List<List<Integer>> rungs, int at) {
    List<Integer> steps = rungs.stream().map(own -> own.get(at)).distinct().sorted().toList();
    return steps.size() == 1
        ? whole(steps.get(0))
        : "%s to %s".formatted(whole(steps.get(0)), whole(steps.get(steps.size() - 1)));
  }

  private static String share(double part) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * part);
  }

  /** The plan as a document. */
  public Mapping document() {
    return Mapping.empty()
        .with("variants", rows.stream().map(PlanTable::document).toList())
        .with("matches", experiment.matches())
        .with("exclusions", experiment.exclusions());
  }

  private static Mapping document(Row row) {
    return Mapping.empty()
        .with("variant", row.variant())
        .with("runs", row.runs())
        .with("trials", row.trials())
        .with("steps", row.steps())
        .with("tokens", Math.round(row.steps() * row.cost().tokensPerStep()))
        .with("parameters", row.cost().parameters())
        .with("flops_per_token", row.cost().flopsPerToken())
        .with("state_bytes", row.cost().stateBytes())
        .with("minutes", row.minutes());
  }

  private static String whole(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  private static String minutes(double minutes) {
    return String.format(Locale.ROOT, minutes < 10 ? "%.2f" : "%,.0f", minutes);
  }
}
