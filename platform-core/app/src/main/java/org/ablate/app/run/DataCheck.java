package org.ablate.app.run;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.ablate.data.DataStore;
import org.ablate.data.ExperimentFiles;
import org.ablate.document.DocumentException;
import org.ablate.document.Location;
import org.ablate.experiment.Experiment;
import org.ablate.experiment.RunPlan;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Task;

/** Finds out whether the tasks of an experiment have their data, before anything runs. */
public final class DataCheck {
  private DataCheck() {}

  /**
   * Asks each task for all of its splits.
   *
   * @param store where data sets come from
   * @param data keeps what the tasks gave
   * @throws DocumentException if a task refuses; the message says why
   */
  public static void check(Experiment experiment, Path file, DataStore store, PreparedData data) {
    DataFiles files = ExperimentFiles.beside(file, store);
    Set<Task> asked = new HashSet<>();
    for (RunPlan plan : experiment.runs()) {
      var task = plan.composition().task();
      if (!asked.add(task.component())) {
        continue;
      }
      try {
        data.examples(task.component(), files);
      } catch (IllegalArgumentException e) {
        throw new DocumentException(
            Location.whole(file.toString()),
            "task '%s': %s".formatted(task.name(), e.getMessage()));
      }
    }
  }
}
