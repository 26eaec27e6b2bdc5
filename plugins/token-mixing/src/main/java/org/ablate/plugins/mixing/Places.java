package org.ablate.plugins.mixing;

import org.ablate.plugin.Padding;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** Where positions stand among the tokens, counted without padding. */
final class Places {
  private Places() {}

  /**
   * The place of each position.
   *
   * @param x [batch, position, ...]
   * @return integers [batch or 1, position], from 0
   */
  static Tensor of(Scope scope, Tensor x, Padding padding) {
    return padding
        .tokens()
        .map(tokens -> tokens.toInteger().cumulativeSum(-1).subtract(1).maximum(0)) // [b, position]
        .orElseGet(() -> scope.range(x.dim(1)).unsqueeze(0)); // [1, position]
  }
}
