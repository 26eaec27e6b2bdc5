package org.ablate.plugins.normalization;

import java.util.Optional;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** Statistics over the tokens of a batch, and their running means. */
final class OverTokens {
  private OverTokens() {}

  /**
   * The sum over tokens; positions without one are left out.
   *
   * @param x [batch, position, d_model]
   * @return [1, 1, d_model]
   */
  static Tensor sum(Tensor x, Padding padding) {
    return padding.zero(x).sum(0, 1); // [1, 1, d_model]
  }

  /**
   * The number of tokens in a batch; 1 where there is none, so that nothing is divided by 0.
   *
   * @param x [batch, position, d_model]
   * @return [1, 1, 1], or [] where all are tokens
   */
  static Tensor count(Scope scope, Tensor x, Padding padding) {
    Optional<Tensor> tokens = padding.tokens(); // [batch, position]
    if (tokens.isEmpty()) {
      Tensor sequences = scope.extent(x.dim(0)).toFloat(); // []
      return sequences.multiply(scope.extent(x.dim(1)).toFloat()); // []
    }
    return tokens.get().toFloat().sum(0, 1).unsqueeze(-1).maximum(1); // [1, 1, 1]
  }

  /**
   * A running mean with a part of it replaced.
   *
   * @param running [d_model]
   * @param ofBatch [1, 1, d_model]
   * @return [d_model]
   */
  static Tensor blend(Tensor running, Tensor ofBatch, double momentum) {
    Tensor flat = ofBatch.detach().reshape(running.shape()); // [d_model]
    return running.multiply(1 - momentum).add(flat.multiply(momentum)); // [d_model]
  }

  static void requireMomentum(double momentum) {
    if (!(momentum > 0 && momentum <= 1)) {
      throw new IllegalArgumentException("momentum must be in (0, 1], got " + momentum);
    }
  }
}
