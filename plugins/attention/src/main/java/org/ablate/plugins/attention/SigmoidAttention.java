package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * σ(QKᵀ / √d − log n) V: each key is weighted for itself, and none takes from another. Ramapuram et
 * al. (2024), arXiv:2409.04431, eq. 3 and §3.2. Here n is how many keys a query may attend to, so
 * that neither padding nor what comes later changes it.
 */
public record SigmoidAttention() implements Attention {

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Tensor scores = DotProduct.scores(query, key); // [batch, head, query, key]
    Tensor allowed = allowed(scores, bias); // [batch or 1, 1, query, key]
    Tensor count = allowed.toFloat().sum(-1).maximum(1); // [batch or 1, 1, query, 1]
    Tensor shifted = bias.addTo(scores).subtract(count.log()); // [batch, head, query, key]
    Tensor weights =
        scope.probe("weights", allowed.where(shifted.sigmoid(), 0)); // [batch, head, query, key]
    return weights.matmul(value); // [batch, head, query, head_dim]
  }

  private static Tensor allowed(Tensor scores, AttentionBias bias) {
    Optional<Tensor> mask = bias.mask(scores); // [..., query, key]
    return mask.orElseGet(
        () -> scores.relativePosition().equal(scores.relativePosition())); // [query, key]
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  /** Keys do not share a weight of one. */
  @Override
  public boolean weightsAreDistribution() {
    return false;
  }
}
