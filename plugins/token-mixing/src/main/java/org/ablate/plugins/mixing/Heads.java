package org.ablate.plugins.mixing;

import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** Splits a width into heads, and merges them again. Vaswani et al. (2017), §3.2.2. */
final class Heads {
  private Heads() {}

  /**
   * Projects to heads of the width that they have in a model.
   *
   * @param x [batch, position, d_model]
   * @param role what the positions are for, such as {@code key}
   * @return [batch, head, position, head_dim]
   */
  static Tensor project(Scope scope, String name, Tensor x, int heads, String role) {
    Dim width = Dim.of(name, x.size(-1) / heads * heads);
    return split(scope.projection(name, x, width), heads, role); // [batch, head, role, head_dim]
  }

  /**
   * Splits.
   *
   * @param x [batch, position, head * head_dim]
   * @return [batch, head, position, head_dim]
   */
  static Tensor split(Tensor x, int heads, String role) {
    return x.unflatten(-1, Dim.of("head", heads), Dim.of("head_dim", x.size(-1) / heads))
        .transpose(1, 2) // [batch, head, position, head_dim]
        .rename(-2, role); // [batch, head, role, head_dim]
  }

  /**
   * Merges heads.
   *
   * @param x [batch, head, position, head_dim]
   * @param like what has the axis of positions that the result is to have
   * @return [batch, position, heads]
   */
  static Tensor merge(Tensor x, Tensor like) {
    return x.transpose(1, 2) // [batch, position, head, head_dim]
        .flatten(-2, -1, "heads") // [batch, position, heads]
        .rename(-2, like.dim(-2).name()); // [batch, position, heads]
  }
}
