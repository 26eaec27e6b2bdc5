package org.ablate.training.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.tensor.Array;
import org.ablate.training.TrainingSettings;
import org.ablate.training.data.Characters;
import org.ablate.training.data.Comparison;
import org.ablate.training.data.LabeledSequence;
import org.ablate.training.data.PairInOneSequence;
import org.ablate.training.data.Presentation;
import org.ablate.training.data.RunningText;
import org.ablate.training.data.SourceAndTarget;
import org.ablate.training.data.TaggedSequence;
import org.ablate.training.data.Vocabulary;
import org.ablate.training.evaluation.Metric;
import org.ablate.training.evaluation.Scores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  private static final float[] WEIGHTS = {0.1f, -2.5f};

  @TempDir Path folder;
  private Checkpoints checkpoints;

  @BeforeEach
  void open() {
    checkpoints = new Checkpoints(folder.resolve("checkpoints"));
  }

  @Test
  void a_folder_that_does_not_exist_has_no_checkpoint() {
    assertEquals(OptionalInt.empty(), checkpoints.latest());
    assertEquals(OptionalInt.empty(), checkpoints.best());
  }

  @Test
  void the_folder_of_a_step_has_the_same_name_in_every_locale() {
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertEquals(Path.of("step-00000120"), checkpoints.folder(120).getFileName());
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void a_checkpoint_is_read_back_as_it_was_written() {
    Checkpoint written = checkpoint(120, Optional.of(100));
    checkpoints.write(written);

    Checkpoint read = checkpoints.read(120);

    assertEquals(written.state(), read.state());
    assertArrayEquals(WEIGHTS, ((Array.Floats) read.weights().get("w")).values());
    assertEquals(3, read.optimizer().get("w.step").at(0));
    assertArrayEquals(WEIGHTS, ((Array.Floats) checkpoints.weights(120).get("w")).values());
  }

  @Test
  void a_checkpoint_from_before_a_setting_existed_has_its_default() throws IOException {
    Checkpoint written = checkpoint(120, Optional.of(100));
    checkpoints.write(written);
    Path file = checkpoints.folder(120).resolve("checkpoint.json");
    String json = Files.readString(file);
    String older = json.replaceAll("\"patience\"[^,]*,", "").replaceAll("\"name\"[^,]*,", "");
    assertNotEquals(json, older);
    Files.writeString(file, older);

    assertEquals(written.state(), checkpoints.read(120).state());
  }

  @Test
  void the_latest_checkpoint_is_that_of_the_highest_step_and_knows_the_best() {
    checkpoints.write(checkpoint(90, Optional.of(90)));
    checkpoints.write(checkpoint(1_000, Optional.of(90)));

    assertEquals(OptionalInt.of(1_000), checkpoints.latest());
    assertEquals(OptionalInt.of(90), checkpoints.best());
  }

  @Test
  void scores_that_are_infinite_are_left_out() {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.LOSS, 800.0);
    values.put(Metric.PERPLEXITY, Double.POSITIVE_INFINITY);

    assertEquals(
        Map.of(Metric.LOSS, 800.0), ScoredStep.of(1, new Scores(values)).toScores().values());
  }

  @Test
  void what_was_not_finished_is_no_checkpoint() throws IOException {
    checkpoints.write(checkpoint(1, Optional.empty()));
    Path unfinished = folder.resolve("checkpoints/.unfinished-step-00000002");
    Files.createDirectories(unfinished);
    Files.writeString(unfinished.resolve("model.safetensors"), "half");

    assertEquals(OptionalInt.of(1), checkpoints.latest());
    checkpoints.write(checkpoint(2, Optional.empty()));
    assertEquals(2, checkpoints.read(2).state().step());
  }

  @Test
  void old_and_unfinished_checkpoints_are_deleted_and_nothing_else() throws IOException {
    for (int step = 1; step <= 4; step++) {
      checkpoints.write(checkpoint(step, Optional.empty()));
    }
    Files.createDirectories(folder.resolve("checkpoints/.unfinished-step-00000005"));
    Files.createDirectories(folder.resolve("checkpoints/.deleted-step-00000006"));
    Files.writeString(folder.resolve("checkpoints/notes.txt"), "mine");

    checkpoints.keepOnly(Set.of(2, 4));

    try (Stream<Path> left = Files.list(folder.resolve("checkpoints"))) {
      assertEquals(
          List.of("notes.txt", "step-00000002", "step-00000004"),
          left.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void a_copy_of_the_best_step_has_its_weights_and_knows_that_it_is_the_best() throws IOException {
    checkpoints.write(checkpoint(10, Optional.of(10)));
    checkpoints.write(checkpoint(30, Optional.of(10)));
    checkpoints.write(
        new RunningText(
            Vocabulary.fit(new Characters(), List.of(new Example.Text("ab")), DataFiles.none()),
            4));
    Checkpoints copy = new Checkpoints(folder.resolve("copy"));

    checkpoints.copyBest(folder.resolve("copy"));

    assertEquals(OptionalInt.of(10), copy.best());
    assertEquals(checkpoints.weightsSha256(10), copy.weightsSha256(10));
    assertArrayEquals(WEIGHTS, ((Array.Floats) copy.weights(10).get("w")).values());
    assertEquals(
        checkpoints.tokenizer(new Characters()).save(), copy.tokenizer(new Characters()).save());
  }

  @Test
  void a_run_that_was_never_evaluated_has_no_best_step_to_copy() {
    checkpoints.write(checkpoint(10, Optional.empty()));

    refuses(
        "no checkpoint in " + folder.resolve("checkpoints") + " was evaluated",
        () -> checkpoints.copyBest(folder.resolve("copy")));
  }

  @Test
  void a_changed_byte_is_noticed() throws IOException {
    checkpoints.write(checkpoint(1, Optional.empty()));
    Path model = checkpoints.folder(1).resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length - 1] ^= 1;
    Files.write(model, bytes);

    refuses(
        model + " is damaged: its SHA-256 is not the one that checkpoint.json has",
        () -> checkpoints.read(1));
  }

  @Test
  void a_truncated_file_is_noticed() throws IOException {
    checkpoints.write(checkpoint(1, Optional.empty()));
    Path optimizer = checkpoints.folder(1).resolve("optimizer.safetensors");
    byte[] bytes = Files.readAllBytes(optimizer);
    Files.write(optimizer, java.util.Arrays.copyOf(bytes, bytes.length - 1));

    refuses(
        optimizer + " is damaged: its arrays have 8 bytes, but 7 follow the header",
        () -> checkpoints.read(1));
  }

  @Test
  void a_missing_file_is_named() throws IOException {
    checkpoints.write(checkpoint(1, Optional.empty()));
    Path model = checkpoints.folder(1).resolve("model.safetensors");
    Files.delete(model);

    refuses("cannot read " + model + ": it does not exist", () -> checkpoints.read(1));
  }

  @Test
  void a_checkpoint_of_another_format_is_refused() throws IOException {
    checkpoints.write(checkpoint(1, Optional.empty()));
    Path index = checkpoints.folder(1).resolve("checkpoint.json");
    Files.writeString(
        index,
        Files.readString(index)
            .replace("\"format\" : 1", "\"format\" : 2")
            .replace("\"format\": 1", "\"format\": 2"));

    refuses(
        index + " has the format 2, but this version reads the format 1 only",
        () -> checkpoints.read(1));
  }

  @Test
  void an_index_that_was_cut_off_is_damaged() throws IOException {
    checkpoints.write(checkpoint(1, Optional.empty()));
    Path index = checkpoints.folder(1).resolve("checkpoint.json");
    Files.writeString(index, Files.readString(index).substring(0, 40));

    CheckpointException mistake =
        assertThrows(CheckpointException.class, () -> checkpoints.read(1));
    assertTrue(mistake.getMessage().startsWith(index + " is damaged: "), mistake.getMessage());
  }

  @Test
  void a_checkpoint_that_cannot_be_written_says_where_and_leaves_nothing() throws IOException {
    Files.writeString(folder.resolve("checkpoints"), "a file where the folder should be");

    CheckpointException mistake =
        assertThrows(
            CheckpointException.class, () -> checkpoints.write(checkpoint(1, Optional.empty())));

    assertTrue(
        mistake.getMessage().startsWith("cannot write the checkpoint " + checkpoints.folder(1)),
        mistake.getMessage());
    assertFalse(Files.exists(checkpoints.folder(1)));
  }

  @Test
  void how_a_model_is_given_text_is_read_back() {
    Vocabulary vocabulary =
        Vocabulary.fit(new Characters(), List.of(new Example.Text("b\"é\n")), DataFiles.none());
    List<Presentation> presentations =
        List.of(
            new SourceAndTarget(vocabulary, Comparison.EXACT),
            new PairInOneSequence(vocabulary, Comparison.EXACT),
            new RunningText(vocabulary, 12),
            new TaggedSequence(vocabulary, List.of("x", "y")),
            new LabeledSequence(vocabulary, List.of("x", "y")));
    for (Presentation presentation : presentations) {
      checkpoints.write(presentation);
      assertEquals(presentation.toString(), checkpoints.presentation(new Characters()).toString());
    }
  }

  @Test
  void a_presentation_that_lacks_what_its_kind_needs_is_damaged() throws IOException {
    checkpoints.write(
        new RunningText(
            Vocabulary.fit(new Characters(), List.of(new Example.Text("ab")), DataFiles.none()),
            4));
    Path file = folder.resolve("checkpoints/presentation.json");
    Files.writeString(file, Files.readString(file).replace("running-text", "masked-text"));

    refuses(
        file + " is damaged: 'masking' is missing",
        () -> checkpoints.presentation(new Characters()));
  }

  @Test
  void a_random_state_that_was_changed_is_damaged() throws IOException {
    checkpoints.write(checkpoint(1, Optional.empty()));
    Path index = checkpoints.folder(1).resolve("checkpoint.json");
    Files.writeString(index, Files.readString(index).replace("AAEC", "AA!C"));

    CheckpointException mistake =
        assertThrows(CheckpointException.class, () -> checkpoints.read(1));
    assertTrue(mistake.getMessage().startsWith(index + " is damaged: "), mistake.getMessage());
    assertTrue(
        mistake.getMessage().contains("random must be Base64: Illegal base64 character 21"),
        mistake.getMessage());
  }

  @Test
  void a_missing_presentation_is_named() {
    refuses(
        "cannot read " + folder.resolve("checkpoints/presentation.json") + ": it does not exist",
        () -> checkpoints.presentation(new Characters()));
  }

  private static Checkpoint checkpoint(int step, Optional<Integer> best) {
    TrainingState state =
        new TrainingState(
            step,
            7,
            TrainingSettings.DEFAULTS,
            "a model",
            "00ff",
            best.map(
                s ->
                    ScoredStep.of(
                        s, new Scores(Map.of(Metric.EXACT_MATCH, 0.5, Metric.LOSS, 1.0 / 3)))),
            1_000,
            0.1 + 0.2,
            "AAEC");
    return new Checkpoint(
        state,
        Map.of("w", Array.of(WEIGHTS.clone(), 2)),
        Map.of("w.step", Array.of(new long[] {3}, 1)));
  }

  private static void refuses(String message, org.junit.jupiter.api.function.Executable reading) {
    CheckpointException mistake = assertThrows(CheckpointException.class, reading);
    assertEquals(message, mistake.getMessage());
  }
}
