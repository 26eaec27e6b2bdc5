package org.ablate.plugins.normalization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Scale norm and fix norm, of vectors whose lengths are whole. */
class LengthNormsTest {
  /** A few roundings of numbers up to 10 in double precision. */
  private static final double TOLERANCE = 1e-12;

  private static final Map<String, Array> LENGTH_TEN =
      Map.of("length", Array.of(new double[] {10}, 1));

  @Test
  void scale_norm_gives_every_token_the_learned_length() {
    // (3, 4) is of length 5
    assertArrayEquals(new double[] {6, 8}, scaleNorm().ofToken(LENGTH_TEN, 3, 4), TOLERANCE);
    assertArrayEquals(new double[] {6, 8}, scaleNorm().ofToken(LENGTH_TEN, 300, 400), TOLERANCE);
  }

  @Test
  void scale_norm_starts_with_the_root_of_the_width_as_length() {
    double length = Math.sqrt(2);

    assertArrayEquals(
        new double[] {0.6 * length, 0.8 * length},
        scaleNorm().ofToken(Map.of(), 3, 4),
        1e-7); // a weight starts in single precision
  }

  @Test
  void scale_norm_has_one_parameter_for_all_channels() {
    assertEquals(List.of("length"), scaleNorm().parameters());
    assertEquals(1, scaleNorm().graph().parameters().get(0).shape().sizes()[0]);
  }

  @Test
  void a_token_shorter_than_epsilon_is_divided_by_epsilon() {
    Traced coarse = Traced.of(new ScaleNorm(10), Mode.INFERENCE, 2);

    assertArrayEquals(new double[] {3, 4}, coarse.ofToken(LENGTH_TEN, 3, 4), TOLERANCE);
  }

  @Test
  void a_token_of_zeros_stays_zero() {
    assertArrayEquals(new double[] {0, 0}, scaleNorm().ofToken(LENGTH_TEN, 0, 0), TOLERANCE);
  }

  @Test
  void fix_norm_normalizes_tokens_as_scale_norm() {
    Traced fixNorm = Traced.of(new FixNorm(1e-5), Mode.INFERENCE, 2);

    assertArrayEquals(new double[] {6, 8}, fixNorm.ofToken(LENGTH_TEN, 3, 4), TOLERANCE);
  }

  @Test
  void fix_norm_gives_every_embedding_the_length_one() {
    assertArrayEquals(
        new double[] {0.6, 0.8, -1, 0}, embeddings(new double[] {3, 4, -2, 0}), TOLERANCE);
  }

  @Test
  void an_epsilon_that_is_not_positive_is_refused() {
    assertEquals(
        "epsilon must be greater than 0, got 0.0",
        assertThrows(IllegalArgumentException.class, () -> new ScaleNorm(0)).getMessage());
    assertEquals(
        "epsilon must be greater than 0, got -1.0",
        assertThrows(IllegalArgumentException.class, () -> new FixNorm(-1)).getMessage());
  }

  private static Traced scaleNorm() {
    return Traced.of(new ScaleNorm(1e-5), Mode.INFERENCE, 2);
  }

  /** Of two tokens of width 2. */
  private static double[] embeddings(double[] table) {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor learned =
                  scope.input(
                      "table",
                      DataType.FLOAT,
                      Dim.of("token", 2),
                      Dim.of("d_model", 2)); // [token, d_model]
              return Map.of("used", new FixNorm(1e-5).normalizeEmbeddings(learned));
            });
    Map<String, Array> inputs = Map.of("table", Array.of(table, 2, 2));
    return Interpreter.run(graph, inputs, Map.of()).get("used").toDoubles();
  }
}
