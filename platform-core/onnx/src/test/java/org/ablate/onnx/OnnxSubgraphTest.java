package org.ablate.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OnnxSubgraphTest {
  /** Some tens of roundings of float32 (6e-8 each), relative to numbers of up to ten. */
  private static final double FLOAT32_ROUNDING = 1e-5;

  private static final OnnxRuntime RUNTIME = OnnxRuntime.open(Provider.CPU);
  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim POSITION = Dim.symbolic("position");
  private static final Dim WIDTH = Dim.of("d_model", 8);

  /** What our own exporter writes of a definition over [batch, position, d_model]. */
  private static byte[] exported(BiFunction<Scope, Tensor, Tensor> definition) {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope ->
                Map.of(
                    "y",
                    definition.apply(
                        scope, scope.input("x", DataType.FLOAT, BATCH, POSITION, WIDTH))));
    return OnnxModel.of(graph, graph.initialWeights(1), Precision.FLOAT32).toBytes();
  }

  @TestFactory
  Stream<DynamicTest> what_is_exported_is_imported_with_the_same_numbers() {
    Map<String, BiFunction<Scope, Tensor, Tensor>> definitions = new LinkedHashMap<>();
    definitions.put(
        "a gated feed-forward",
        (s, x) ->
            s.linear(
                "down",
                s.linear("up", x, Dim.of("d_ff", 16))
                    .silu()
                    .multiply(s.linear("gate", x, Dim.of("d_ff", 16))),
                WIDTH));
    definitions.put("gelu", (s, x) -> x.gelu());
    definitions.put(
        "layer norm",
        (s, x) -> {
          Tensor gain = s.parameter("gain", Initializer.ONES, WIDTH); // [d_model]
          return x.layerNorm(gain, gain.multiply(0), 1e-5); // as x
        });
    definitions.put(
        "attention of heads under a causal mask",
        (s, x) -> {
          Tensor heads =
              x.unflatten(-1, Dim.of("head", 2), Dim.of("head_dim", 4))
                  .transpose(1, 2); // [b, h, p, hd]
          Tensor scores = heads.matmul(heads.transpose(-2, -1)).multiply(0.5); // [b, h, p, p]
          return scores
              .causalSoftmax()
              .matmul(heads)
              .transpose(1, 2)
              .flatten(-2, -1, "d_model"); // [batch, position, d_model]
        });
    definitions.put(
        "positions",
        (s, x) -> x.add(s.range(POSITION).toFloat().unsqueeze(-1)).multiply(0.1).sin()); // as x
    definitions.put("a running mean", (s, x) -> x.cumulativeSum(1).divide(3));
    definitions.put("a sum from the end", (s, x) -> x.flip(1).cumulativeSum(1).flip(1));
    definitions.put(
        "a shift", (s, x) -> x.pad(1, 1, 0).slice(1, org.ablate.tensor.Polynomial.ZERO, POSITION));
    definitions.put("choices", (s, x) -> x.greater(0).where(x, x.remainder(0.3)));
    definitions.put("distances", (s, x) -> x.subtract(x.max(-1)).abs().add(x.mean(1)));
    return definitions.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> requireAgreement(exported(entry.getValue()))));
  }

  private static void requireAgreement(byte[] file) {
    OnnxSubgraph imported = OnnxSubgraph.read("a.onnx", file);
    for (long size : List.of(1, 3, 6)) {
      double difference = imported.largestDifference(RUNTIME, size, size);
      assertTrue(difference <= FLOAT32_ROUNDING, "differs by " + difference);
    }
  }

  private static NodeProto.Builder node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName("the_" + operator)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  private static ValueInfoProto.Builder value(String name, Long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      TensorShapeProto.Dimension.Builder axis = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(size < 0 ? axis.setDimParam("n") : axis.setDimValue(size));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)));
  }

  private static byte[] file(NodeProto.Builder... nodes) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("graph")
            .addInput(value("x", -1L, 2L))
            .addOutput(value("y", -1L, 2L));
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addAllDims(List.of(2L, 2L))
            .addAllFloatData(List.of(1f, 2f, 3f, 4f)));
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("b")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(2)
            .addAllFloatData(List.of(0.5f, -0.5f)));
    Set<String> names = new HashSet<>();
    for (NodeProto.Builder node : nodes) {
      boolean isNew = names.add(node.getName());
      graph.addNode(isNew ? node : node.setName("the_" + node.getOutput(0)));
    }
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static AttributeProto.Builder whole(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value);
  }

  @Test
  void what_other_programs_write_agrees_with_onnx_runtime() {
    requireAgreement(
        file(
            node("Gemm", "h", "x", "w", "b").addAttribute(whole("transB", 1)),
            node("Relu", "y", "h")));
    requireAgreement(file(node("LayerNormalization", "y", "x", "b", "b")));
    requireAgreement(
        file(node("Clip", "h", "x"), node("Softplus", "s", "h"), node("Min", "y", "s", "x", "b")));
    requireAgreement(
        file(
            node("Flatten", "h", "x"),
            node("Shape", "s", "x"),
            node("Reshape", "r", "h", "s"),
            node("Softmax", "y", "r")));
    requireAgreement(
        file(
            integers("first", 0), // [1]
            node("CumSum", "y", "x", "first").addAttribute(whole("reverse", 1))));
  }

  @Test
  void parts_of_a_shape_agree_with_onnx_runtime() {
    requireAgreement(
        file(
            node("Shape", "s", "x"),
            integers("start", -2),
            integers("end", Long.MAX_VALUE),
            integers("axis", -1),
            integers("step", 1),
            node("Slice", "part", "s", "start", "end", "axis", "step"), // [n, 2]
            node("Reshape", "y", "x", "part")));
    requireAgreement(
        file(
            node("Shape", "none", "x").addAttribute(whole("start", 2)), // []
            node("Shape", "last", "x").addAttribute(whole("start", -1)), // [2]
            node("Shape", "first", "x").addAttribute(whole("end", -1)), // [n]
            node("Concat", "s", "first", "none", "last").addAttribute(whole("axis", 0)),
            node("Reshape", "y", "x", "s")));
    requireAgreement(
        file(
            node("Shape", "s", "x"),
            integers("axes", 0),
            node("Unsqueeze", "row", "s", "axes"), // [1, 2]
            node("Cast", "floats", "row").addAttribute(whole("to", 1)),
            node("Add", "y", "x", "floats")));
  }

  @Test
  void a_reduction_over_no_axes_agrees_with_onnx_runtime() {
    for (String operator : List.of("ReduceSum", "ReduceMean", "ReduceMax")) {
      requireAgreement(
          file(
              node(operator, "same", "x").addAttribute(whole("noop_with_empty_axes", 1)),
              node(operator, "one", "x"),
              node("Add", "y", "same", "one")));
    }
  }

  @Test
  void the_index_of_the_largest_agrees_with_onnx_runtime() {
    requireAgreement(
        file(
            node("ArgMax", "i", "x").addAttribute(whole("axis", -1)), // [n, 1]
            node("Cast", "floats", "i").addAttribute(whole("to", 1)),
            node("Add", "y", "x", "floats")));
  }

  @Test
  void entries_and_parts_from_the_end_agree_with_onnx_runtime() {
    requireAgreement(
        file(
            node("Constant", "last").addAttribute(whole("value_int", -1)),
            integers("axes", 1),
            node("Gather", "column", "x", "last").addAttribute(whole("axis", 1)), // [n]
            node("Unsqueeze", "narrow", "column", "axes"), // [n, 1]
            node("Gather", "row", "x", "last"), // [2]
            node("Mul", "outer", "narrow", "row"),
            node("Add", "y", "x", "outer")));
    requireAgreement(
        file(
            integers("from", -5),
            integers("to", 9),
            integers("one", 1),
            node("Slice", "all", "x", "from", "to", "one"), // [n, 2]
            node("Slice", "none", "x", "to", "one", "one"), // [n, 0]
            node("Concat", "y", "all", "none").addAttribute(whole("axis", 1))));
  }

  @Test
  void constants_of_every_notation_agree_with_onnx_runtime() {
    requireAgreement(
        file(
            node("Constant", "f")
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("value_float")
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setF(0.5f)),
            node("Constant", "fs")
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("value_floats")
                        .setType(AttributeProto.AttributeType.FLOATS)
                        .addAllFloats(List.of(1f, 2f))),
            node("Constant", "is")
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("value_ints")
                        .setType(AttributeProto.AttributeType.INTS)
                        .addAllInts(List.of(0L, -1L))),
            node("Mul", "m", "x", "f"),
            node("Add", "a", "m", "fs"),
            node("Reshape", "y", "a", "is")));
  }

  private static NodeProto.Builder integers(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length);
    Arrays.stream(values).forEach(tensor::addInt64Data);
    return node("Constant", name)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(tensor));
  }

  private static String refusal(byte[] file) {
    return assertThrows(OnnxException.class, () -> OnnxSubgraph.read("a.onnx", file)).getMessage();
  }

  @Test
  void an_operator_that_is_not_known_is_one_line_with_its_node() {
    assertEquals(
        "a.onnx, node 'the_Det': the operator Det cannot be imported",
        refusal(file(node("Det", "y", "x"))));
    assertEquals(
        "a.onnx, node 'the_Fused': the operator com.acme.Fused cannot be imported",
        refusal(file(node("Fused", "y", "x").setDomain("com.acme"))));
  }

  @Test
  void a_node_that_does_not_fit_its_operands_is_named() {
    assertTrue(
        refusal(file(node("MatMul", "h", "x", "x"), node("Identity", "y", "h")))
            .startsWith("a.onnx, node 'the_MatMul' (MatMul): "));
  }

  @Test
  void what_an_operator_cannot_be_imported_with_is_said() {
    assertEquals(
        "a.onnx, node 'the_CumSum' (CumSum): only without 'exclusive' can it be imported",
        refusal(
            file(
                integers("first", 0),
                node("CumSum", "y", "x", "first").addAttribute(whole("exclusive", 1)))));
    assertEquals(
        "a.onnx, node 'the_Slice' (Slice): only with steps of 1, or of -1 over a whole axis, can it be imported",
        refusal(
            file(
                integers("start", 0),
                integers("end", 2),
                integers("axis", 1),
                integers("step", 2),
                node("Slice", "y", "x", "start", "end", "axis", "step"))));
  }

  @Test
  void what_sizes_cannot_be_computed_with_is_said() {
    NodeProto.Builder shape = node("Shape", "s", "x");
    assertEquals(
        "a.onnx, node 'the_Slice' (Slice): of sizes it can be imported only along their one axis, with a step of 1",
        refusal(
            file(
                shape,
                integers("from", -1),
                integers("to", -9),
                integers("axis", 0),
                integers("step", -1),
                node("Slice", "back", "s", "from", "to", "axis", "step"),
                node("Reshape", "y", "x", "back"))));
    assertEquals(
        "a.onnx, node 'the_Slice' (Slice): its operand 's' must be fixed, and is [n, 2]",
        refusal(file(shape, node("Slice", "y", "x", "s", "s", "s"))));
    assertEquals(
        "a.onnx, node 'the_CumSum' (CumSum): its operand 'axes' must be one number, and is [0, 1]",
        refusal(file(integers("axes", 0, 1), node("CumSum", "y", "x", "axes"))));
    assertEquals(
        "a.onnx, node 'the_Slice' (Slice): its operand 'axes' must be 1 numbers, and is [0, 1]",
        refusal(
            file(
                integers("axes", 0, 1),
                integers("one", 1),
                node("Slice", "y", "x", "one", "one", "axes"))));
    assertEquals(
        "a.onnx, node 'the_Slice' (Slice): 1 starts and 2 ends do not fit",
        refusal(
            file(
                integers("one", 1), integers("two", 1, 1), node("Slice", "y", "x", "one", "two"))));
    assertEquals(
        "a.onnx, node 'the_Gather' (Gather): [n, 2] has no entry 2",
        refusal(file(shape, integers("two", 2), node("Gather", "y", "s", "two"))));
    assertEquals(
        "a.onnx, node 'the_Add' (Add): [n, 2] and [1, 2, 3] do not fit",
        refusal(file(shape, integers("three", 1, 2, 3), node("Add", "y", "s", "three"))));
    assertEquals(
        "a.onnx, node 'the_Div' (Div): n cannot be divided by 0",
        refusal(file(shape, integers("zero", 0), node("Div", "y", "s", "zero"))));
    assertEquals(
        "a.onnx, node 'the_Div' (Div): 2 cannot be divided by n, which is not fixed",
        refusal(
            file(
                shape,
                integers("first", 0),
                node("Gather", "n", "s", "first"),
                node("Div", "y", "s", "n"))));
    assertEquals(
        "a.onnx, node 'the_Mul' (Mul): long overflow",
        refusal(file(shape, integers("many", Long.MAX_VALUE), node("Mul", "y", "s", "many"))));
    assertEquals(
        "a.onnx, node 'the_Reshape' (Reshape): only one axis can be left open in [-1, -1]",
        refusal(file(integers("open", -1, -1), node("Reshape", "y", "x", "open"))));
  }

  @Test
  void a_node_of_another_form_than_its_operator_has_is_named() {
    assertEquals(
        "a.onnx, node 'the_Add' (Add): its operand 2 is missing",
        refusal(file(node("Add", "y", "x"))));
    assertEquals(
        "a.onnx, node 'the_Relu' (Relu): it gives no value",
        refusal(file(node("Relu", "y", "x").clearOutput())));
    assertEquals(
        "a.onnx, node 'the_ArgMax' (ArgMax): only without 'select_last_index' can it be imported",
        refusal(file(node("ArgMax", "y", "x").addAttribute(whole("select_last_index", 1)))));
    assertEquals(
        "a.onnx, node 'the_Constant' (Constant): only with value, value_int, value_ints, value_float or value_floats can it be imported, and not with 'value_string'",
        refusal(file(node("Constant", "y").addAttribute(whole("value_string", 0)))));
  }

  @Test
  void a_tensor_that_is_cut_off_is_named() {
    assertEquals(
        "a.onnx, tensor 'cut' holds fewer numbers than the 3 of the sizes [3]",
        refusal(
            file(
                node("Constant", "y")
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("value")
                            .setT(
                                TensorProto.newBuilder()
                                    .setName("cut")
                                    .setDataType(TensorProto.DataType.FLOAT_VALUE)
                                    .addDims(3)
                                    .addFloatData(1))))));
  }

  @Test
  void a_value_that_no_node_gives_is_named() {
    assertEquals(
        "a.onnx, node 'the_Relu' (Relu): there is no value 'z'",
        refusal(file(node("Relu", "y", "z"))));
  }

  @Test
  void what_is_no_model_is_one_line() {
    assertTrue(refusal(new byte[] {1, 2, 3}).startsWith("a.onnx is no ONNX file: "));
    assertEquals("a.onnx is no ONNX file: it holds no graph", refusal(new byte[0]));
  }

  @Test
  void training_through_it_is_refused() {
    OnnxSubgraph imported = OnnxSubgraph.read("a.onnx", file(node("Relu", "y", "x")));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Graph.trace(
                        Mode.TRAINING,
                        scope ->
                            Map.of(
                                "y",
                                imported.apply(
                                    scope,
                                    Map.of(
                                        "x",
                                        scope.input("x", DataType.FLOAT, BATCH, Dim.of("d", 2)))))))
            .getMessage();
    assertEquals(
        "a.onnx was imported from ONNX and runs forward only: a model with it cannot be trained",
        message);
  }

  @Test
  void an_input_of_another_width_is_refused() {
    OnnxSubgraph imported = OnnxSubgraph.read("a.onnx", file(node("Relu", "y", "x")));
    assertEquals(
        "a.onnx takes 'x' as [n, axis_1=2], and not [batch, d=3]",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Graph.trace(
                        Mode.INFERENCE,
                        scope ->
                            Map.of(
                                "y",
                                imported.apply(
                                    scope,
                                    Map.of(
                                        "x",
                                        scope.input("x", DataType.FLOAT, BATCH, Dim.of("d", 3)))))))
            .getMessage());
  }
}
