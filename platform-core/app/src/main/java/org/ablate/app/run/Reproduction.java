package org.ablate.app.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.ablate.app.RequestException;
import org.ablate.data.DataStore;
import org.ablate.data.ExperimentFiles;
import org.ablate.document.Json;
import org.ablate.plugin.installed.Variants;
import org.ablate.registry.Experiment;
import org.ablate.registry.MetricPoint;
import org.ablate.registry.NewRun;
import org.ablate.registry.PluginUsed;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunRecorder;
import org.ablate.registry.RunStatus;

/**
 * A run beside its repetition, which was trained from what the registry knows of the run and from
 * nothing else, in a folder and with a registry of its own.
 *
 * @param run the run that was repeated
 * @param compared how many recorded values were looked at
 * @param partings the first value of each metric that is not the same bits, the earliest first
 * @param changes what the repetition ran on that the run did not
 */
public record Reproduction(Run run, int compared, List<Parting> partings, List<Change> changes) {

  /**
   * Where a metric leaves the record.
   *
   * @param metric the series, or the final metric
   * @param step the step; empty of a final metric
   * @param recorded what was recorded
   * @param repeated what the repetition came to; empty where it has no value
   */
  public record Parting(
      String metric, Optional<Long> step, double recorded, Optional<Double> repeated) {}

  /**
   * Something in which the two ran on different ground.
   *
   * @param name a library, a plugin, a part of the machine
   * @param recorded what it was; empty if it was not recorded
   * @param repeated what it is; empty if it is not there any more
   */
  public record Change(String name, Optional<String> recorded, Optional<String> repeated) {}

  /** Whether every recorded value came again, to the last bit. */
  public boolean isExact() {
    return partings.isEmpty();
  }

  /**
   * Trains a run again and compares.
   *
   * @param registry what knows the run
   * @param installed the variants that the run is made of
   * @param store where data sets come from
   * @param console where progress is shown
   * @throws RequestException if the run is still being run, or recorded no value
   */
  public static Reproduction of(
      RecordedRun recorded,
      Registry registry,
      Variants installed,
      DataStore store,
      PrintWriter console,
      boolean terminal) {
    Run run = recorded.run();
    if (run.status() == RunStatus.RUNNING) {
      throw new RequestException(
          "%s is still being run; there is nothing to compare with yet".formatted(run.id()));
    }
    if (registry.points(run).isEmpty()) {
      throw new RequestException("%s recorded no value that could be compared".formatted(run.id()));
    }
    Path home = temporaryFolder();
    try (Registry own = Registry.open(home.resolve("registry.db"))) {
      Path file = experimentFile(registry, run);
      RunFolder folder = new RunFolder(home.resolve("run"));
      NewRun again =
          new NewRun(
              own.enter(run.experiment(), file, ""),
              run.variant(),
              run.seed(),
              Json.write(recorded.plan().settings()),
              Provenance.plugins(recorded.plan()),
              Provenance.environment(recorded.plan().composition().training(), file),
              folder.path());
      RunExecution execution =
          new RunExecution(
              recorded.plan(),
              folder,
              ExperimentFiles.beside(file, store),
              new PreparedData(),
              InitialModel.find(recorded.plan().composition(), registry, installed));
      return compare(registry, run, own, train(execution, again, own, console, terminal));
    } finally {
      new RunFolder(home).clear();
    }
  }

  /** What relative paths of data start from; a run whose experiment is gone has none. */
  private static Path experimentFile(Registry registry, Run run) {
    return registry
        .experiment(run.experimentKey())
        .map(Experiment::file)
        .orElse(Path.of("experiment.yaml").toAbsolutePath());
  }

  private static Run train(
      RunExecution execution, NewRun again, Registry own, PrintWriter console, boolean terminal) {
    try (RunRecorder recorder = own.start(again);
        Progress progress = new Progress(again.variant(), console, terminal)) {
      execution.execute(recorder, progress);
      return own.find(recorder.key());
    }
  }

  static Reproduction compare(Registry registry, Run run, Registry own, Run repeated) {
    List<Parting> partings = new ArrayList<>();
    Map<String, List<MetricPoint>> again = own.points(repeated);
    int compared = run.summary().size();
    for (Map.Entry<String, List<MetricPoint>> series : registry.points(run).entrySet()) {
      compared += series.getValue().size();
      parting(series.getValue(), again.getOrDefault(series.getKey(), List.of()))
          .ifPresent(partings::add);
    }
    partings.sort(Comparator.comparing(parting -> parting.step().orElseThrow()));
    run.summary()
        .forEach(
            (metric, value) -> {
              Optional<Double> other = Optional.ofNullable(repeated.summary().get(metric));
              if (!isSame(value, other)) {
                partings.add(new Parting(metric, Optional.empty(), value, other));
              }
            });
    return new Reproduction(run, compared, partings, changes(registry, run, own, repeated));
  }

  private static Optional<Parting> parting(List<MetricPoint> recorded, List<MetricPoint> repeated) {
    Map<Long, Double> byStep = new HashMap<>();
    repeated.forEach(point -> byStep.put(point.step(), point.value()));
    return recorded.stream()
        .map(
            point ->
                new Parting(
                    point.series(),
                    Optional.of(point.step()),
                    point.value(),
                    Optional.ofNullable(byStep.get(point.step()))))
        .filter(parting -> !isSame(parting.recorded(), parting.repeated()))
        .findFirst();
  }

  private static boolean isSame(double recorded, Optional<Double> repeated) {
    return repeated.isPresent()
        && Double.doubleToLongBits(recorded) == Double.doubleToLongBits(repeated.get());
  }

  private static List<Change> changes(Registry registry, Run run, Registry own, Run repeated) {
    Map<String, String> before = ground(registry, run);
    Map<String, String> after = ground(own, repeated);
    List<Change> changes = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      Change change =
          new Change(
              name, Optional.ofNullable(before.get(name)), Optional.ofNullable(after.get(name)));
      if (!change.recorded().equals(change.repeated())) {
        changes.add(change);
      }
    }
    return changes;
  }

  private static Map<String, String> ground(Registry registry, Run run) {
    Map<String, String> ground = new HashMap<>(registry.environment(run));
    for (PluginUsed plugin : registry.plugins(run)) {
      ground.put("plugin " + plugin.name(), plugin.version() + " " + plugin.sha256());
    }
    return ground;
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("ablate-reproduce-");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder: " + e.getMessage(), e);
    }
  }
}
