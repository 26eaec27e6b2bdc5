package org.ablate.plugins.attention;

import org.ablate.plugin.AttentionBias;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** The step that most variants share. */
final class DotProduct {
  private DotProduct() {}

  /**
   * QKᵀ / √d. Vaswani et al. (2017), arXiv:1706.03762, §3.2.1.
   *
   * @param query [batch, head, query, head_dim]
   * @param key [batch, head, key, head_dim]
   * @return [batch, head, query, key]
   */
  static Tensor scores(Tensor query, Tensor key) {
    double scale = 1 / Math.sqrt(query.size(-1));
    return query.matmul(key.transpose(-2, -1)).multiply(scale); // [batch, head, query, key]
  }

  /**
   * softmax(QKᵀ / √d) V, for variants that differ around it. Vaswani et al. (2017), eq. 1.
   *
   * @param value [batch, head, key, head_dim]
   * @return [batch, head, query, head_dim]
   */
  static Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Tensor scores = scope.probe("scores", scores(query, key)); // [batch, head, query, key]
    Tensor weights = scope.probe("weights", bias.softmax(scores)); // [batch, head, query, key]
    return weights.matmul(value); // [batch, head, query, head_dim]
  }
}
