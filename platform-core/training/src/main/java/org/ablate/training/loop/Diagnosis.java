package org.ablate.training.loop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.Program;
import org.ablate.libtorch.Weights;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Tensor;

/** Finds where numbers stop being finite. */
record Diagnosis(Libtorch engine, Graph graph, Weights weights, List<Map<String, Array>> batches) {

  /** How many values are copied out at once: few, as there may be many and they may be large. */
  private static final int VALUES_AT_ONCE = 16;

  /** The first value that is not finite, of the forward pass or else of the gradients. */
  String firstNonFinite() {
    return batches.stream()
        .flatMap(inputs -> inForwardPass(inputs).or(() -> inGradients(inputs)).stream())
        .findFirst()
        .orElse("run again, every value and every gradient is finite");
  }

  private Optional<String> inForwardPass(Map<String, Array> inputs) {
    List<Tensor> values =
        graph.nodes().stream().filter(node -> node.dataType() == DataType.FLOAT).toList();
    for (int from = 0; from < values.size(); from += VALUES_AT_ONCE) {
      List<Tensor> some = values.subList(from, Math.min(from + VALUES_AT_ONCE, values.size()));
      Map<String, Array> arrays = run(some, inputs);
      for (Tensor value : some) {
        if (!isFinite(arrays.get(name(value)))) {
          return Optional.of("the first value that is not finite is " + describe(value));
        }
      }
    }
    return Optional.empty();
  }

  private Map<String, Array> run(List<Tensor> values, Map<String, Array> inputs) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    values.forEach(value -> outputs.put(name(value), value));
    try (Program program = engine.compile(graph.withOutputs(outputs))) {
      return program.run(weights, inputs);
    }
  }

  private static String name(Tensor value) {
    return "%" + value.id();
  }

  private static String describe(Tensor value) {
    String operator = value.op().label() + " " + value.type();
    return value.scope().isEmpty() ? operator : operator + " in " + value.scope();
  }

  private Optional<String> inGradients(Map<String, Array> inputs) {
    Graph loss = graph.withOutputs(Map.of("loss", graph.outputs().get("loss")));
    try (Program program = engine.compile(loss)) {
      for (Map.Entry<String, Array> gradient : program.gradients(weights, inputs).entrySet()) {
        if (!isFinite(gradient.getValue())) {
          return Optional.of("the gradient of %s is not finite".formatted(gradient.getKey()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isFinite(Array array) {
    for (int i = 0; i < array.size(); i++) {
      if (!Double.isFinite(array.at(i))) {
        return false;
      }
    }
    return true;
  }
}
