package org.ablate.plugins.feed_forward;

import java.util.function.UnaryOperator;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** f(xW₁ + b₁) W₂ + b₂, of which feed-forwards without a gate differ in f. */
final class HiddenLayer {
  private HiddenLayer() {}

  /**
   * Transforms each token.
   *
   * @param x [batch, position, d_model]
   * @return [batch, position, d_model]
   */
  static Tensor of(
      Scope scope, Tensor x, Dim width, boolean biases, UnaryOperator<Tensor> activation) {
    Tensor projected = Projection.of(scope, "in", x, width, biases); // [batch, position, d_ff]
    Tensor hidden = scope.probe("hidden", activation.apply(projected)); // [batch, position, d_ff]
    return Projection.of(scope, "out", hidden, x.dim(-1), biases); // [batch, position, d_model]
  }
}
