package org.ablate.plugins.attention;

import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Padding;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * What all attention by feature maps shares: φ(Q)(φ(K)ᵀV) / φ(Q)(φ(K)ᵀ1). Katharopoulos et al.
 * (2020), arXiv:2006.16236, eq. 5 and 7; causal eq. 9 to 12. Both directions at once take time
 * linear in the length; the causal form is computed over pairs, and decodes from a state of
 * constant size.
 */
final class FeatureMap {
  private FeatureMap() {}

  /**
   * Attends.
   *
   * @param queries φ(Q): [batch, head, query, feature]
   * @param keys φ(K): [batch, head, key, feature]
   * @param value [batch, head, key, head_dim]
   * @param epsilon keeps the divisor from 0
   * @return [batch, head, query, head_dim]
   */
  static Tensor attend(
      Tensor queries, Tensor keys, Tensor value, AttentionBias bias, double epsilon) {
    Tensor tokens = bias.padding().zero(keys); // [batch, head, key, feature]
    if (bias.isCausal()) {
      Tensor similarity = causal(queries, tokens); // [batch, head, query, key]
      return similarity
          .matmul(value)
          .divide(similarity.sum(-1).add(epsilon)); // [batch, head, query, head_dim]
    }
    Tensor memory = tokens.transpose(-2, -1).matmul(value); // [batch, head, feature, head_dim]
    Tensor total = tokens.sum(-2).transpose(-2, -1); // [batch, head, feature, 1]
    return queries
        .matmul(memory)
        .divide(queries.matmul(total).add(epsilon)); // [batch, head, query, head_dim]
  }

  private static Tensor causal(Tensor queries, Tensor keys) {
    Tensor similarity = queries.matmul(keys.transpose(-2, -1)); // [batch, head, query, key]
    return similarity.causalMask().where(similarity, 0); // [batch, head, query, key]
  }

  /**
   * Continues causal attention after earlier positions: their sums Σ φ(k)ᵀv and Σ φ(k) are all that
   * is kept of them.
   *
   * @param queries φ(Q) of the new positions: [batch, head, position, feature]
   * @param keys φ(K) of the new positions: [batch, head, position, feature]
   * @param value [batch, head, position, head_dim]
   * @return [batch, head, position, head_dim]
   */
  static Tensor resume(
      Scope scope, Tensor queries, Tensor keys, Tensor value, Padding padding, double epsilon) {
    Tensor tokens = padding.zero(keys); // [batch, head, position, feature]
    Tensor added = tokens.transpose(-2, -1).matmul(value); // [batch, head, feature, head_dim]
    Tensor addedTotal = tokens.sum(-2).transpose(-2, -1); // [batch, head, feature, 1]
    Tensor memory =
        scope.previous("memory", DataType.FLOAT, added.shape()); // [batch, head, feature, head_dim]
    Tensor total =
        scope.previous("total", DataType.FLOAT, addedTotal.shape()); // [batch, head, feature, 1]
    scope.next("memory", memory.add(added));
    scope.next("total", total.add(addedTotal));
    Tensor similarity = causal(queries, tokens); // [batch, head, position, position]
    Tensor sum =
        queries.matmul(memory).add(similarity.matmul(value)); // [batch, head, position, head_dim]
    Tensor weight = queries.matmul(total).add(similarity.sum(-1)); // [batch, head, position, 1]
    return sum.divide(weight.add(epsilon)); // [batch, head, position, head_dim]
  }
}
