package org.ablate.plugins.attention;

import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** What tokens say of each head. */
final class Gate {
  private Gate() {}

  /**
   * XW, split into heads.
   *
   * @param tokens [batch, position, d_model]
   * @param width of each head's
   * @return [batch, head, position, width]
   */
  static Tensor of(Scope scope, Tensor tokens, Dim head, Dim width) {
    return scope
        .projection("gate", tokens, Dim.of("gate", head.size() * width.size()))
        .unflatten(-1, head, width)
        .transpose(1, 2); // [batch, head, position, width]
  }
}
