package org.ablate.app.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.data.DataStore;
import org.ablate.data.ExperimentFiles;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Yaml;
import org.ablate.experiment.Experiment;
import org.ablate.experiment.RunPlan;
import org.ablate.plugin.DataFiles;
import org.ablate.registry.NewRun;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunFilter;
import org.ablate.registry.RunRecorder;
import org.ablate.registry.RunStatus;
import org.ablate.training.checkpoint.Checkpoints;

/** All runs of an experiment, one after the other. */
public final class Sweep {
  private final Experiment experiment;
  private final Path file;
  private final Path out;
  private final boolean resume;
  private final Registry registry;
  private final DataStore store;
  private volatile RunExecution current;
  private volatile boolean stopped;

  /**
   * Prepares a sweep.
   *
   * @param file where the experiment was read from
   * @param out where its folder is made
   * @param resume whether runs that were interrupted go on, and finished ones stay as they are;
   *     otherwise all start anew
   * @param store where data sets come from
   */
  public Sweep(
      Experiment experiment,
      Path file,
      Path out,
      boolean resume,
      Registry registry,
      DataStore store) {
    this.experiment = experiment;
    this.file = file;
    this.out = out;
    this.resume = resume;
    this.registry = registry;
    this.store = store;
  }

  /** Ends the run that is being trained, with a checkpoint, and starts no other. Any thread may. */
  public void stop() {
    stopped = true;
    RunExecution running = current;
    if (running != null) {
      running.stop();
    }
  }

  /**
   * Carries all runs out. One that fails does not keep the others from running.
   *
   * @param console what people read
   * @param terminal whether the console can show bars
   * @return the runs as the registry has them
   */
  public List<Run> run(PrintWriter console, boolean terminal) {
    var entered =
        registry.enter(
            experiment.header().name(), file.toAbsolutePath(), Yaml.write(documentWithBaseline()));
    Map<String, String> environment =
        Provenance.environment(experiment.runs().get(0).composition().training(), file);
    DataFiles files = ExperimentFiles.beside(file, store);
    for (RunPlan plan : experiment.runs()) {
      if (stopped) {
        break;
      }
      RunFolder folder = RunFolder.of(out, experiment.header().name(), plan.variant(), plan.seed());
      NewRun newRun =
          new NewRun(
              entered,
              plan.variant(),
              plan.seed(),
              Json.write(plan.settings()),
              Provenance.plugins(plan),
              environment,
              folder.path().toAbsolutePath());
      run(plan, folder, newRun, files, console, terminal);
    }
    return latestRuns();
  }

  /** The baseline may be stated by its settings; whoever reads the record knows only names. */
  private Mapping documentWithBaseline() {
    Mapping document = experiment.document();
    return experiment
        .header()
        .baseline()
        .map(name -> document.with("baseline", name))
        .orElse(document);
  }

  private void run(
      RunPlan plan,
      RunFolder folder,
      NewRun newRun,
      DataFiles files,
      PrintWriter console,
      boolean terminal) {
    Optional<Run> earlier = earlier(plan);
    if (resume && earlier.isPresent() && isFinished(earlier.get(), folder)) {
      console.printf("%s: finished already%n", newRun.id());
      return;
    }
    if (!resume) {
      folder.clear();
    }
    RunFolder.write(folder.settings(), Yaml.write(plan.settings()));
    try (RunRecorder recorder = recorder(newRun, earlier, folder);
        Progress progress = new Progress(plan.variant(), console, terminal)) {
      try {
        RunExecution execution = new RunExecution(plan, folder, files);
        current = execution;
        if (stopped) {
          execution.stop();
        }
        execution.execute(recorder, progress);
      } catch (RuntimeException | OutOfMemoryError e) {
        recorder.failed(e.getMessage() == null ? e.toString() : e.getMessage());
        console.printf("%s failed: %s%n", newRun.id(), e.getMessage());
      }
    } finally {
      current = null;
    }
  }

  private boolean isFinished(Run run, RunFolder folder) {
    return run.status() == RunStatus.FINISHED && RunOutcome.read(folder).isPresent();
  }

  private RunRecorder recorder(NewRun newRun, Optional<Run> earlier, RunFolder folder) {
    if (!resume || earlier.isEmpty()) {
      return registry.start(newRun);
    }
    int reached = new Checkpoints(folder.checkpoints()).latest().orElse(0);
    return registry.resume(earlier.get(), reached);
  }

  private Optional<Run> earlier(RunPlan plan) {
    return registry
        .list(
            RunFilter.all()
                .ofExperiment(experiment.header().name())
                .ofVariant(plan.variant())
                .withSeed(plan.seed())
                .newest(1))
        .stream()
        .filter(run -> registry.settings(run).equals(Json.write(plan.settings())))
        .findFirst();
  }

  private List<Run> latestRuns() {
    return experiment.runs().stream().flatMap(plan -> earlier(plan).stream()).toList();
  }
}
