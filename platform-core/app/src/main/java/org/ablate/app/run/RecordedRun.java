package org.ablate.app.run;

import java.util.List;
import org.ablate.app.RequestException;
import org.ablate.document.Json;
import org.ablate.experiment.Experiment;
import org.ablate.experiment.RunPlan;
import org.ablate.plugin.installed.Variants;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;

/**
 * A run that the registry knows, with all that is needed to use its model.
 *
 * @param run as the registry has it
 * @param plan what it was made of
 */
public record RecordedRun(Run run, RunPlan plan) {

  /**
   * Finds a run.
   *
   * @param name its id, a part of it, its key, or {@code latest}
   * @throws RequestException if a later run of the same id has taken its place on the disk
   */
  public static RecordedRun find(Registry registry, String name, Variants installed) {
    Run run = registry.find(name);
    requireFiles(run, registry.find(run.id()));
    String settings = registry.settings(run);
    Experiment experiment =
        Experiment.of(
            run.experiment(),
            Json.read("the recorded settings of " + run.id(), settings),
            List.of(),
            installed);
    return new RecordedRun(run, experiment.runs().get(0));
  }

  private static void requireFiles(Run run, Run newest) {
    if (!run.key().equals(newest.key()) && run.folder().equals(newest.folder())) {
      throw new RequestException(
          "the files of %s with the key %s were replaced by those of a later run of that id, %s; its record is still there: ablate runs show %s"
              .formatted(run.id(), run.key(), newest.key(), run.key()));
    }
  }

  public RunFolder folder() {
    return new RunFolder(run.folder());
  }

  /** Loads its model. */
  public LoadedRun load() {
    return LoadedRun.of(plan, folder());
  }
}
