package org.ablate.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.ablate.tensor.Tensor;

/**
 * What an ONNX file computes of one tensor of floats, as a part of graphs. Its weights are fixed:
 * it runs forward only.
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
   * @throws OnnxException if it is no ONNX file, does not take and give one tensor of floats, or
   *     has an operator that cannot be imported; the message names its node
   */
  public static OnnxSubgraph read(String name, byte[] bytes) {
    ModelProto model = parse(name, bytes);
    OnnxSubgraph graph = new OnnxSubgraph(name, bytes.clone(), model);
    graph.requireOperators();
    graph.requireOneTensor();
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
  private List<ValueInfoProto> inputs() {
    Set<String> weights =
        model.getGraph().getInitializerList().stream()
            .map(TensorProto::getName)
            .collect(Collectors.toSet());
    return model.getGraph().getInputList().stream()
        .filter(input -> !weights.contains(input.getName()))
        .toList();
  }

  private void requireOneTensor() {
    List<String> inputs = inputs().stream().map(ValueInfoProto::getName).toList();
    List<String> outputs =
        model.getGraph().getOutputList().stream().map(ValueInfoProto::getName).toList();
    if (inputs.size() != 1 || outputs.size() != 1) {
      throw new OnnxException(
          "%s takes %s and gives %s; a component takes one tensor and gives one"
              .formatted(name, inputs, outputs));
    }
    int type = inputs().get(0).getType().getTensorType().getElemType();
    if (type != TensorProto.DataType.FLOAT_VALUE && type != TensorProto.DataType.DOUBLE_VALUE) {
      throw new OnnxException(
          "the input '%s' of %s is no tensor of floats".formatted(inputs.get(0), name));
    }
  }

  /** The name of the file. */
  public String name() {
    return name;
  }

  /** The axes of its input, where numbers are known and others are symbols. */
  public List<Dim> input() {
    List<Dim> dims = new ArrayList<>();
    for (TensorShapeProto.Dimension axis :
        inputs().get(0).getType().getTensorType().getShape().getDimList()) {
      String symbol = axis.getDimParam().isEmpty() ? "axis_" + dims.size() : axis.getDimParam();
      dims.add(axis.getDimValue() > 0 ? Dim.of(symbol, axis.getDimValue()) : Dim.symbolic(symbol));
    }
    return dims;
  }

  /**
   * What it gives for a tensor.
   *
   * @param x of as many axes as the file's input
   * @return of the shape that the file says
   * @throws IllegalArgumentException in training, as it runs forward only; and if the axes of x are
   *     not those of the file's input
   */
  public Tensor apply(Scope scope, Tensor x) {
    if (scope.mode() == Mode.TRAINING) {
      throw new IllegalArgumentException(
          "%s was imported from ONNX and runs forward only: a model with it cannot be trained"
              .formatted(name));
    }
    requireFits(x);
    return new Importer(scope, model.getGraph(), name)
        .run(inputs().get(0).getName(), x); // as the file says
  }

  private void requireFits(Tensor x) {
    List<Dim> input = input();
    boolean fits = x.rank() == input.size();
    for (int i = 0; fits && i < input.size(); i++) {
      fits = !input.get(i).isKnown() || input.get(i).fits(x.dim(i));
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "%s takes %s, and not %s".formatted(name, input, x.shape()));
    }
  }

  private Graph trace() {
    String inputName = inputs().get(0).getName();
    String outputName = model.getGraph().getOutput(0).getName();
    return Graph.trace(
        Mode.INFERENCE,
        scope -> {
          Tensor x =
              scope.input(
                  inputName, DataType.FLOAT, input().toArray(Dim[]::new)); // as the file says
          return Map.of(outputName, apply(scope, x));
        });
  }

  /**
   * By how much the imported graph and ONNX Runtime on the file itself differ: the largest |a − b|
   * on random numbers.
   *
   * @param size of each axis that the file leaves open
   */
  public double largestDifference(OnnxRuntime runtime, long size, long seed) {
    Graph graph = trace();
    int type = inputs().get(0).getType().getTensorType().getElemType();
    Precision precision =
        type == TensorProto.DataType.DOUBLE_VALUE ? Precision.FLOAT64 : Precision.FLOAT32;
    long[] sizes = input().stream().mapToLong(dim -> dim.isKnown() ? dim.size() : size).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers =
        new float[Math.toIntExact(Arrays.stream(sizes).reduce(1, Math::multiplyExact))];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    Map<String, Array> given = Map.of(inputs().get(0).getName(), Array.of(numbers, sizes));
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

  /** {@code 12 nodes, from gelu.onnx}. */
  @Override
  public String toString() {
    return "%d nodes, from %s".formatted(model.getGraph().getNodeCount(), name);
  }
}
