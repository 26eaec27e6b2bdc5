package org.ablate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ablate.app.Program.Result;
import org.ablate.document.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A small ablation, trained for real, and what can be done with its runs. */
class RunIT {
  private static final String EXPERIMENT =
      """
      description: Does the copy need a window?
      task: {name: copy, symbols: 4, lengths: {min: 2, max: 4}, examples: {train: 200, validation: 20, test: 20}}
      tokenizer: symbol
      model:
        architecture: decoder
        d_model: 16
        n_heads: 2
        n_layers: 1
        d_ff: 32
        dropout: 0.0
        positional_encoding: rotary
      training: {steps: 20, batch_size: 16, warmup_steps: 5, evaluate_every: 10, checkpoint_every: 10}
      variants:
        full: {model.attention: scaled-dot-product}
        window: {model.attention: {name: sliding-window, window: 2}}
      seeds: [1, 2]
      """;

  @TempDir static Path folder;
  private static Result first;

  @BeforeAll
  static void run_the_experiment() throws IOException {
    Files.writeString(folder.resolve("small.yaml"), EXPERIMENT);
    first = program().run("run", "small.yaml");
  }

  @Test
  void the_table_names_every_variant_and_the_page() throws IOException {
    assertEquals(0, first.exitCode(), first.err());
    assertTrue(first.out().contains("full"), first.out());
    assertTrue(first.out().contains("window"), first.out());
    assertTrue(first.out().contains("Report: runs/small/report.html"), first.out());
    assertTrue(Files.size(folder.resolve("runs/small/report.html")) > 100_000);
  }

  @Test
  void the_registry_lists_all_runs_as_finished() {
    Result result = program().here("runs");

    assertEquals(0, result.exitCode(), result.err());
    assertEquals(
        4, result.out().lines().filter(l -> l.contains(" finished ")).count(), result.out());
  }

  @Test
  void running_again_with_resume_repeats_nothing() {
    Result result = program().here("run", program().at("small.yaml"), "--resume");

    assertEquals(0, result.exitCode(), result.err());
    assertEquals(
        4, result.out().lines().filter(l -> l.endsWith("finished already")).count(), result.out());
  }

  @Test
  void the_same_seed_gives_the_same_numbers() {
    Result result = program().run("run", "small.yaml", "--out", "again", "--json");

    assertEquals(0, result.exitCode(), result.err());
    Json.read(result.out());
    Result original = program().here("runs", "--json");
    Result again = Program.inThisProcess("runs", "--json", "--out", program().at("again"));
    assertEquals(losses(original), losses(again));
  }

  private static List<String> losses(Result runs) {
    return runs.out()
        .lines()
        .filter(l -> l.contains("\"test/loss\""))
        .map(String::strip)
        .sorted()
        .toList();
  }

  @Test
  void a_run_can_be_asked() {
    Result result = program().here("predict", "small/full/seed-1", "--input", "1 2 3");

    assertEquals(0, result.exitCode(), result.err());
    assertEquals(1, result.out().lines().count(), result.out());
  }

  @Test
  void a_run_shows_what_it_attends_to() {
    Result result = program().here("inspect", "small/full/seed-1", "--input", "1 2 3");

    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("self-attention, layer 1, head 2"), result.out());
  }

  @Test
  void a_run_shows_any_named_value() {
    Result result =
        program()
            .here(
                "inspect",
                "small/full/seed-1",
                "--input",
                "1 2 3",
                "--value",
                "decoder.layer.0.self_attention.weights");

    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result.out().startsWith("decoder.layer.0.self_attention.weights [batch=1, head=2, query="),
        result.out());
  }

  @Test
  void a_run_lists_its_learnable_parameters() {
    Result result = program().here("describe", "small/full/seed-1");

    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("decoder.layer.0.self_attention.query.weight"), result.out());
  }

  @Test
  void a_model_with_a_table_of_positions_is_compared_within_it() {
    Result result =
        program()
            .run(
                "run",
                "small.yaml",
                "--set",
                "model.positional_encoding={name: learned, length: 12}",
                "--set",
                "training.steps=2",
                "--set",
                "seeds=[1]",
                "--out",
                "short");

    assertEquals(0, result.exitCode(), result.out() + result.err());
  }

  @Test
  void a_run_names_the_values_that_can_be_shown() {
    Result result =
        program().here("inspect", "small/full/seed-1", "--input", "1 2 3", "--value", "list");

    assertEquals(0, result.exitCode(), result.err());
    assertEquals(
        """
        decoder.embedding.tokens
        decoder.embedding.positioned
        decoder.layer.0.self_attention.queries
        decoder.layer.0.self_attention.keys
        decoder.layer.0.self_attention.values
        decoder.layer.0.self_attention.scores
        decoder.layer.0.self_attention.weights
        decoder.layer.0.self_attention.heads
        decoder.layer.0.feed_forward.hidden
        decoder.layer.0.output
        logits
        """,
        result.out());
  }

  static Stream<List<String>> commands_about_a_run() {
    return Stream.of(
        List.of("describe", "small/full/seed-1"),
        List.of("predict", "small/full/seed-1", "--input", "1 2 3"),
        List.of("inspect", "small/full/seed-1", "--input", "1 2 3"),
        List.of("inspect", "small/full/seed-1", "--input", "1 2 3", "--value", "list"),
        List.of("inspect", "small/full/seed-1", "--input", "1 2 3", "--value", "logits"),
        List.of("inspect", "small/full/seed-1", "--input", "1 2 3", "--steps"),
        List.of("export", "small/full/seed-1", "--onnx", folder + "/full.onnx"),
        List.of("report", "small/full/seed-1"),
        List.of("runs", "show", "small/full/seed-1"));
  }

  @ParameterizedTest
  @MethodSource("commands_about_a_run")
  void with_json_there_is_one_document_and_nothing_else(List<String> command) {
    List<String> arguments = new ArrayList<>(command);
    arguments.add("--json");

    Result result = program().here(arguments.toArray(String[]::new));

    assertEquals(0, result.exitCode(), result.err());
    Json.read(result.out());
    assertEquals("", result.err());
  }

  @Test
  void a_run_is_exported() {
    Result result =
        program().here("export", "small/window/seed-2", "--onnx", program().at("window.onnx"));

    assertEquals(0, result.exitCode(), result.err());
    assertEquals("Wrote %s\n".formatted(program().at("window.onnx")), result.out());
    assertTrue(Files.exists(folder.resolve("window.onnx")));
  }

  @Test
  void its_models_agree_with_onnx_runtime() {
    Result result = Program.inThisProcess("verify", program().at("small.yaml"));

    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().endsWith("none disagrees.\n"), result.out());
  }

  @Test
  void a_run_is_reproduced_from_its_record_to_the_last_bit() {
    Result result = program().here("reproduce", "small/window/seed-1");

    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result.out().endsWith(" recorded values are the same bits.\n")
            && result.out().contains("small/window/seed-1 is reproduced: all "),
        result.out());
  }

  @Test
  void a_dry_run_shows_the_plan_and_leaves_nothing_behind() {
    Result result =
        Program.inThisProcess(
            "run", program().at("small.yaml"), "--dry-run", "--out", program().at("dry"));

    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result
            .out()
            .startsWith(
                "variant  runs  steps  tokens  parameters  FLOPs/token  state bytes  minutes/run\n"),
        result.out());
    assertTrue(result.out().contains("\nwindow      2     20   "), result.out());
    assertTrue(Files.notExists(folder.resolve("dry")));
  }

  @Test
  void an_unknown_run_is_one_line() {
    Result result = program().here("predict", "nothing", "--input", "1");

    assertEquals(2, result.exitCode());
    assertEquals(1, result.err().lines().count(), result.err());
  }

  @Test
  void a_gpu_that_is_not_there_is_one_line() {
    if (Files.exists(Path.of("/dev/nvidiactl"))) {
      return;
    }
    Result result =
        Program.inThisProcess(
            "run",
            program().at("small.yaml"),
            "--set",
            "training.device=cuda",
            "--out",
            program().at("gpu"));

    assertEquals(1, result.exitCode());
    assertEquals(1, result.err().lines().count(), result.err());
  }

  private static Program program() {
    return new Program(folder);
  }
}
