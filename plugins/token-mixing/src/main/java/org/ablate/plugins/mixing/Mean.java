package org.ablate.plugins.mixing;

import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** Means over tokens: what counts them goes through the same sums as their channels do. */
final class Mean {
  private Mean() {}

  /**
   * Tokens with one more channel, which is 1; zeros where there is no token.
   *
   * @param x [batch, position, d_model]
   * @return [batch, position, d_model + 1]
   */
  static Tensor counted(Scope scope, Tensor x, Padding padding) {
    Tensor one = scope.zeros(x.shape().with(-1, Dim.one())).add(1); // [batch, position, 1]
    return padding.zero(Tensor.concat(-1, x, one)); // [batch, position, d_model + 1]
  }

  /**
   * The means of what was counted; zeros where nothing was.
   *
   * @param sums [batch, position, d_model + 1]
   * @return [batch, position, d_model]
   */
  static Tensor of(Tensor sums) {
    long count = sums.size(-1) - 1;
    Tensor tokens = sums.slice(-1, count, count + 1).maximum(1); // [batch, position, 1]
    return sums.slice(-1, 0, count).divide(tokens); // [batch, position, d_model]
  }
}
