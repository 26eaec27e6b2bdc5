package org.ablate.plugins.mixing;

import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** Where positions stand among the tokens, counted without padding. */
final class Places {
  private Places() {}

  /**
   * The place of each position; in decoding it counts on from earlier calls.
   *
   * @param x [batch, position, ...]
   * @return integers [batch or 1, position], from 0
   */
  static Tensor of(Scope scope, Tensor x, Padding padding) {
    boolean decoding = scope.mode().isDecoding();
    Dim past = Dim.symbolic(Scope.PAST);
    if (padding.tokens().isEmpty()) {
      Tensor range = scope.range(x.dim(1)); // [position]
      return (decoding ? range.add(scope.extent(past)) : range).unsqueeze(0); // [1, position]
    }
    Tensor isToken = scope.append("is_token", padding.tokens().get(), -1); // [batch, all]
    Tensor places = isToken.toInteger().cumulativeSum(-1).subtract(1).maximum(0); // [batch, all]
    return decoding ? places.slice(-1, past.extent(), x.dim(1)) : places; // [batch, position]
  }
}
