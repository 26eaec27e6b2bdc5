package org.ablate.plugins.attention;

import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Polynomial;
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
   * The place of each query, the last of which stands at the last key.
   *
   * @param ofKeys [batch or 1, key]
   * @param scores [batch, head, query, key]
   * @return integers [batch or 1, query]
   */
  static Tensor ofQueries(Tensor ofKeys, Tensor scores) {
    Dim query = scores.dim(-2);
    Polynomial earlier = ofKeys.dim(-1).extent().minus(query.extent());
    return ofKeys.slice(-1, earlier, query); // [batch or 1, query]
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
    Tensor query = ofQueries(key, scores); // [batch or 1, query]
    Tensor ofKey = key.less(count).unsqueeze(1).unsqueeze(1); // [batch or 1, 1, 1, key]
    Tensor ofQuery = query.less(count).unsqueeze(-1).unsqueeze(1); // [batch or 1, 1, query, 1]
    return ofKey.or(ofQuery); // [batch or 1, 1, query, key]
  }
}
