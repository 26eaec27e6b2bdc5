package org.ablate.app.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.ablate.app.RequestException;
import org.ablate.document.Json;
import org.ablate.document.Yaml;
import org.ablate.experiment.Experiment;
import org.ablate.experiment.RunPlan;
import org.ablate.experiment.Tuning;
import org.ablate.plugin.installed.PluginOrigin;
import org.ablate.plugin.installed.Variants;
import org.ablate.registry.Plan;
import org.ablate.registry.PlannedHalving;
import org.ablate.registry.PlannedRun;
import org.ablate.registry.PluginUsed;
import org.ablate.registry.Registry;
import org.ablate.training.TrainingSettings;
import org.ablate.training.evaluation.Metric;

/**
 * A sweep as it was planned: whatever happens to its files, this is what is run.
 *
 * @param experiment the experiment as it was entered
 * @param plan all that it may run
 * @param trials the experiment of the trials, if something is tuned
 */
public record FrozenSweep(
    org.ablate.registry.Experiment experiment, Plan plan, Optional<FrozenSweep> trials) {
  private static final int HASH_DIGITS = 12;

  /**
   * Writes the plan of an experiment into the registry.
   *
   * @param metric what decides between models
   * @throws RequestException if a run is to start from one that is not there
   */
  public static FrozenSweep freeze(
      Experiment read, Path file, Metric metric, Registry registry, Variants installed) {
    Experiment experiment = InitialModel.freeze(read, registry, installed);
    Path absolute = file.toAbsolutePath().normalize();
    String document = Yaml.write(experiment.document());
    Optional<FrozenSweep> trials =
        experiment
            .tuning()
            .map(
                tuning -> {
                  Plan plan =
                      plan(
                          planned(tuning.trials(), ""),
                          tuning.trials(),
                          metric,
                          Optional.empty(),
                          Optional.empty());
                  return new FrozenSweep(
                      registry.enter(tuning.experiment(), absolute, document, plan),
                      plan,
                      Optional.empty());
                });
    Plan plan =
        plan(
            runs(experiment),
            experiment.runs(),
            metric,
            trials.map(sweep -> sweep.experiment().key()),
            experiment
                .halving()
                .map(halving -> new PlannedHalving(halving.factor(), halving.minimumSteps())));
    return new FrozenSweep(
        registry.enter(experiment.header().name(), absolute, document, plan), plan, trials);
  }

  private static Plan plan(
      List<PlannedRun> runs,
      List<RunPlan> plans,
      Metric metric,
      Optional<String> trials,
      Optional<PlannedHalving> halving) {
    Set<PluginUsed> plugins = new LinkedHashSet<>();
    plans.forEach(plan -> plugins.addAll(Provenance.plugins(plan)));
    return new Plan(runs, List.copyOf(plugins), Optional.of(metric.key()), trials, halving);
  }

  /** All runs; where something is tuned, those of every candidate, of which one will be chosen. */
  private static List<PlannedRun> runs(Experiment experiment) {
    if (experiment.tuning().isEmpty()) {
      return planned(experiment.runs(), "");
    }
    List<PlannedRun> runs = new ArrayList<>();
    for (Tuning.Candidate candidate : experiment.tuning().get().candidates()) {
      runs.addAll(planned(candidate.runs(), candidate.name()));
    }
    return runs;
  }

  private static List<PlannedRun> planned(List<RunPlan> plans, String choice) {
    return plans.stream()
        .map(
            plan ->
                new PlannedRun(plan.variant(), choice, plan.seed(), Json.write(plan.settings())))
        .toList();
  }

  /** The plan of an experiment that was entered before; empty if it has none. */
  public static Optional<FrozenSweep> of(
      org.ablate.registry.Experiment experiment, Registry registry) {
    return registry
        .plan(experiment)
        .map(
            plan ->
                new FrozenSweep(
                    experiment,
                    plan,
                    plan.trials()
                        .flatMap(registry::experiment)
                        .flatMap(trials -> of(trials, registry))));
  }

  /**
   * Requires that what the sweep was planned with is what is installed.
   *
   * @throws RequestException if a plugin is missing or another; the message names it
   */
  public void requirePlugins(List<PluginOrigin> installed) {
    for (PluginUsed planned : plan.plugins()) {
      List<PluginOrigin> found =
          installed.stream().filter(origin -> origin.name().equals(planned.name())).toList();
      if (found.stream().noneMatch(origin -> origin.sha256().equals(planned.sha256()))) {
        throw new RequestException(
            "the sweep was planned with the plugin %s %s (SHA-256 %s), but %s; install that one, or start anew without --resume"
                .formatted(
                    planned.name(),
                    planned.version(),
                    digits(planned.sha256()),
                    found.isEmpty()
                        ? "it is not installed"
                        : "%s %s (SHA-256 %s) is installed"
                            .formatted(
                                found.get(0).name(),
                                found.get(0).version(),
                                digits(found.get(0).sha256()))));
      }
    }
    trials.ifPresent(sweep -> sweep.requirePlugins(installed));
  }

  private static String digits(String sha256) {
    return sha256.substring(0, Math.min(HASH_DIGITS, sha256.length()));
  }

  /** How many runs can go on at the same time. */
  public int mostAtOnce() {
    return Math.max(plan.runs().size(), trials.map(FrozenSweep::mostAtOnce).orElse(0));
  }

  /** What decides between models; empty in plans of a time when that was not written down. */
  Optional<Metric> plannedMetric() {
    return plan.metric().map(Metric::ofKey);
  }

  /**
   * What decides between models.
   *
   * @throws RequestException if the plan does not say it
   */
  public Metric metric() {
    return plannedMetric()
        .orElseThrow(
            () ->
                new RequestException(
                    "the sweep %s was planned by an earlier version of Ablate, which did not write down what decides between models; start anew without --resume"
                        .formatted(experiment.name())));
  }

  /** How a run is trained. */
  public TrainingSettings training(Variants installed) {
    return first(installed).composition().training();
  }

  private RunPlan first(Variants installed) {
    var settings = Json.read("the plan of " + experiment.name(), plan.runs().get(0).settings());
    return Experiment.of(experiment.name(), settings, List.of(), installed).runs().get(0);
  }

  /** Every planned run. */
  List<Assignment> assignments() {
    return IntStream.range(0, plan.runs().size())
        .mapToObj(
            i -> new Assignment(experiment, i, plan.runs().get(i), List.of(), Optional.empty()))
        .toList();
  }
}
