package org.ablate.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ablate.tensor.Array;
import org.ablate.tensor.Bindings;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Op;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Tensor;

/** A model that ONNX Runtime has loaded. It holds native memory until it is closed. */
public final class OnnxSession implements AutoCloseable {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final OnnxModel model;

  OnnxSession(OrtEnvironment environment, OrtSession session, OnnxModel model) {
    this.environment = environment;
    this.session = session;
    this.model = model;
  }

  /**
   * The outputs by name. An index below zero counts from the end of its table, which other engines
   * refuse.
   *
   * @param inputs the values of inputs, decoding state and random numbers, by name
   * @throws IllegalArgumentException if a value is missing or does not fit
   * @throws OnnxException if ONNX Runtime fails, as it does where an index is beyond its table, or
   *     would crash, as it does on a recurrence along an empty axis
   */
  public Map<String, Array> run(Map<String, Array> inputs) {
    return run(inputs, Map.of());
  }

  /**
   * Like {@link #run(Map)}.
   *
   * @param known sizes that the inputs need not tell, such as {@link org.ablate.tensor.Scope#PAST}
   *     where no state grows with it
   */
  public Map<String, Array> run(Map<String, Array> inputs, Map<String, Long> known) {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Array> value : values(inputs, known).entrySet()) {
        tensors.put(value.getKey(), tensor(value.getValue()));
      }
      try (OrtSession.Result result = session.run(tensors)) {
        Map<String, Array> outputs = new LinkedHashMap<>();
        for (String name : model.outputs()) {
          outputs.put(name, array((OnnxTensor) result.get(name).orElseThrow()));
        }
        return outputs;
      }
    } catch (OrtException e) {
      throw new OnnxException("ONNX Runtime cannot run the model: " + e.getMessage(), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  /** What the model takes, all of it checked. */
  private Map<String, Array> values(Map<String, Array> inputs, Map<String, Long> known) {
    Graph graph = model.graph();
    Map<String, Long> sizes = Bindings.of(graph, inputs, known);
    requireRunnable(graph, sizes);
    Map<String, Array> values = new LinkedHashMap<>();
    for (Op.Input input : graph.inputs()) {
      values.put(input.name(), inputs.get(input.name()));
    }
    for (Op.Random random : graph.randoms()) {
      values.put(random.name(), randomNumbers(random, inputs, sizes));
    }
    for (String symbol : model.untoldSizes()) {
      long size = Polynomial.symbol(symbol).at(sizes);
      values.put(symbol, Array.of(new long[] {size}, 1));
    }
    return values;
  }

  private static Array randomNumbers(
      Op.Random random, Map<String, Array> inputs, Map<String, Long> sizes) {
    Array numbers = inputs.get(random.name());
    if (numbers == null) {
      throw new IllegalArgumentException(
          "the random numbers '%s' are not given, and there is no generator here; inference must draw none"
              .formatted(random.name()));
    }
    long[] expected = random.shape().sizes(sizes);
    if (!Arrays.equals(numbers.shape(), expected)) {
      throw new IllegalArgumentException(
          "the random numbers '%s' must have the sizes %s, but %s are given"
              .formatted(
                  random.name(), Arrays.toString(expected), Arrays.toString(numbers.shape())));
    }
    return numbers;
  }

  /** ONNX Runtime would crash, and the process with it, on a recurrence without entries. */
  private static void requireRunnable(Graph graph, Map<String, Long> sizes) {
    graph.nodes().forEach(tensor -> requireEntries(tensor, sizes));
  }

  private static void requireEntries(Tensor tensor, Map<String, Long> sizes) {
    if (tensor.op() instanceof Op.Scan scan) {
      Tensor sequence = tensor.operands().get(scan.states());
      if (sequence.dim(scan.axis()).extent().at(sizes) == 0) {
        throw new OnnxException(
            "ONNX Runtime cannot run a recurrence along an empty axis%n  at %s".formatted(tensor));
      }
      requireRunnable(scan.body(), sizes);
    }
  }

  private OnnxTensor tensor(Array array) throws OrtException {
    OnnxJavaType type =
        switch (array.dataType()) {
          case FLOAT ->
              model.precision() == Precision.FLOAT32 ? OnnxJavaType.FLOAT : OnnxJavaType.DOUBLE;
          case INTEGER -> OnnxJavaType.INT64;
          case BOOLEAN -> OnnxJavaType.BOOL;
        };
    ByteBuffer elements = Elements.forRuntime(array, model.precision());
    return OnnxTensor.createTensor(environment, elements, array.shape(), type);
  }

  private static Array array(OnnxTensor tensor) {
    long[] shape = tensor.getInfo().getShape();
    return switch (tensor.getInfo().type) {
      case FLOAT -> {
        float[] values = new float[Array.elements(shape)];
        tensor.getFloatBuffer().get(values);
        yield Array.of(values, shape);
      }
      case DOUBLE -> {
        double[] values = new double[Array.elements(shape)];
        tensor.getDoubleBuffer().get(values);
        yield Array.of(values, shape);
      }
      case INT64 -> {
        long[] values = new long[Array.elements(shape)];
        tensor.getLongBuffer().get(values);
        yield Array.of(values, shape);
      }
      case BOOL -> {
        boolean[] values = new boolean[Array.elements(shape)];
        ByteBuffer bytes = tensor.getByteBuffer();
        for (int i = 0; i < values.length; i++) {
          values[i] = bytes.get(i) != 0;
        }
        yield Array.of(values, shape);
      }
      default -> throw new IllegalStateException("no output has the type " + tensor.getInfo().type);
    };
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new OnnxException("ONNX Runtime cannot close the model: " + e.getMessage(), e);
    }
  }
}
