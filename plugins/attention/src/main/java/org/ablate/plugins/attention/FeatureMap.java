package org.ablate.plugins.attention;

import java.util.List;
import java.util.Set;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Padding;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Recurrence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * What attention by feature maps shares, other than by {@link ExponentialFeatures}: φ(Q)(φ(K)ᵀV) /
 * φ(Q)(φ(K)ᵀ1). Katharopoulos et al. (2020), arXiv:2006.16236, eq. 5 and 7; causal eq. 9 to 12.
 * Both directions at once take time linear in the length. Causally it has three forms that give the
 * same: over pairs, step by step from a state of constant size, eq. 16 to 20, and in decoding over
 * the pairs of a call and the state of those before.
 */
final class FeatureMap {
  private FeatureMap() {}

  /**
   * Attends.
   *
   * @param queries φ(Q): [batch, head, query, feature]
   * @param keys φ(K): [batch, head, key, feature]
   * @param value [batch, head, key, head_dim]
   * @param form how a causal pass is computed
   * @param epsilon keeps the divisor from 0
   * @return [batch, head, query, head_dim]
   */
  static Tensor attend(
      Scope scope,
      Tensor queries,
      Tensor keys,
      Tensor value,
      AttentionBias bias,
      CausalForm form,
      double epsilon) {
    Tensor tokens = bias.padding().zero(keys); // [batch, head, key, feature]
    if (bias.isCausal() && form == CausalForm.RECURRENT) {
      return recurrent(scope, queries, tokens, value, epsilon); // [batch, head, query, head_dim]
    }
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

  private static Tensor recurrent(
      Scope scope, Tensor queries, Tensor keys, Tensor value, double epsilon) {
    Shape total = keys.shape().without(Set.of(2)); // [batch, head, feature]
    Shape memory =
        Shape.of(total.dim(0), total.dim(1), total.dim(2), value.dim(-1)); // [b, head, feature, hd]
    return Recurrence.along(
            2,
            List.of(queries, keys, value),
            List.of(scope.zeros(memory), scope.zeros(total)),
            (states, entries) -> step(states, entries, epsilon))
        .stacked()
        .get(0); // [batch, head, query, head_dim]
  }

  private static Recurrence.Result step(List<Tensor> states, List<Tensor> entries, double epsilon) {
    Tensor query = entries.get(0); // [batch, head, feature]
    Tensor key = entries.get(1); // [batch, head, feature]
    Tensor value = entries.get(2); // [batch, head, head_dim]
    Tensor added = key.unsqueeze(-1).multiply(value.unsqueeze(-2)); // [b, head, feature, head_dim]
    Tensor memory = states.get(0).add(added); // [batch, head, feature, head_dim]
    Tensor total = states.get(1).add(key); // [batch, head, feature]
    Tensor sum = query.unsqueeze(-2).matmul(memory).squeeze(-2); // [batch, head, head_dim]
    Tensor weight = query.multiply(total).sum(-1); // [batch, head, 1]
    Tensor given = sum.divide(weight.add(epsilon)); // [batch, head, head_dim]
    return new Recurrence.Result(List.of(memory, total), List.of(given));
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

  /** How the operations of a whole pass grow. */
  static Growth growth(boolean causal, CausalForm form) {
    return causal && form == CausalForm.PARALLEL ? Growth.QUADRATIC : Growth.LINEAR;
  }
}
