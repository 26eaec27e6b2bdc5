package org.ablate.verification;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.ablate.libtorch.Device;
import org.ablate.libtorch.Libtorch;
import org.ablate.onnx.OnnxRuntime;
import org.ablate.onnx.Provider;
import org.ablate.plugin.Component;
import org.ablate.plugin.Kind;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Precision;

/**
 * Compares what libtorch and ONNX Runtime compute of the same graph on fresh random inputs: in
 * float32 and, where they differ, in float64, which tells a mistake from noise.
 */
public final class Verification implements AutoCloseable {
  private final Arithmetic float32;
  private final Arithmetic float64;
  private final OnnxRuntime onnxRuntime;
  private final long seed;

  private Verification(Arithmetic float32, Arithmetic float64, OnnxRuntime onnxRuntime, long seed) {
    this.float32 = float32;
    this.float64 = float64;
    this.onnxRuntime = onnxRuntime;
    this.seed = seed;
  }

  /**
   * Opens both engines. ONNX Runtime takes the GPU where it finds one that it can use.
   *
   * @param device where libtorch computes
   * @param threads how many threads an operator of libtorch may use
   * @param seed of all random inputs
   * @throws org.ablate.libtorch.LibtorchException if libtorch or the device is not there
   * @throws org.ablate.onnx.OnnxException if ONNX Runtime is not there
   */
  public static Verification open(Device device, int threads, long seed) {
    OnnxRuntime onnxRuntime = OnnxRuntime.open(); // first, as it holds nothing if another fails
    return new Verification(
        new Arithmetic(
            Precision.FLOAT32,
            Libtorch.open(device, Precision.FLOAT32, threads),
            Tolerance.FLOAT32),
        new Arithmetic(
            Precision.FLOAT64,
            Libtorch.open(device, Precision.FLOAT64, threads),
            Tolerance.FLOAT64),
        onnxRuntime,
        seed);
  }

  /** What ONNX Runtime computes with. */
  public Provider provider() {
    return onnxRuntime.provider();
  }

  /**
   * Compares a graph, with the sizes of {@link SizeSpread#of(Graph)}. Outputs are compared, what is
   * left for later calls of decoding, and what buffers hold after a training step.
   *
   * @param weights the values of parameters and buffers, by name
   * @param inputs what it is run on
   */
  public Agreement verify(Graph graph, Map<String, Array> weights, Inputs inputs) {
    return verify(graph, weights, inputs, SizeSpread.of(graph));
  }

  /** Like {@link #verify(Graph, Map, Inputs)}, with the given sizes of the symbolic axes. */
  public Agreement verify(
      Graph graph, Map<String, Array> weights, Inputs inputs, List<Map<String, Long>> sizes) {
    return verify(GraphPair.same(graph), weights, inputs, sizes);
  }

  /**
   * Compares a component alone, in each of the ways in which models use it.
   *
   * @return the ways and how far the engines agree in each
   * @throws IllegalArgumentException if components of the kind compute no tensors
   */
  public Map<String, Agreement> verify(Kind kind, Component component) {
    Map<String, Agreement> agreements = new LinkedHashMap<>();
    for (ComponentCase use : ComponentCase.all(kind, component)) {
      var sizes = SizeSpread.of(use.graph(), use.longest());
      agreements.put(use.name(), verify(use.graph(), use.weights(seed), use.inputs(), sizes));
    }
    return agreements;
  }

  Agreement verify(
      GraphPair graphs, Map<String, Array> weights, Inputs inputs, List<Map<String, Long>> sizes) {
    List<Trial> trials =
        Trial.of(graphs.ofOnnxRuntime(), inputs, sizes, new SplittableRandom(seed));
    Examination examination = new Examination(graphs, weights, onnxRuntime);
    float32.libtorch().seed(seed);
    Round single = examination.round(trials, float32);
    if (single.suspects().isEmpty()) {
      return agreement(Verdict.AGREE, sizes, single, OptionalDouble.empty(), Optional.empty());
    }
    float64.libtorch().seed(seed);
    Round twice = examination.round(single.suspects(), float64);
    boolean isNoise = twice.suspects().isEmpty();
    Trial suspect = (isNoise ? single : twice).suspects().get(0);
    return agreement(
        isNoise ? Verdict.NOISE : Verdict.DISAGREE,
        sizes,
        single,
        OptionalDouble.of(twice.maxAbsolute()),
        examination.first(suspect, isNoise ? float32 : float64));
  }

  private Agreement agreement(
      Verdict verdict,
      List<Map<String, Long>> sizes,
      Round single,
      OptionalDouble inFloat64,
      Optional<Disagreement> first) {
    return new Agreement(
        verdict, provider(), sizes, single.maxAbsolute(), inFloat64, single.notFinite(), first);
  }

  @Override
  public void close() {
    float32.libtorch().close();
    float64.libtorch().close();
  }
}
