package org.ablate.plugins.feed_forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.function.DoubleUnaryOperator;
import org.ablate.plugin.FeedForward;
import org.junit.jupiter.api.Test;

/** Against the papers' formulas, written out in loops over random tokens and weights. */
class FormulasTest {
  /** A few roundings of sums of six numbers near 1 in double precision. */
  private static final double TOLERANCE = 1e-12;

  private static final int IN = Weights.D_MODEL;
  private static final int HIDDEN = Weights.D_FF;

  @Test
  void relu_is_max_of_0_and_the_projection() {
    assertPlain(new Relu(true), h -> Math.max(0, h));
  }

  @Test
  void relu_squared_is_the_square_of_relu() {
    assertPlain(new ReluSquared(true), h -> h > 0 ? h * h : 0);
  }

  @Test
  void silu_is_the_projection_times_its_sigmoid() {
    assertPlain(new Silu(true), h -> h * sigmoid(h));
  }

  @Test
  void gelu_is_the_projection_times_its_normal_probability() {
    assertPlain(new Gelu(Gelu.Form.ERF, true), FormulasTest::gelu);
  }

  @Test
  void gelu_by_tanh_is_the_approximation_of_the_paper() {
    assertPlain(
        new Gelu(Gelu.Form.TANH, true),
        h -> 0.5 * h * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (h + 0.044715 * h * h * h))));
  }

  @Test
  void glu_gates_by_a_sigmoid() {
    assertGated(new Glu(1, false), FormulasTest::sigmoid);
  }

  @Test
  void bilinear_gates_without_an_activation() {
    assertGated(new Bilinear(1, false), h -> h);
  }

  @Test
  void reglu_gates_by_relu() {
    assertGated(new Reglu(1, false), h -> Math.max(0, h));
  }

  @Test
  void geglu_gates_by_gelu() {
    assertGated(new Geglu(1, false), FormulasTest::gelu);
  }

  @Test
  void swiglu_gates_by_silu() {
    assertGated(new Swiglu(1, false), h -> h * sigmoid(h));
  }

  /** f(xW₁ + b₁) W₂ + b₂. */
  private static void assertPlain(FeedForward feedForward, DoubleUnaryOperator activation) {
    Weights weights = Weights.of(feedForward);
    for (int token = 0; token < Weights.TOKENS; token++) {
      double[] hidden =
          product(weights.tokens()[token], weights.get("in.weight"), weights.get("in.bias"));
      for (int j = 0; j < HIDDEN; j++) {
        hidden[j] = activation.applyAsDouble(hidden[j]);
      }
      assertArrayEquals(
          product(hidden, weights.get("out.weight"), weights.get("out.bias")),
          weights.transformed(token),
          TOLERANCE);
    }
  }

  /** (f(xW) ⊙ xV) W₂. */
  private static void assertGated(FeedForward feedForward, DoubleUnaryOperator activation) {
    Weights weights = Weights.of(feedForward);
    for (int token = 0; token < Weights.TOKENS; token++) {
      double[] x = weights.tokens()[token];
      double[] gate = product(x, weights.get("gate.weight"), new double[HIDDEN]);
      double[] hidden = product(x, weights.get("in.weight"), new double[HIDDEN]);
      for (int j = 0; j < HIDDEN; j++) {
        hidden[j] *= activation.applyAsDouble(gate[j]);
      }
      assertArrayEquals(
          product(hidden, weights.get("out.weight"), new double[IN]),
          weights.transformed(token),
          TOLERANCE);
    }
  }

  private static double[] product(double[] x, double[] matrix, double[] bias) {
    double[] result = bias.clone();
    for (int j = 0; j < result.length; j++) {
      for (int i = 0; i < x.length; i++) {
        result[j] += x[i] * matrix[i * result.length + j];
      }
    }
    return result;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** x Φ(x), by the series Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …). */
  private static double gelu(double x) {
    double term = x;
    double sum = x;
    for (int n = 3; n < 100; n += 2) {
      term *= x * x / n;
      sum += term;
    }
    return x * (0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI));
  }
}
