package org.ablate.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;
import org.ablate.tensor.TensorType;

/**
 * What an ONNX file computes of tensors of floats or booleans, as a part of graphs. Its weights are
 * fixed: it runs forward only.
 */
public final class OnnxSubgraph {
  private static final long OLDEST_OPERATORS = 13;

  private final String name;
  private final byte[] bytes;
  private final ModelProto model;

  private OnnxSubgraph(String name, byte[] bytes, ModelProto model) {
    this.name = name;
    this.bytes = bytes;
    this.model = model;
  }

  /**
   * Reads a file.
   *
   * @param name of the file, which messages use
   * @throws OnnxException if it is no ONNX file, takes what is neither floats nor booleans, does
   *     not give one tensor, or has an operator that cannot be imported; the message names its node
   */
  public static OnnxSubgraph read(String name, byte[] bytes) {
    ModelProto model = parse(name, bytes);
    OnnxSubgraph graph = new OnnxSubgraph(name, bytes.clone(), model);
    graph.requireOperators();
    graph.requireTensors();
    graph.trace();
    return graph;
  }

  private static ModelProto parse(String name, byte[] bytes) {
    try {
      ModelProto model = ModelProto.parseFrom(bytes);
      if (!model.hasGraph()) {
        throw new OnnxException(name + " is no ONNX file: it holds no graph");
      }
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException(name + " is no ONNX file: " + e.getMessage());
    }
  }

  private void requireOperators() {
    model.getOpsetImportList().stream()
        .filter(set -> set.getDomain().isEmpty() && set.getVersion() < OLDEST_OPERATORS)
        .findFirst()
        .ifPresent(
            set -> {
              throw new OnnxException(
                  "%s has operators of the set %d, and only those since %d are known; export it anew"
                      .formatted(name, set.getVersion(), OLDEST_OPERATORS));
            });
  }

  /** Initializers may be named among the inputs, as older writers did. */
  private List<ValueInfoProto> stated() {
    Set<String> weights =
        model.getGraph().getInitializerList().stream()
            .map(TensorProto::getName)
            .collect(Collectors.toSet());
    return model.getGraph().getInputList().stream()
        .filter(input -> !weights.contains(input.getName()))
        .toList();
  }

  private void requireTensors() {
    for (ValueInfoProto input : stated()) {
      switch (elementType(input)) {
        case TensorProto.DataType.FLOAT_VALUE,
            TensorProto.DataType.DOUBLE_VALUE,
            TensorProto.DataType.BOOL_VALUE -> {}
        default ->
            throw new OnnxException(
                "the input '%s' of %s is no tensor of floats or booleans"
                    .formatted(input.getName(), name));
      }
    }
    List<String> outputs =
        model.getGraph().getOutputList().stream().map(ValueInfoProto::getName).toList();
    if (stated().isEmpty() || outputs.size() != 1) {
      throw new OnnxException(
          "%s takes %s and gives %s; a component takes tensors and gives one"
              .formatted(name, stated().stream().map(ValueInfoProto::getName).toList(), outputs));
    }
  }

  private static int elementType(ValueInfoProto input) {
    return input.getType().getTensorType().getElemType();
  }

  /** The name of the file. */
  public String name() {
    return name;
  }

  /**
   * What it takes, by name, in the file's order. Axes whose size the file states are known, others
   * are symbols.
   */
  public Map<String, TensorType> inputs() {
    Map<String, TensorType> types = new LinkedHashMap<>();
    for (ValueInfoProto input : stated()) {
      boolean isMask = elementType(input) == TensorProto.DataType.BOOL_VALUE;
      DataType type = isMask ? DataType.BOOLEAN : DataType.FLOAT;
      types.put(input.getName(), new TensorType(type, shape(input)));
    }
    return types;
  }

  private static Shape shape(ValueInfoProto input) {
    List<Dim> dims = new ArrayList<>();
    for (TensorShapeProto.Dimension axis :
        input.getType().getTensorType().getShape().getDimList()) {
      String symbol = axis.getDimParam().isEmpty() ? "axis_" + dims.size() : axis.getDimParam();
      dims.add(axis.getDimValue() > 0 ? Dim.of(symbol, axis.getDimValue()) : Dim.symbolic(symbol));
    }
    return new Shape(dims);
  }

  /**
   * What it gives for tensors.
   *
   * @param given for each of {@link #inputs} a tensor of its data type and of as many axes
   * @return of the shape that the file says
   * @throws IllegalArgumentException in training, as it runs forward only; and if a tensor is
   *     missing or does not fit
   */
  public Tensor apply(Scope scope, Map<String, Tensor> given) {
    if (scope.mode() == Mode.TRAINING) {
      throw new IllegalArgumentException(
          "%s was imported from ONNX and runs forward only: a model with it cannot be trained"
              .formatted(name));
    }
    inputs().forEach((input, type) -> requireFits(input, type, given.get(input)));
    return new Importer(scope, model.getGraph(), name).run(given); // as the file says
  }

  private void requireFits(String input, TensorType type, Tensor given) {
    if (given == null) {
      throw new IllegalArgumentException(
          "%s takes '%s', which is not given".formatted(name, input));
    }
    Shape shape = type.shape();
    boolean fits = given.dataType() == type.dataType() && given.rank() == shape.rank();
    for (int i = 0; fits && i < shape.rank(); i++) {
      fits = !shape.dim(i).isKnown() || shape.dim(i).fits(given.dim(i));
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "%s takes '%s' as %s, and not %s".formatted(name, input, type, given.type()));
    }
  }

  private Graph trace() {
    String output = model.getGraph().getOutput(0).getName();
    return Graph.trace(
        Mode.INFERENCE,
        scope -> {
          Map<String, Tensor> given = new LinkedHashMap<>();
          inputs()
              .forEach(
                  (input, type) ->
                      given.put(
                          input,
                          scope.input(
                              input,
                              type.dataType(),
                              type.shape().dims().toArray(Dim[]::new)))); // as the file says
          return Map.of(output, apply(scope, given));
        });
  }

  /**
   * By how much the imported graph and ONNX Runtime on the file itself differ: the largest |a − b|
   * on random numbers.
   *
   * @param size of the first axis that the file leaves open; each further one is one longer
   */
  public double largestDifference(OnnxRuntime runtime, long size, long seed) {
    Graph graph = trace();
    boolean isDouble =
        stated().stream()
            .anyMatch(input -> elementType(input) == TensorProto.DataType.DOUBLE_VALUE);
    Precision precision = isDouble ? Precision.FLOAT64 : Precision.FLOAT32;
    Map<String, Array> given = randomInputs(size, new SplittableRandom(seed));
    String output = model.getGraph().getOutput(0).getName();
    Array ours = Interpreter.run(graph, given, Map.of()).get(output);
    OnnxModel original = new OnnxModel(graph, precision, List.of(), bytes);
    try (OnnxSession session = runtime.load(original)) {
      Array theirs = session.run(given).get(output);
      if (!Arrays.equals(ours.shape(), theirs.shape())) {
        return Double.POSITIVE_INFINITY;
      }
      double largest = 0;
      for (int i = 0; i < ours.size(); i++) {
        largest = Math.max(largest, Math.abs(ours.at(i) - theirs.at(i)));
      }
      return largest;
    }
  }

  private Map<String, Array> randomInputs(long size, SplittableRandom random) {
    Map<String, Long> open = new LinkedHashMap<>();
    Map<String, Array> given = new LinkedHashMap<>();
    inputs()
        .forEach(
            (input, type) -> {
              for (Dim dim : type.shape().dims()) {
                if (!dim.isKnown()) {
                  open.putIfAbsent(dim.name(), size + open.size());
                }
              }
              given.put(input, random(type.dataType(), type.shape().sizes(open), random));
            });
    return given;
  }

  /** Floats in [−1, 1); truths of which the first along the last axis holds. */
  private static Array random(DataType type, long[] sizes, SplittableRandom random) {
    int count = Array.elements(sizes);
    if (type == DataType.BOOLEAN) {
      boolean[] truths = new boolean[count];
      for (int i = 0; i < count; i++) {
        truths[i] = i % sizes[sizes.length - 1] == 0 || random.nextBoolean();
      }
      return Array.of(truths, sizes);
    }
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return Array.of(numbers, sizes);
  }

  /** {@code 12 nodes, from gelu.onnx}. */
  @Override
  public String toString() {
    return "%d nodes, from %s".formatted(model.getGraph().getNodeCount(), name);
  }
}
