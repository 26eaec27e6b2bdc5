package org.ablate.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ablate.app.Platform;
import org.ablate.data.Catalogue;
import org.ablate.data.DataStore;
import org.ablate.experiment.CostModel;
import org.ablate.experiment.Experiment;
import org.ablate.host.PluginFolder;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunStatus;
import org.ablate.training.evaluation.Metric;
import org.ablate.training.loop.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a run ends that something goes wrong in. */
class TrainerIT {
  private static final String EXPERIMENT =
      """
      task: {name: copy, symbols: 4, lengths: {min: 2, max: 4}, examples: {train: 20, validation: 10, test: 10}}
      tokenizer: symbol
      model: {architecture: decoder, d_model: 8, n_heads: 2, n_layers: 1, d_ff: 16}
      training: {steps: 2, batch_size: 4}
      """;

  @TempDir Path folder;

  private Run carryOut(TrainingListener listener) throws IOException {
    Path file = Files.writeString(folder.resolve("copy.yaml"), EXPERIMENT);
    DataStore none =
        new DataStore(Catalogue.standard(), folder, Optional.empty(), (fetched, bytes) -> {});
    try (Platform platform =
            Platform.start(
                new PluginFolder(folder.resolve("plugins")), List.of(), Optional.empty());
        Registry registry = Registry.open(folder.resolve("registry.db"))) {
      Experiment experiment =
          Experiment.read(file, List.of(), platform.variants(), CostModel.UNKNOWN);
      FrozenSweep sweep =
          FrozenSweep.freeze(experiment, file, Metric.EXACT_MATCH, registry, platform.variants());
      return new Trainer(registry, platform.variants(), folder, none, new PreparedData())
          .carryOut(sweep.assignments().get(0), listener);
    }
  }

  @Test
  void a_run_whose_part_calls_itself_without_end_has_failed() throws IOException {
    Run run =
        carryOut(
            new TrainingListener() {
              @Override
              public void started(int step, int steps) {
                throw new StackOverflowError();
              }
            });

    assertEquals(RunStatus.FAILED, run.status());
    assertEquals(Optional.of("java.lang.StackOverflowError"), run.failure());
  }

  @Test
  void a_run_whose_part_lacks_a_class_has_failed() throws IOException {
    Run run =
        carryOut(
            new TrainingListener() {
              @Override
              public void started(int step, int steps) {
                throw new NoClassDefFoundError("lab/Missing");
              }
            });

    assertEquals(Optional.of("java.lang.NoClassDefFoundError: lab/Missing"), run.failure());
  }
}
