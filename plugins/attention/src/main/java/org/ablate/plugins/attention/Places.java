package org.ablate.plugins.attention;

import org.ablate.plugin.Padding;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** Where keys stand among the tokens, counted without padding. */
final class Places {
  private Places() {}

  /**
   * The place of each key.
   *
   * @param scores [batch, head, query, key]
   * @return integers [batch or 1, key], from 0
   */
  static Tensor ofKeys(Scope scope, Tensor scores, Padding padding) {
    return padding
        .tokens()
        .map(tokens -> tokens.toInteger().cumulativeSum(-1).subtract(1).maximum(0)) // [batch, key]
        .orElseGet(() -> scope.range(scores.dim(-1)).unsqueeze(0)); // [1, key]
  }

  /**
   * Pairs of which one is among the first tokens.
   *
   * @param scores [batch, head, query, key]
   * @param count how many tokens are the first
   * @return [batch or 1, 1, query, key]
   */
  static Tensor first(Scope scope, Tensor scores, Padding padding, int count) {
    Tensor key = ofKeys(scope, scores, padding); // [batch or 1, key]
    Tensor query =
        key.slice(
            -1,
            key.dim(-1).extent().minus(scores.dim(-2).extent()),
            scores.dim(-2)); // [batch or 1, query]
    Tensor ofKey = key.less(count).unsqueeze(1).unsqueeze(1); // [batch or 1, 1, 1, key]
    Tensor ofQuery = query.less(count).unsqueeze(-1).unsqueeze(1); // [batch or 1, 1, query, 1]
    return ofKey.or(ofQuery); // [batch or 1, 1, query, key]
  }
}
