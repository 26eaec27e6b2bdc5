package org.ablate.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.ablate.registry.Experiment;
import org.ablate.registry.NewRun;
import org.ablate.registry.Plan;
import org.ablate.registry.PlannedRun;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunFilter;
import org.ablate.registry.RunRecorder;
import org.ablate.tensor.Array;
import org.ablate.training.TrainingSettings;
import org.ablate.training.checkpoint.Checkpoint;
import org.ablate.training.checkpoint.Checkpoints;
import org.ablate.training.checkpoint.ScoredStep;
import org.ablate.training.checkpoint.TrainingState;
import org.ablate.training.evaluation.Metric;
import org.ablate.training.evaluation.Scores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What travels to another machine and back. */
class ParcelTest {
  private static final String FROM_ANOTHER =
      "{\"initialize\": {\"from\": \"pretraining/base/seed-1\"}}";

  @TempDir Path folder;
  private Path out;
  private Registry registry;

  @BeforeEach
  void open() {
    out = folder.resolve("runs");
    registry = Registry.open(out.resolve("registry.db"));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Assignment planned(String settings) {
    Plan plan =
        new Plan(
            List.of(new PlannedRun("base", "", 1, settings)),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new Assignment(
        registry.enter("sentiment", Path.of("sentiment.yaml"), "", plan),
        0,
        plan.runs().get(0),
        List.of(),
        Optional.empty());
  }

  private static Run record(Registry registry, Experiment experiment, String settings, Path files) {
    NewRun run = new NewRun(experiment, "base", 1, settings, List.of(), Map.of(), files);
    try (RunRecorder recorder = registry.start(run)) {
      recorder.finished(Map.of("test/loss", 0.25));
      return registry.find(recorder.key());
    }
  }

  private Run pretrained() throws IOException {
    RunFolder files = RunFolder.of(out, "pretraining", "base", 1);
    Checkpoints checkpoints = new Checkpoints(files.checkpoints());
    Scores scores = new Scores(Map.of(Metric.LOSS, 0.5));
    checkpoints.write(
        new Checkpoint(
            new TrainingState(
                7,
                1,
                TrainingSettings.DEFAULTS,
                "a model",
                "00ff",
                Optional.of(ScoredStep.of(7, scores)),
                70,
                0.5,
                "AAEC"),
            Map.of("w", Array.of(new float[] {1, 2}, 2)),
            Map.of()));
    Files.writeString(files.checkpoints().resolve("tokenizer.json"), "{}");
    Experiment experiment = registry.enter("pretraining", Path.of("pretraining.yaml"), "");
    return record(registry, experiment, "{}", files.path());
  }

  /** Sends a parcel to another folder, as to another machine. */
  private Parcel send(Assignment assignment) {
    Path file = folder.resolve("parcel.zip");
    Parcel.of(assignment, registry, out, folder.resolve("packed")).write(file);
    return Parcel.read(file, folder.resolve("there"));
  }

  @Test
  void the_weights_that_a_run_starts_from_travel_with_it() throws IOException {
    Run pretrained = pretrained();

    Parcel parcel = send(planned(FROM_ANOTHER));

    try (Registry there = parcel.registry()) {
      Run origin = there.find("pretraining/base/seed-1");
      Checkpoints checkpoints = new Checkpoints(new RunFolder(origin.folder()).checkpoints());
      assertEquals(pretrained.key(), origin.key());
      assertEquals(OptionalInt.of(7), checkpoints.best());
      assertEquals(List.of("w"), List.copyOf(checkpoints.weights(7).keySet()));
    }
  }

  @Test
  void a_run_that_draws_its_weights_travels_alone() {
    Parcel parcel = send(planned("{\"initialize\": {\"from\": null}}"));

    try (Registry there = parcel.registry()) {
      assertEquals(List.of(), there.list(RunFilter.all()));
    }
  }

  @Test
  void what_was_made_of_a_run_takes_the_place_of_its_earlier_files() throws IOException {
    Assignment assignment = planned("{}");
    Path files = Files.createDirectories(assignment.folder(out).path());
    Files.writeString(files.resolve("log.txt"), "earlier");
    Parcel parcel = send(assignment);
    Path made = Files.createDirectories(assignment.folder(parcel.folder()).path());
    Files.writeString(made.resolve("outcome.json"), "{}");
    try (Registry there = parcel.registry()) {
      record(there, assignment.experiment(), "{}", made);
    }

    Run run = parcel.deliver(assignment, registry, out);

    assertEquals(Map.of("test/loss", 0.25), run.summary());
    assertEquals(List.of("outcome.json"), names(files));
    assertEquals(List.of("seed-1"), names(files.getParent()));
  }

  private static List<String> names(Path folder) throws IOException {
    try (var paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
