package org.ablate.component;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ablate.conformance.Check;
import org.ablate.conformance.Conformance;
import org.ablate.conformance.ConformanceException;
import org.ablate.document.Problem;
import org.ablate.document.Problems;
import org.ablate.document.Yaml;
import org.ablate.onnx.OnnxModel;
import org.ablate.onnx.OnnxRuntime;
import org.ablate.onnx.OnnxSubgraph;
import org.ablate.onnx.Provider;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Padding;
import org.ablate.plugin.Variant;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ImportsTest {
  /** Some tens of roundings of float32 (6e-8 each), relative to numbers near one. */
  private static final double FLOAT32_ROUNDING = 1e-5;

  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim HEAD = Dim.symbolic("head");
  private static final Dim HEAD_DIM = Dim.of("head_dim", 4);

  private static final Map<String, byte[]> FILES =
      Map.of(
          "silu.onnx", silu(),
          "empty.onnx", new byte[0],
          "masked.onnx", attention(HEAD_DIM, Tensor::softmax),
          "any-width.onnx", attention(Dim.symbolic("head_dim"), Tensor::softmax),
          "deaf.onnx", attention(HEAD_DIM, (scores, mask) -> scores.softmax(-1)),
          "inverted.onnx", attention(HEAD_DIM, (scores, mask) -> scores.softmax(mask.not())),
          "maskless.onnx", maskless());

  /** An attention whose weights are made of scores and a mask, both [b, h, query, key]. */
  private static byte[] attention(Dim headDim, BinaryOperator<Tensor> weights) {
    return exported(
        scope -> {
          Tensor query =
              scope.input("query", DataType.FLOAT, axes("query", headDim)); // [b, h, query, hd]
          Tensor key = scope.input("key", DataType.FLOAT, axes("key", headDim)); // [b, h, key, hd]
          Tensor value =
              scope.input("value", DataType.FLOAT, axes("key", headDim)); // [b, h, key, hd]
          Tensor mask =
              scope.input(
                  "mask",
                  DataType.BOOLEAN,
                  BATCH,
                  Dim.one(),
                  query.dim(-2),
                  key.dim(-2)); // [batch, 1, query, key]
          Tensor scores = query.matmul(key.transpose(-2, -1)).multiply(0.5); // [b, h, query, key]
          return weights.apply(scores, mask).matmul(value); // [b, h, query, hd]
        });
  }

  private static byte[] maskless() {
    return exported(
        scope -> {
          Tensor query = scope.input("query", DataType.FLOAT, axes("query")); // [b, h, query, hd]
          Tensor key = scope.input("key", DataType.FLOAT, axes("key")); // [b, h, key, hd]
          Tensor value = scope.input("value", DataType.FLOAT, axes("key")); // [b, h, key, hd]
          return query.matmul(key.transpose(-2, -1)).softmax(-1).matmul(value); // [b, h, query, hd]
        });
  }

  private static Dim[] axes(String position) {
    return axes(position, HEAD_DIM);
  }

  private static Dim[] axes(String position, Dim headDim) {
    return new Dim[] {BATCH, HEAD, Dim.symbolic(position), headDim};
  }

  private static byte[] exported(Function<Scope, Tensor> definition) {
    Graph graph = Graph.trace(Mode.INFERENCE, scope -> Map.of("mixed", definition.apply(scope)));
    return OnnxModel.of(graph, Map.of(), Precision.FLOAT32).toBytes();
  }

  private static ImportedAttention imported(String file) {
    return new ImportedAttention(OnnxSubgraph.read(file, FILES.get(file)));
  }

  private static byte[] silu() {
    return exported(
        scope ->
            scope
                .input("x", DataType.FLOAT, BATCH, Dim.symbolic("position"), Dim.of("d_model", 4))
                .silu()); // [batch, position, d_model]
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
        List.of("a.yaml:1:16: unknown kind 'task'; known: attention, feed-forward, normalization"),
        problems("acme/a: {kind: task, file: silu.onnx}"));
    assertEquals(
        List.of("a.yaml:1:36: there is no file gone.onnx"),
        problems("acme/a: {kind: feed-forward, file: gone.onnx}"));
    assertEquals(
        List.of("a.yaml:1:1: empty.onnx is no ONNX file: it holds no graph"),
        problems("acme/a: {kind: feed-forward, file: empty.onnx}"));
  }

  @Test
  void an_attention_sees_what_the_mask_allows() {
    ImportedAttention attention = imported("masked.onnx");
    Graph both =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor query = scope.input("query", DataType.FLOAT, axes("query")); // [b, h, q, hd]
              Tensor key = scope.input("key", DataType.FLOAT, axes("key")); // [b, h, key, hd]
              Tensor value = scope.input("value", DataType.FLOAT, axes("key")); // [b, h, key, hd]
              Tensor isToken =
                  scope.input("is_token", DataType.BOOLEAN, BATCH, key.dim(-2)); // [batch, key]
              AttentionBias bias = AttentionBias.of(true, Padding.of(isToken));
              Tensor scores = query.matmul(key.transpose(-2, -1)).multiply(0.5); // [b, h, q, key]
              return Map.of(
                  "imported", attention.attend(scope, query, key, value, bias),
                  "written", bias.softmax(scores).matmul(value));
            });
    Map<String, Array> outputs =
        Interpreter.run(
            both,
            Map.of(
                "query", numbers(1, 2, 2, 3, 4),
                "key", numbers(2, 2, 2, 5, 4),
                "value", numbers(3, 2, 2, 5, 4),
                "is_token",
                    Array.of(
                        new boolean[] {
                          true, true, true, true, false, // padding on the right
                          false, false, false, false, false // nothing to see at all
                        },
                        2,
                        5)),
            Map.of());

    assertArrayEquals(
        outputs.get("written").toDoubles(), outputs.get("imported").toDoubles(), FLOAT32_ROUNDING);
    assertEquals(EnumSet.complementOf(EnumSet.of(Capability.SCORE_BIAS)), attention.capabilities());
  }

  private static Array numbers(long seed, long... sizes) {
    int count = Array.elements(sizes);
    return Array.of(new SplittableRandom(seed).doubles(count, -1, 1).toArray(), sizes);
  }

  /** The checks that train. */
  private static final Set<String> TRAINING =
      Set.of(
          "gradients are those of finite differences (encoder-decoder)",
          "padding receives no gradient (encoder-decoder)",
          "no gradient reaches a later token",
          "training computes what inference does (encoder)",
          "training computes what inference does (decoder)",
          "a training step with the same seed gives the same bits");

  /** All that attentions must do, but for being trained. */
  @TestFactory
  Stream<DynamicTest> an_attention_does_what_attentions_must() {
    Conformance conformance = Conformance.open();
    Variant variant = Variant.attention("acme/a", imported("any-width.onnx"));
    return conformance.checks(variant).stream()
        .map(check -> DynamicTest.dynamicTest(check.name(), () -> requireForward(check)))
        .onClose(conformance::close);
  }

  private static void requireForward(Check check) {
    if (TRAINING.contains(check.name())) {
      assertEquals(
          "IllegalArgumentException: any-width.onnx was imported from ONNX and runs forward only: a model with it cannot be trained",
          assertThrows(ConformanceException.class, check::run)
              .getMessage()
              .lines()
              .findFirst() // the next says at which line of which class
              .orElseThrow());
    } else {
      check.run();
    }
  }

  @Test
  void an_attention_that_does_not_heed_its_mask_is_found_out() {
    assertEquals(Optional.of(0.0), imported("masked.onnx").largestLeak(1));
    assertTrue(imported("deaf.onnx").largestLeak(1).orElseThrow() > FLOAT32_ROUNDING);
    assertTrue(imported("inverted.onnx").largestLeak(1).orElseThrow() > FLOAT32_ROUNDING);
  }

  @Test
  void an_attention_without_a_mask_is_refused_where_something_is_hidden() {
    ImportedAttention attention = imported("maskless.onnx");

    assertEquals(
        EnumSet.of(Capability.BIDIRECTIONAL, Capability.CROSS, Capability.ROTATION),
        attention.capabilities());
    assertEquals(Optional.empty(), attention.largestLeak(1));
    assertEquals(
        "maskless.onnx takes no 'mask', so that it cannot leave out what may not be attended to, such as padding",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    exported(
                        scope -> {
                          Tensor x =
                              scope.input("x", DataType.FLOAT, axes("key")); // [b, h, key, hd]
                          Tensor isToken =
                              scope.input(
                                  "is_token", DataType.BOOLEAN, BATCH, x.dim(-2)); // [batch, key]
                          AttentionBias bias = AttentionBias.of(false, Padding.of(isToken));
                          return attention.attend(scope, x, x, x, bias); // [b, h, key, hd]
                        }))
            .getMessage());
  }

  @Test
  void an_attention_takes_queries_keys_and_values_of_four_axes() {
    assertEquals(
        List.of(
            "a.yaml:1:1: silu.onnx takes [x]; an attention takes 'query', 'key' and 'value', and 'mask' where it looks at one"),
        problems("acme/a: {kind: attention, file: silu.onnx}"));
    assertEquals(
        "a.onnx takes 'mask' as float [batch, axis_1=1, query, key]; it must be boolean [batch, head or 1, query, key]",
        refusal(DataType.FLOAT, Dim.one()));
    assertEquals(
        "a.onnx takes 'mask' as boolean [batch, query, key]; it must be boolean [batch, head or 1, query, key]",
        refusal(DataType.BOOLEAN));
    assertEquals(
        List.of(
            "a.yaml:1:1: masked.onnx takes {query=[batch, head, query, axis_3=4], key=[batch, head, key, axis_3=4], value=[batch, head, key, axis_3=4], mask=boolean [batch, axis_1=1, query, key]}; a component for each token takes one tensor of floats"),
        problems("acme/a: {kind: feed-forward, file: masked.onnx}"));
  }

  /** Of an attention whose mask has a data type, and axes between batch and query. */
  private static String refusal(DataType type, Dim... heads) {
    byte[] file =
        exported(
            scope -> {
              Tensor query = scope.input("query", DataType.FLOAT, axes("query")); // [b, h, q, hd]
              Tensor key = scope.input("key", DataType.FLOAT, axes("key")); // [b, h, key, hd]
              Tensor value = scope.input("value", DataType.FLOAT, axes("key")); // [b, h, key, hd]
              List<Dim> mask = new ArrayList<>(List.of(BATCH));
              mask.addAll(List.of(heads));
              mask.addAll(List.of(query.dim(-2), key.dim(-2)));
              Tensor given =
                  scope.input("mask", type, mask.toArray(Dim[]::new)); // [batch, ..., query, key]
              Tensor used = given.toFloat().max(-1).sum(0, 1).sum(-1); // [..., 1]
              return query.matmul(key.transpose(-2, -1)).softmax(-1).matmul(value).add(used);
            });
    return assertThrows(
            IllegalArgumentException.class,
            () -> new ImportedAttention(OnnxSubgraph.read("a.onnx", file)))
        .getMessage();
  }

  @Test
  void what_is_imported_is_found_in_what_is_composed_of_it() {
    Pieces pieces =
        new Pieces(
            imported("masked.onnx"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    assertEquals(
        Optional.of("masked.onnx"),
        ImportedComponent.in(new DefinedAttention(pieces)).map(found -> found.graph().name()));
  }
}
