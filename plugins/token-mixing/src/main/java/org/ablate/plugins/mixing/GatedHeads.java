package org.ablate.plugins.mixing;

import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * What linear recurrences over heads have in common at their end: each head is normalized, all are
 * gated by swish(x W) and projected. Sun et al. (2023), arXiv:2307.08621, eq. 8.
 */
final class GatedHeads {
  private static final double EPSILON = 1e-5;

  private GatedHeads() {}

  /**
   * Normalizes, gates and projects.
   *
   * @param heads [batch, head, position, head_dim]
   * @param x [batch, position, d_model]
   * @return [batch, position, d_model]
   */
  static Tensor finish(Scope scope, Tensor heads, Tensor x) {
    Tensor normalized = normalized(scope, heads, x); // [batch, position, heads]
    Tensor gate = scope.projection("gate", x, normalized.dim(-1)).silu(); // as normalized
    return scope.projection(
        "output", normalized.multiply(gate), x.dim(-1)); // [b, position, d_model]
  }

  /**
   * Normalizes each head and merges them.
   *
   * @return [batch, position, heads]
   */
  static Tensor normalized(Scope scope, Tensor heads, Tensor x) {
    Tensor gain = scope.parameter("gain", Initializer.ONES, heads.dim(-1)); // [head_dim]
    return Heads.merge(heads.rmsNorm(gain, EPSILON), x); // [batch, position, heads]
  }
}
