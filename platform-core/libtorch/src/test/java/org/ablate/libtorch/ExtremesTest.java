package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.Function;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ExtremesTest {
  private static final Dim KEY = Dim.of("key", 3);
  private static final Dim ROW = Dim.of("row", 5);

  private static boolean extreme(Function<Scope, Tensor> scores) {
    Graph graph = Graph.trace(Mode.TRAINING, scope -> Map.of("scores", scores.apply(scope)));
    return Extremes.mayBeAmong(graph.result());
  }

  private static Tensor product(Scope scope) {
    Tensor x = scope.input("x", DataType.FLOAT, KEY, KEY); // [key, key]
    return x.matmul(x.transpose(0, 1)); // [key, key]
  }

  @Test
  void products_are_finite() {
    assertFalse(extreme(s -> product(s).divide(8).tanh().multiply(50)));
  }

  @Test
  void what_is_learned_is_finite() {
    assertFalse(
        extreme(
            s -> {
              Tensor table = s.parameter("table", Initializer.ONES, ROW); // [row]
              return product(s).add(table.take(s.range(KEY))); // [key, key]
            }));
  }

  @Test
  void slopes_of_distances_are_finite() {
    assertFalse(
        extreme(
            s -> product(s).add(s.range(KEY).toFloat().multiply(s.constant(new double[] {-0.5})))));
  }

  @Test
  void logarithms_of_what_is_kept_from_zero_are_finite() {
    assertFalse(extreme(s -> product(s).add(s.range(KEY).toFloat().add(1).log())));
    assertFalse(extreme(s -> product(s).divide(s.range(KEY).toFloat().maximum(1))));
  }

  @Test
  void what_truths_and_indices_are_made_of_does_not_matter() {
    assertFalse(extreme(s -> product(s).add(s.range(KEY).toFloat().log().greater(0).toFloat())));
  }

  @Test
  void an_infinity_may_be_written_down() {
    assertTrue(
        extreme(
            s -> s.range(KEY).equal(1).where(product(s), Double.NEGATIVE_INFINITY))); // [key, key]
    assertTrue(extreme(s -> product(s).add(s.constant(new double[] {Double.NaN}))));
    assertTrue(extreme(s -> s.range(KEY).equal(1).where(product(s), -1e30)));
  }

  @Test
  void an_infinity_may_be_given() {
    assertTrue(extreme(s -> product(s).add(s.input("bias", DataType.FLOAT, KEY))));
  }

  @Test
  void an_infinity_may_be_computed() {
    assertTrue(extreme(s -> product(s).add(s.range(KEY).toFloat().log())));
    assertTrue(extreme(s -> product(s).divide(s.range(KEY).toFloat())));
    assertTrue(extreme(s -> product(s).add(s.range(KEY).toFloat().power(-1))));
  }
}
