package org.ablate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.ablate.app.Program.Result;
import org.ablate.onnx.OnnxModel;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins without Java. */
class DefinedPluginIT {
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
      task: copy
      tokenizer: symbol
      model: {architecture: decoder, d_model: 16, n_heads: 2, n_layers: 1, d_ff: 16, positional_encoding: learned}
      training: {steps: 3, batch_size: 4}
      variants: {near: {model.attention: acme/near-and-gated}}
      """;

  @TempDir Path folder;

  private Result run(String... arguments) {
    return new Program(folder).run(arguments);
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
    Result described = run("describe", "attention", "acme/near-and-gated");
    assertTrue(
        described.out().contains("a short window whose output is gated (attention:"),
        described.out());
    assertTrue(described.out().contains("Qiu et al. (2025)"), described.out());
    Result verified = run("verify", "attention", "acme/near-and-gated");
    assertEquals(0, verified.exitCode(), verified.out() + verified.err());
    Result ran = run("run", "experiment.yaml");
    assertEquals(0, ran.exitCode(), ran.out() + ran.err());
    Result reproduced = run("reproduce", "latest");
    assertEquals(0, reproduced.exitCode(), reproduced.out() + reproduced.err());
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
    Result verified = run("verify", "feed_forward", "acme/gelu");
    assertEquals(0, verified.exitCode(), verified.out() + verified.err());
    Result refused = run("run", "experiment.yaml");
    assertEquals(2, refused.exitCode());
    assertEquals(
        "experiment.yaml:5:12: the model cannot be composed: gelu.onnx was imported from ONNX and runs forward only: a model with it cannot be trained\n",
        refused.err());
  }
}
