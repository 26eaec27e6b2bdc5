package org.ablate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ablate.app.Program.Result;
import org.ablate.onnx.OnnxModel;
import org.ablate.registry.Registry;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins without Java. */
class DefinedPluginIT {
  /** Some tens of roundings of float32 (6e-8 each), relative to losses of about one. */
  private static final double FLOAT32_ROUNDING = 1e-5;

  private static final String COMPOSED =
      """
      plugin: {name: com.acme.windows, version: 1.0.0}
      define:
        acme/near-and-gated:
          summary: a short window whose output is gated
          attention: {name: sliding-window, window: 4}
          query_key_norm: rms-norm
          output: gated-output
      """;

  private static final String EXPERIMENT =
      """
      task: {name: copy, examples: {train: 100, validation: 10, test: 10}}
      tokenizer: symbol
      model: {architecture: decoder, d_model: 16, n_heads: 2, n_layers: 1, d_ff: 16, positional_encoding: learned}
      training: {steps: 3, batch_size: 4}
      variants: {near: {model.attention: acme/near-and-gated}}
      """;

  @TempDir Path folder;

  private Program program() {
    return new Program(folder);
  }

  private Result run(String... arguments) {
    return program().run(arguments);
  }

  /** A command about runs in this process, which sees what was installed. */
  private Result here(String... arguments) {
    return program().here(seeingPlugins(arguments));
  }

  private Result verify(String kind, String name) {
    Result verified = Program.inThisProcess(seeingPlugins("verify", kind, name));
    assertEquals(0, verified.exitCode(), verified.out() + verified.err());
    return verified;
  }

  private String[] seeingPlugins(String... command) {
    Path installed = folder.resolve("plugins");
    Stream<String> plugins =
        Files.exists(installed) ? Stream.of("--plugins", installed.toString()) : Stream.empty();
    return Stream.concat(Stream.of(command), plugins).toArray(String[]::new);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  @Test
  void a_composed_attention_is_installed_described_verified_and_run() throws IOException {
    write("windows.yaml", COMPOSED);
    write("experiment.yaml", EXPERIMENT);

    Result installed = run("plugin", "install", "windows.yaml");
    assertEquals("Installed com.acme.windows 1.0.0.\n", installed.out(), installed.err());
    Result described = here("describe", "attention", "acme/near-and-gated");
    assertTrue(
        described.out().contains("a short window whose output is gated (attention:"),
        described.out());
    assertTrue(described.out().contains("Qiu et al. (2025)"), described.out());
    verify("attention", "acme/near-and-gated");
    Result ran = run("run", "experiment.yaml");
    assertEquals(0, ran.exitCode(), ran.out() + ran.err());
    succeed("reproduce", "latest");
  }

  @Test
  void what_does_not_compose_is_not_installed() throws IOException {
    write("windows.yaml", COMPOSED.replace("rms-norm", "rms-nrm"));

    Result refused = run("plugin", "install", "windows.yaml");

    assertEquals(2, refused.exitCode());
    assertTrue(
        refused
            .err()
            .startsWith(
                "com.acme.windows-1.0.0.jar: windows.yaml:6:21: unknown normalization 'rms-nrm'; did you mean 'rms-norm'?"),
        refused.err());
  }

  @Test
  void a_component_of_an_onnx_file_is_installed_and_compared_but_not_trained() throws IOException {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope ->
                Map.of(
                    "y",
                    scope
                        .input(
                            "x",
                            DataType.FLOAT,
                            Dim.symbolic("batch"),
                            Dim.symbolic("position"),
                            Dim.of("d_model", 16))
                        .gelu()));
    OnnxModel.of(graph, Map.of(), Precision.FLOAT32).write(folder.resolve("gelu.onnx"));
    write(
        "imported.yaml",
        """
        plugin: {name: com.acme.imported, version: 1.0.0}
        import:
          acme/gelu: {kind: feed-forward, file: gelu.onnx}
        """);
    write(
        "experiment.yaml",
        EXPERIMENT.replace("attention: acme/near-and-gated", "feed_forward: acme/gelu"));

    Result installed = run("plugin", "install", "imported.yaml");
    assertEquals("Installed com.acme.imported 1.0.0.\n", installed.out(), installed.err());
    Files.delete(folder.resolve("gelu.onnx"));
    verify("feed_forward", "acme/gelu");
    Result refused = here("run", program().at("experiment.yaml"));
    assertEquals(2, refused.exitCode());
    assertEquals(
        program().at("experiment.yaml")
            + ":5:39: 'acme/gelu' was imported from gelu.onnx and cannot be trained; 'training: {steps: 0}' evaluates the model as it is, with the weights that 'initialize' takes from another run\n",
        refused.err());
  }

  @Test
  void an_attention_of_an_onnx_file_is_the_built_in_one_of_the_same_formula() throws IOException {
    write(
        "imported.yaml",
        """
        plugin: {name: com.acme.imported, version: 1.0.0}
        import:
          acme/attention: {kind: attention, file: attention.onnx}
        """);
    write(
        "experiment.yaml",
        EXPERIMENT
            .replace("steps: 3", "steps: 0")
            .replace(
                "{near: {model.attention: acme/near-and-gated}}",
                "{own: {}, imported: {model.attention: acme/attention}}"));
    OnnxModel.of(attention(), Map.of(), Precision.FLOAT32).write(folder.resolve("attention.onnx"));

    succeedAsProcess("plugin", "install", "imported.yaml");
    Result verified = verify("attention", "acme/attention");
    succeedAsProcess("run", "experiment.yaml");

    assertTrue(verified.out().contains("2 of 2"), verified.out());
    assertEquals(
        loss("experiment/own/seed-1"), loss("experiment/imported/seed-1"), FLOAT32_ROUNDING);
  }

  /** Scaled dot-product attention of heads of 8 numbers. */
  private static Graph attention() {
    Dim batch = Dim.symbolic("batch");
    Dim head = Dim.symbolic("head");
    Dim query = Dim.symbolic("query");
    Dim key = Dim.symbolic("key");
    Dim headDim = Dim.of("head_dim", 8);
    return Graph.trace(
        Mode.INFERENCE,
        scope -> {
          Tensor q =
              scope.input("query", DataType.FLOAT, batch, head, query, headDim); // [b, h, q, hd]
          Tensor k = scope.input("key", DataType.FLOAT, batch, head, key, headDim); // [b, h, k, hd]
          Tensor v =
              scope.input("value", DataType.FLOAT, batch, head, key, headDim); // [b, h, k, hd]
          Tensor mask =
              scope.input("mask", DataType.BOOLEAN, batch, Dim.one(), query, key); // [b, 1, q, k]
          Tensor scores = q.matmul(k.transpose(-2, -1)).divide(Math.sqrt(8)); // [b, h, q, k]
          return Map.of("mixed", scores.softmax(mask).matmul(v)); // [b, h, q, hd]
        });
  }

  /** The worked example, trained for less long. */
  @Test
  void a_model_with_its_own_feed_forward_out_of_a_file_has_the_same_loss() throws IOException {
    Path example = LocalRepository.PROJECT.resolve("plugins/examples/imported-feed-forward");
    for (String file : List.of("original.yaml", "imported.yaml", "evaluation.yaml")) {
      Files.copy(example.resolve(file), folder.resolve(file));
    }

    succeed("run", program().at("original.yaml"), "--set", "training.steps=30");
    succeed(
        "export",
        "original/base/seed-1",
        "--onnx",
        program().at("feed-forward.onnx"),
        "--part",
        "decoder.layer.0.feed_forward");
    succeedAsProcess("plugin", "install", "imported.yaml");
    verify("feed_forward", "lab/imported");
    succeed("run", program().at("evaluation.yaml"), "--dry-run");
    succeedAsProcess("run", "evaluation.yaml");
    succeed("reproduce", "evaluation/imported/seed-1");

    double original = loss("original/base/seed-1");
    assertEquals(original, loss("evaluation/own/seed-1"), FLOAT32_ROUNDING);
    assertEquals(original, loss("evaluation/imported/seed-1"), FLOAT32_ROUNDING);
    assertNotEquals(original, loss("evaluation/none/seed-1"), FLOAT32_ROUNDING);
  }

  private void succeedAsProcess(String... arguments) {
    Result result = run(arguments);
    assertEquals(0, result.exitCode(), result.out() + result.err());
  }

  private void succeed(String... arguments) {
    Result result = here(arguments);
    assertEquals(0, result.exitCode(), result.out() + result.err());
  }

  private double loss(String run) {
    try (Registry registry = Registry.open(folder.resolve("runs/registry.db"))) {
      return registry.find(run).summary().get("test/loss");
    }
  }

  @Test
  void a_part_that_is_not_there_is_one_line() throws IOException {
    write("experiment.yaml", EXPERIMENT.replace("acme/near-and-gated", "scaled-dot-product"));
    Result ran = program().here("run", program().at("experiment.yaml"));
    assertEquals(0, ran.exitCode(), ran.out() + ran.err());

    Result refused =
        program()
            .here(
                "export",
                "latest",
                "--onnx",
                program().at("part.onnx"),
                "--part",
                "decoder.layer.1.feed_forward");

    assertEquals(2, refused.exitCode());
    assertTrue(
        refused
            .err()
            .startsWith(
                "unknown feed-forward or norm 'decoder.layer.1.feed_forward'; did you mean 'decoder.layer.0.feed_forward'? Known: "),
        refused.err());
  }
}
