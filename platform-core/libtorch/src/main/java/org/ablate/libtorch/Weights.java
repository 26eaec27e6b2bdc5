package org.ablate.libtorch;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Op;
import org.ablate.tensor.Shape;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The values of parameters and buffers, by name, on the device. */
public final class Weights implements AutoCloseable {
  private final Transfer transfer;
  private final Set<String> learnable;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private boolean closed;

  Weights(Map<String, Array> values, Set<String> learnable, Transfer transfer) {
    this.transfer = transfer;
    this.learnable = Set.copyOf(learnable);
    for (String name : learnable) {
      if (!values.containsKey(name)) {
        throw new LibtorchException(
            "the weight '%s' is to be learned and has no value".formatted(name));
      }
    }
    try (PointerScope scope = new PointerScope()) {
      values.forEach((name, array) -> tensors.put(name, toDevice(name, array)));
      tensors.values().forEach(Tensor::retainReference);
    }
  }

  private Tensor toDevice(String name, Array array) {
    Tensor tensor = transfer.toDevice(array); // [array's shape]
    tensor.requires_grad_(learnable.contains(name));
    return tensor;
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  /** A copy of all values. */
  public Map<String, Array> toArrays() {
    requireOpen();
    Map<String, Array> arrays = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      tensors.forEach((name, tensor) -> arrays.put(name, transfer.toArray(tensor)));
    }
    return arrays;
  }

  /**
   * Changes values in place, so that whoever uses these weights sees them.
   *
   * @throws LibtorchException if a name is unknown or a shape differs; then nothing has changed
   */
  public void assign(Map<String, Array> values) {
    requireOpen();
    values.forEach((name, array) -> requireFit(name, array.shape()));
    try (PointerScope scope = new PointerScope();
        NoGradGuard withoutGradient = new NoGradGuard()) {
      values.forEach((name, array) -> tensors.get(name).copy_(transfer.toDevice(array)));
    }
  }

  /**
   * Moves every value towards that of the same name in other weights, in place.
   *
   * @param share the part of the way: 0 changes nothing, 1 makes them equal
   * @throws LibtorchException if the others lack a name or differ in a shape; then nothing has
   *     changed
   */
  public void moveTowards(Weights other, double share) {
    requireOpen();
    other.requireOpen();
    try (PointerScope scope = new PointerScope();
        NoGradGuard withoutGradient = new NoGradGuard();
        Scalar weight = new Scalar(share)) {
      tensors.keySet().forEach(name -> requireFit(name, other.existing(name).shape()));
      tensors.forEach((name, tensor) -> tensor.lerp_(other.get(name), weight));
    }
  }

  private Tensor existing(String name) {
    Tensor tensor = tensors.get(name); // [its shape]
    if (tensor == null) {
      throw new LibtorchException(
          "there is no weight '%s'; there are %s".formatted(name, tensors.keySet()));
    }
    return tensor;
  }

  private void requireFit(String name, long[] sizes) {
    Tensor tensor = existing(name); // [its shape]
    if (!Arrays.equals(tensor.shape(), sizes)) {
      throw new LibtorchException(
          "the weight '%s' has the sizes %s, but %s were given"
              .formatted(name, Arrays.toString(tensor.shape()), Arrays.toString(sizes)));
    }
  }

  Tensor get(String name) {
    return tensors.get(name);
  }

  /** The parameters of a graph that are learned, by name. */
  Map<String, Tensor> learned(Graph graph) {
    Map<String, Tensor> learned = new LinkedHashMap<>();
    for (Op.Parameter parameter : graph.parameters()) {
      if (learnable.contains(parameter.name())) {
        learned.put(parameter.name(), tensors.get(parameter.name()));
      }
    }
    return learned;
  }

  /**
   * Checks that a graph finds its parameters and buffers here.
   *
   * @throws LibtorchException if one is missing or has another shape
   */
  void requireFor(Graph graph) {
    graph.parameters().forEach(parameter -> require(parameter.name(), parameter.shape()));
    graph.buffers().forEach(buffer -> require(buffer.name(), buffer.shape()));
  }

  /**
   * Checks that training a graph would change anything.
   *
   * @throws LibtorchException if no parameter is to be learned
   */
  void requireLearned(Graph graph) {
    if (learned(graph).isEmpty()) {
      throw new LibtorchException(
          "none of the graph's parameters %s is to be learned"
              .formatted(graph.parameters().stream().map(Op.Parameter::name).toList()));
    }
  }

  private void require(String name, Shape shape) {
    Tensor tensor = tensors.get(name); // [shape...]
    if (tensor == null) {
      throw new LibtorchException(
          "the graph needs the weight '%s' of shape %s, and the weights have none of the name"
              .formatted(name, shape));
    }
    if (!Arrays.equals(shape.sizes(), tensor.shape())) {
      throw new LibtorchException(
          "the graph needs the weight '%s' of shape %s, but its sizes are %s"
              .formatted(name, shape, Arrays.toString(tensor.shape())));
    }
  }

  void requireOpen() {
    if (closed) {
      throw new LibtorchException("these weights have been closed");
    }
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::deallocate);
    closed = true;
  }
}
