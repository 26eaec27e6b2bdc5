package org.ablate.app.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.data.DataStore;
import org.ablate.data.ExperimentFiles;
import org.ablate.document.Json;
import org.ablate.document.Yaml;
import org.ablate.experiment.Experiment;
import org.ablate.experiment.RunPlan;
import org.ablate.plugin.installed.Variants;
import org.ablate.registry.Lineage;
import org.ablate.registry.NewRun;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunRecorder;
import org.ablate.training.checkpoint.Checkpoints;
import org.ablate.training.loop.TrainingListener;

/** Carries planned runs out, one after the other, in this process. */
public final class Trainer {
  private final Registry registry;
  private final Variants installed;
  private final Path out;
  private final DataStore store;
  private final PreparedData data;
  private final Map<Object, Map<String, String>> environments = new HashMap<>();
  private volatile RunExecution current;
  private volatile boolean stopped;

  /**
   * Prepares the work.
   *
   * @param out the folder of runs
   * @param store where data sets come from
   * @param data keeps what the tasks gave
   */
  public Trainer(
      Registry registry, Variants installed, Path out, DataStore store, PreparedData data) {
    this.registry = registry;
    this.installed = installed;
    this.out = out;
    this.store = store;
    this.data = data;
  }

  /** Ends the run that is being trained, with a checkpoint. Any thread may. */
  void stop() {
    stopped = true;
    RunExecution running = current;
    if (running != null) {
      running.stop();
    }
  }

  /**
   * Carries a run out, or goes on with it where it was left.
   *
   * @return the run as it then is; one that fails is no exception
   */
  Run carryOut(Assignment assignment, TrainingListener listener) {
    RunPlan plan = plan(assignment);
    RunFolder folder = assignment.folder(out);
    Optional<Run> earlier = assignment.recorded(registry);
    if (earlier.isEmpty()) {
      folder.clear();
    }
    RunFolder.write(folder.settings(), Yaml.write(plan.settings()));
    try (RunRecorder recorder = recorder(assignment, plan, folder, earlier)) {
      assignment
          .tunedBy()
          .forEach(key -> recorder.record(new Lineage(Lineage.Relation.TUNED_BY, key)));
      try {
        current =
            new RunExecution(
                plan,
                folder,
                ExperimentFiles.beside(assignment.experiment().file(), store),
                data,
                InitialModel.find(plan.composition(), registry, installed));
        if (stopped) {
          current.stop();
        }
        current.execute(recorder, listener, assignment.rung());
      } catch (RuntimeException | Error e) {
        // Of a plugin's errors, too: it may lack a class, or call itself without end.
        if (!stopped) { // libraries fail as they like while the process ends: that is no result
          recorder.failed(reason(e));
        }
      }
      return registry.find(recorder.key());
    } finally {
      current = null;
    }
  }

  /** What an error says is often no more than a name. */
  private static String reason(Throwable e) {
    return e instanceof Error || e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private RunPlan plan(Assignment assignment) {
    var settings = Json.read("the plan of " + assignment.id(), assignment.run().settings());
    return Experiment.of(assignment.experiment().name(), settings, List.of(), installed)
        .runs()
        .get(0);
  }

  private RunRecorder recorder(
      Assignment assignment, RunPlan plan, RunFolder folder, Optional<Run> earlier) {
    if (earlier.isPresent()) {
      int reached = new Checkpoints(folder.checkpoints()).latest().orElse(0);
      return registry.resume(earlier.get(), reached);
    }
    var training = plan.composition().training();
    return registry.start(
        new NewRun(
            assignment.experiment(),
            plan.variant(),
            plan.seed(),
            assignment.run().settings(),
            Provenance.plugins(plan),
            environments.computeIfAbsent(
                List.of(training.device(), training.precision(), training.threads()),
                device -> Provenance.environment(training, assignment.experiment().file())),
            folder.path().toAbsolutePath()));
  }
}
