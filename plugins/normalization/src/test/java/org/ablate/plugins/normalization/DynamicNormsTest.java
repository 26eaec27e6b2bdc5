package org.ablate.plugins.normalization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.ablate.plugin.Normalization;
import org.ablate.tensor.Array;
import org.ablate.tensor.Mode;
import org.junit.jupiter.api.Test;

/** The normalizations that look at one number at a time. */
class DynamicNormsTest {
  /** A few roundings of numbers up to 10 in double precision. */
  private static final double TOLERANCE = 1e-12;

  /** What tanh and erf have beyond their linear part, of numbers of 1e-5. */
  private static final double CUBE = 1e-14;

  private static final double[] TOKEN = {-2, 0.1, 0.7};
  private static final Map<String, Array> WEIGHTS =
      Map.of(
          "alpha", Array.of(new double[] {0.8}, 1),
          "gain", Array.of(new double[] {2, 3, 4}, 3),
          "bias", Array.of(new double[] {-1, 0, 1}, 3));

  @Test
  void dynamic_tanh_is_the_formula_of_its_paper() {
    assertArrayEquals(
        scaledAndShifted(x -> (Math.exp(1.6 * x) - 1) / (Math.exp(1.6 * x) + 1)),
        of(new DynamicTanh(0.5)).ofToken(WEIGHTS, TOKEN),
        TOLERANCE);
  }

  @Test
  void dynamic_erf_is_the_formula_of_its_paper() {
    Map<String, Array> weights = new HashMap<>(WEIGHTS);
    weights.put("shift", Array.of(new double[] {0.3}, 1));

    assertArrayEquals(
        scaledAndShifted(x -> erf(0.8 * x + 0.3)),
        of(new DynamicErf(0.5)).ofToken(weights, TOKEN),
        TOLERANCE);
  }

  @Test
  void dynamic_tanh_is_linear_where_numbers_are_small() {
    assertArrayEquals(
        new double[] {0.5e-5, -1e-5},
        Traced.of(new DynamicTanh(0.5), Mode.INFERENCE, 2).ofToken(Map.of(), 1e-5, -2e-5),
        CUBE);
  }

  @Test
  void dynamic_erf_is_linear_where_numbers_are_small() {
    double slope = 0.5 * 2 / Math.sqrt(Math.PI);

    assertArrayEquals(
        new double[] {slope * 1e-5, -slope * 2e-5},
        Traced.of(new DynamicErf(0.5), Mode.INFERENCE, 2).ofToken(Map.of(), 1e-5, -2e-5),
        CUBE);
  }

  @Test
  void both_keep_large_numbers_within_gain_and_bias() {
    double[] bounds = {1, 3, 5}; // gain + bias

    assertArrayEquals(bounds, of(new DynamicTanh(0.5)).ofToken(WEIGHTS, 1e3, 1e3, 1e3), TOLERANCE);
    assertArrayEquals(bounds, of(new DynamicErf(0.5)).ofToken(WEIGHTS, 1e3, 1e3, 1e3), TOLERANCE);
  }

  @Test
  void erf_alone_has_a_shift() {
    assertEquals(List.of("alpha", "gain", "bias"), of(new DynamicTanh(0.5)).parameters());
    assertEquals(List.of("alpha", "shift", "gain", "bias"), of(new DynamicErf(0.5)).parameters());
  }

  @Test
  void an_alpha_that_is_not_positive_is_refused() {
    assertEquals(
        "alpha must be greater than 0, got 0.0",
        assertThrows(IllegalArgumentException.class, () -> new DynamicTanh(0)).getMessage());
    assertEquals(
        "alpha must be greater than 0, got -1.0",
        assertThrows(IllegalArgumentException.class, () -> new DynamicErf(-1)).getMessage());
  }

  private static Traced of(Normalization normalization) {
    return Traced.of(normalization, Mode.INFERENCE, 3);
  }

  private static double[] scaledAndShifted(DoubleUnaryOperator bounded) {
    double[] expected = TOKEN.clone();
    Arrays.setAll(expected, i -> bounded.applyAsDouble(TOKEN[i]) * (i + 2) + i - 1);
    return expected;
  }

  /** Its power series, 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)), which converges fast for small x. */
  private static double erf(double x) {
    double power = x;
    double sum = 0;
    for (int n = 0; n < 60; n++) {
      sum += power / (2 * n + 1);
      power *= -x * x / (n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }
}
