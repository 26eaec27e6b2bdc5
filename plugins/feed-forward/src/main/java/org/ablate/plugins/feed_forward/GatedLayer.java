package org.ablate.plugins.feed_forward;

import java.util.function.UnaryOperator;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * (f(xW) ⊙ xV) W₂, of which gated feed-forwards differ in f. Shazeer (2020), arXiv:2002.05202, eq.
 * 6.
 */
final class GatedLayer {

  private GatedLayer() {}

  static void requirePositive(double widthFactor) {
    if (!(widthFactor > 0)) {
      throw new IllegalArgumentException("width_factor must be greater than 0, got " + widthFactor);
    }
  }

  /** The part of the stated width that is nearest to the factor; at least 1. */
  static int width(int statedWidth, double widthFactor) {
    return Math.max(1, Math.toIntExact(Math.round(statedWidth * widthFactor)));
  }

  /**
   * Transforms each token.
   *
   * @param x [batch, position, d_model]
   * @return [batch, position, d_model]
   */
  static Tensor of(
      Scope scope, Tensor x, Dim width, boolean biases, UnaryOperator<Tensor> activation) {
    Tensor gate =
        activation.apply(Projection.of(scope, "gate", x, width, biases)); // [batch, position, d_ff]
    Tensor linear = Projection.of(scope, "in", x, width, biases); // [batch, position, d_ff]
    Tensor hidden = scope.probe("hidden", gate.multiply(linear)); // [batch, position, d_ff]
    return Projection.of(scope, "out", hidden, x.dim(-1), biases); // [batch, position, d_model]
  }
}
