package org.ablate.plugins.placement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** Runs a definition on the number 2, with parameters as they start. */
final class OfTwo {
  /** Whole numbers, halves of them and their small multiples are exact. */
  private static final double EXACTLY = 0;

  private OfTwo() {}

  static void assertLayer(double expected, Placement placement, Sublayer... sublayers) {
    assertResult(expected, (scope, x) -> placement.layer(scope, x, List.of(sublayers)));
  }

  /** From start to finish, where the norms add 10. */
  static void assertStack(double expected, Placement placement, Sublayer... sublayers) {
    assertResult(
        expected,
        (scope, x) -> {
          Tensor start = placement.start(x, y -> y.add(10)); // the stream
          Tensor last = placement.layer(scope, start, List.of(sublayers)); // the stream
          return placement.finish(last, y -> y.add(10)); // [1, 1, 1]
        });
  }

  static void assertResult(double expected, BiFunction<Scope, Tensor, Tensor> definition) {
    Graph graph = graph(definition);
    Map<String, Array> two = Map.of("x", Array.of(new double[] {2}, 1, 1, 1));

    assertArrayEquals(
        new double[] {expected},
        Interpreter.run(graph, two, graph.initialWeights(1)).get("y").toDoubles(),
        EXACTLY);
  }

  static Graph graph(BiFunction<Scope, Tensor, Tensor> definition) {
    return Graph.trace(
        Mode.INFERENCE,
        scope -> {
          Tensor x = scope.input("x", DataType.FLOAT, Dim.one(), Dim.one(), Dim.one()); // [1, 1, 1]
          return Map.of("y", definition.apply(scope, x));
        });
  }
}
