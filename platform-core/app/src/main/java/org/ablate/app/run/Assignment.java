package org.ablate.app.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ablate.registry.Experiment;
import org.ablate.registry.PlannedRun;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunFilter;
import org.ablate.registry.RunStatus;

/**
 * A planned run that is to be carried out.
 *
 * @param experiment the experiment as it was entered in the registry
 * @param position its place in the plan
 * @param run what is planned
 * @param tunedBy the keys of the trials that decided for it
 * @param rung how far it goes for now; empty where it goes to its end
 */
public record Assignment(
    Experiment experiment,
    int position,
    PlannedRun run,
    List<String> tunedBy,
    Optional<Rung> rung) {

  /** The same as far as a rung. */
  Assignment until(Rung end) {
    return new Assignment(experiment, position, run, tunedBy, Optional.of(end));
  }

  /** The readable name of the run. */
  String id() {
    return "%s/%s/seed-%d".formatted(experiment.name(), run.variant(), run.seed());
  }

  /** Where the run keeps its files. */
  RunFolder folder(Path out) {
    return RunFolder.of(out, experiment.name(), run.variant(), run.seed());
  }

  /** The run as far as it has come; empty if it was never begun. */
  Optional<Run> recorded(Registry registry) {
    return registry
        .list(
            RunFilter.all()
                .ofExperiment(experiment.key())
                .ofVariant(run.variant())
                .withSeed(run.seed())
                .newest(1))
        .stream()
        .filter(found -> registry.settings(found).equals(run.settings()))
        .findFirst();
  }

  /** Whether nothing is left to be done: the run finished, or diverged, which it would again. */
  boolean isDone(Registry registry, Path out) {
    Optional<RunStatus> status = recorded(registry).map(Run::status);
    return status.equals(Optional.of(RunStatus.DIVERGED))
        || status.equals(Optional.of(RunStatus.FINISHED))
            && RunOutcome.readFigures(folder(out)).isPresent();
  }
}
