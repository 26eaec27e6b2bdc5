package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * softmax(QKᵀ / √d) V. Vaswani et al. (2017), arXiv:1706.03762, §3.2.1, eq. 1.
 *
 * @param dropout the probability with which a weight is dropped in training
 */
public record ScaledDotProductAttention(double dropout) implements Attention {

  public ScaledDotProductAttention {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must be in [0, 1), got " + dropout);
    }
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Tensor scores =
        scope.probe("scores", DotProduct.scores(query, key)); // [batch, head, query, key]
    Tensor weights = scope.probe("weights", bias.softmax(scores)); // [batch, head, query, key]
    Tensor kept = scope.dropout("weights_dropout", weights, dropout); // [batch, head, query, key]
    return kept.matmul(value); // [batch, head, query, head_dim]
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }
}
