package org.ablate.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.ablate.document.Problem;
import org.ablate.document.Problems;
import org.ablate.document.Yaml;
import org.ablate.onnx.OnnxModel;
import org.ablate.onnx.OnnxRuntime;
import org.ablate.onnx.Provider;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Variant;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Precision;
import org.junit.jupiter.api.Test;

class ImportsTest {
  /** Some tens of roundings of float32 (6e-8 each), relative to numbers near one. */
  private static final double FLOAT32_ROUNDING = 1e-5;

  private static final Map<String, byte[]> FILES =
      Map.of("silu.onnx", silu(), "empty.onnx", new byte[0]);

  private static byte[] silu() {
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
                            Dim.of("d_model", 4))
                        .silu()));
    return OnnxModel.of(graph, Map.of(), Precision.FLOAT32).toBytes();
  }

  private static List<String> problems(String yaml) {
    Problems problems = new Problems();
    Imports.read(Yaml.read("a.yaml", yaml), FILES, problems);
    return problems.all().stream().map(Problem::toString).toList();
  }

  @Test
  void a_file_becomes_a_component_that_agrees_with_it() {
    Problems problems = new Problems();
    Variant variant =
        Imports.read(
                Yaml.read("a.yaml", "acme/silu: {kind: feed-forward, file: silu.onnx}"),
                FILES,
                problems)
            .get(0);

    problems.throwIfAny();
    assertEquals(Kind.FEED_FORWARD, variant.kind());
    assertTrue(variant.summary().endsWith("from silu.onnx; forward only)"), variant.summary());
    double difference =
        ((ImportedComponent) variant.defaults())
            .graph()
            .largestDifference(OnnxRuntime.open(Provider.CPU), 3, 1);
    assertTrue(difference <= FLOAT32_ROUNDING, "differs by " + difference);
  }

  @Test
  void what_is_wrong_is_one_line_with_its_place() {
    assertEquals(
        List.of(
            "a.yaml:1:9: 'acme/a' must state its 'kind' and its 'file', such as {kind: feed-forward, file: gated.onnx}"),
        problems("acme/a: silu.onnx"));
    assertEquals(
        List.of("a.yaml:1:16: unknown kind 'task'; known: feed-forward, normalization"),
        problems("acme/a: {kind: task, file: silu.onnx}"));
    assertEquals(
        List.of("a.yaml:1:36: there is no file gone.onnx"),
        problems("acme/a: {kind: feed-forward, file: gone.onnx}"));
    assertEquals(
        List.of("a.yaml:1:1: empty.onnx is no ONNX file: it holds no graph"),
        problems("acme/a: {kind: feed-forward, file: empty.onnx}"));
  }
}
