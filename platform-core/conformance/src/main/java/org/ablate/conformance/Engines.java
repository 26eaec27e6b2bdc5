package org.ablate.conformance;

import java.util.Map;
import java.util.stream.Collectors;
import org.ablate.libtorch.Device;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.Program;
import org.ablate.libtorch.Weights;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Op;
import org.ablate.tensor.Precision;
import org.ablate.verification.Verification;

/** What checks compute with, beside the reference interpreter. */
record Engines(Libtorch float32, Libtorch float64, Verification verification)
    implements AutoCloseable {
  private static final long SEED = 1;

  /** On the CPU, with one thread: the graphs are too small for more. */
  static Engines open() {
    Verification verification = Verification.open(Device.CPU, 1, SEED); // also what may be missing
    return new Engines(
        Libtorch.open(Device.CPU, Precision.FLOAT32, 1),
        Libtorch.open(Device.CPU, Precision.FLOAT64, 1),
        verification);
  }

  /** Copies weights to a device, with the graph's parameters as what is learned. */
  static Weights weights(Libtorch libtorch, Graph graph, Map<String, Array> values) {
    return libtorch.weights(
        values, graph.parameters().stream().map(Op.Parameter::name).collect(Collectors.toSet()));
  }

  /** The outputs of a graph in single precision, its random numbers drawn from a seed. */
  Map<String, Array> run(
      Graph graph, Map<String, Array> values, Map<String, Array> inputs, long seed) {
    float32.seed(seed);
    try (Program program = float32.compile(graph);
        Weights weights = weights(float32, graph, values)) {
      return program.run(weights, inputs);
    }
  }

  @Override
  public void close() {
    verification.close();
    float64.close();
    float32.close();
  }
}
