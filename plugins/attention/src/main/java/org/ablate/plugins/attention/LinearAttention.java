package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Padding;
import org.ablate.plugin.RecurrentAttention;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * φ(Q)(φ(K)ᵀV) / φ(Q)(φ(K)ᵀ1) with φ(x) = elu(x) + 1. Katharopoulos et al. (2020),
 * arXiv:2006.16236, eq. 5 and 7; causal eq. 9 to 12, recurrent eq. 16 to 20. Both directions at
 * once take time linear in the length; it decodes from a state of constant size.
 *
 * @param form how a whole causal pass is computed
 * @param epsilon keeps the divisor from 0
 */
public record LinearAttention(CausalForm form, double epsilon) implements RecurrentAttention {

  public LinearAttention {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be greater than 0, got " + epsilon);
    }
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    return FeatureMap.attend(
        scope,
        feature(query),
        feature(key),
        value,
        bias,
        form,
        epsilon); // [batch, head, query, head_dim]
  }

  @Override
  public Tensor resume(Scope scope, Tensor query, Tensor key, Tensor value, Padding padding) {
    return FeatureMap.resume(
        scope, feature(query), feature(key), value, padding, epsilon); // [b, h, position, head_dim]
  }

  /** elu(x) + 1, which is x + 1 above 0 and eˣ below. */
  private static Tensor feature(Tensor x) {
    return x.greater(0).where(x.add(1), x.minimum(0).exp()); // as x
  }

  /** Neither a bias on scores, of which there are none, nor rotation, which φ does not keep. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.BIDIRECTIONAL, Capability.CAUSAL, Capability.CROSS, Capability.INCREMENTAL);
  }

  @Override
  public Growth growth(boolean causal) {
    return FeatureMap.growth(causal, form);
  }
}
