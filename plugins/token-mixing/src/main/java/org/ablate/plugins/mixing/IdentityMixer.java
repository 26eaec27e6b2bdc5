package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Mixes nothing: the control of an ablation, in which each token sees itself alone. Yu et al.
 * (2022), arXiv:2210.13452, §2, IdentityFormer.
 */
public record IdentityMixer() implements TokenMixer {

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    return x; // [batch, position, d_model]
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.BIDIRECTIONAL, Capability.CAUSAL, Capability.INCREMENTAL);
  }

  @Override
  public Growth growth(boolean causal) {
    return Growth.LINEAR;
  }
}
