package org.ablate.plugins.placement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Map;
import java.util.function.BiFunction;
import org.ablate.plugin.Depth;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** On the number 2, around a sub-layer that multiplies by 3 and a norm that adds 10. */
class PlacementsTest {
  /** Whole numbers are exact. */
  private static final double EXACTLY = 0;

  private static final Sublayer TRIPLE =
      new Sublayer() {
        @Override
        public String name() {
          return "triple";
        }

        @Override
        public Tensor apply(Scope scope, Tensor x) {
          return x.multiply(3); // as x
        }

        @Override
        public Tensor normalize(Scope scope, String name, Tensor x) {
          return x.add(10); // as x
        }

        @Override
        public Depth depth() {
          return new Depth(Depth.Stack.ENCODER, 0, 1, 0);
        }
      };

  @Test
  void post_normalizes_the_sum() {
    assertOfTwo(2 + 3 * 2 + 10, (scope, x) -> new Post().residual(scope, x, TRIPLE));
  }

  @Test
  void pre_normalizes_what_the_sublayer_sees_and_leaves_the_residual_alone() {
    assertOfTwo(2 + 3 * (2 + 10), (scope, x) -> new Pre().residual(scope, x, TRIPLE));
  }

  @Test
  void pre_normalizes_after_the_last_layer() {
    assertOfTwo(2 + 10, (scope, x) -> new Pre().finish(x, y -> y.add(10)));
  }

  @Test
  void post_has_nothing_left_to_normalize_after_the_last_layer() {
    assertOfTwo(2, (scope, x) -> new Post().finish(x, y -> y.add(10)));
  }

  private static void assertOfTwo(double expected, BiFunction<Scope, Tensor, Tensor> definition) {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor x =
                  scope.input("x", DataType.FLOAT, Dim.one(), Dim.one(), Dim.one()); // [1, 1, 1]
              return Map.of("y", definition.apply(scope, x));
            });
    Array two = Array.of(new double[] {2}, 1, 1, 1);

    assertArrayEquals(
        new double[] {expected},
        Interpreter.run(graph, Map.of("x", two), Map.of()).get("y").toDoubles(),
        EXACTLY);
  }
}
