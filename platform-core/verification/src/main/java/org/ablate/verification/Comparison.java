package org.ablate.verification;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.ablate.libtorch.Program;
import org.ablate.libtorch.Weights;
import org.ablate.onnx.OnnxModel;
import org.ablate.onnx.OnnxRuntime;
import org.ablate.onnx.OnnxSession;
import org.ablate.tensor.Array;
import org.ablate.tensor.Op;

/** Two graphs, ready to run on the same inputs: one in libtorch, one in ONNX Runtime. */
record Comparison(
    GraphPair graphs, Tolerance tolerance, OnnxSession session, Program program, Weights weights) {

  /** Holds both engines' memory while it is used. */
  static <T> T use(
      GraphPair graphs,
      Map<String, Array> values,
      Arithmetic arithmetic,
      OnnxRuntime onnxRuntime,
      Function<Comparison, T> use) {
    OnnxModel model = OnnxModel.of(graphs.ofOnnxRuntime(), values, arithmetic.precision());
    try (OnnxSession session = onnxRuntime.load(model);
        Program program = arithmetic.libtorch().compile(graphs.ofLibtorch());
        Weights weights = arithmetic.libtorch().weights(values, Set.of())) {
      return use.apply(new Comparison(graphs, arithmetic.tolerance(), session, program, weights));
    }
  }

  /** How the outputs differ, by name, in the order of the graph's outputs. */
  Map<String, Difference> run(Trial trial) {
    Map<String, Array> libtorch = program.run(weights, trial.inputs(), trial.sizes());
    Map<String, Array> inputs = new LinkedHashMap<>(trial.inputs());
    for (Op.Random random : graphs.ofOnnxRuntime().randoms()) {
      inputs.put(random.name(), libtorch.get(GraphPair.noise(random.name())));
    }
    Map<String, Array> onnxRuntime = session.run(inputs, trial.sizes());
    Map<String, Difference> differences = new LinkedHashMap<>();
    for (String name : graphs.ofOnnxRuntime().outputs().keySet()) {
      differences.put(name, Difference.of(libtorch.get(name), onnxRuntime.get(name), tolerance));
    }
    return differences;
  }
}
