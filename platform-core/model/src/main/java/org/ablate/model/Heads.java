package org.ablate.model;

import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** Splits the model's width into heads, and merges them again. Vaswani et al. (2017), §3.2.2. */
final class Heads {
  private Heads() {}

  /**
   * Projects to heads.
   *
   * @param x [batch, position, d_model]
   * @param role what the positions are for: {@code query} or {@code key}
   * @return [batch, head, position, head_dim]
   */
  static Tensor split(Scope scope, String name, Tensor x, int heads, int headDim, String role) {
    Dim width = Dim.of(name, (long) heads * headDim);
    return scope
        .linear(name, x, width) // [batch, position, head * head_dim]
        .unflatten(-1, Dim.of("head", heads), Dim.of("head_dim", headDim))
        .transpose(1, 2) // [batch, head, position, head_dim]
        .rename(-2, role);
  }

  /**
   * Merges heads and projects back to the model's width.
   *
   * @param x [batch, head, position, head_dim]
   * @return [batch, position, d_model]
   */
  static Tensor merge(Scope scope, Tensor x, Dim position, Dim dModel) {
    Tensor merged =
        scope
            .probe("heads", x)
            .transpose(1, 2) // [batch, position, head, head_dim]
            .flatten(-2, -1, "heads") // [batch, position, heads]
            .rename(-2, position.name());
    return scope.linear("output", merged, dModel); // [batch, position, d_model]
  }
}
