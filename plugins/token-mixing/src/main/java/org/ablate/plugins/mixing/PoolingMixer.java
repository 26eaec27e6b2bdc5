package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * The mean of a few neighbouring tokens, less the token itself, as a residual connection adds it
 * again. Yu et al. (2022), arXiv:2111.11418, eq. 4, along one axis. Where it is causal the last of
 * the neighbours is the token itself, otherwise the middle one. The mean is over those neighbours
 * that are tokens, as in the authors' code; padding is none of them.
 *
 * @param size how many tokens the mean is over
 * @param subtractInput whether the token itself is subtracted
 */
public record PoolingMixer(int size, boolean subtractInput) implements TokenMixer {

  public PoolingMixer {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, got " + size);
    }
  }

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    Tensor counted = Mean.counted(scope, x, sequence.padding()); // [batch, position, d_model + 1]
    List<Tensor> neighbours = Neighbours.of(scope, counted, size, sequence); // each as counted
    Tensor sums = neighbours.stream().reduce(Tensor::add).orElseThrow(); // as counted
    Tensor mean = Mean.of(sums); // [batch, position, d_model]
    return subtractInput ? mean.subtract(x) : mean; // [batch, position, d_model]
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
