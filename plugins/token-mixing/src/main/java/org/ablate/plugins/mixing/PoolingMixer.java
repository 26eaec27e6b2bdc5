package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * The mean of neighbouring tokens, minus the token itself. Yu et al. (2022), arXiv:2111.11418, eq.
 * 4, along one axis. Causal, the neighbours are those before. Neither padding nor what is beyond
 * the ends counts.
 *
 * @param size how many tokens the mean is over
 */
public record PoolingMixer(int size) implements TokenMixer {

  public PoolingMixer {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, got " + size);
    }
  }

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    int after = sequence.causal() ? 0 : size / 2;
    int before = size - 1 - after;
    Tensor one = x.slice(-1, 0, 1).multiply(0).add(1); // [batch, position, 1]
    Tensor sum =
        sum(
            scope,
            "inputs",
            sequence.padding().zero(x),
            before,
            after); // [batch, position, d_model]
    Tensor count =
        sum(scope, "counts", sequence.padding().zero(one), before, after); // [batch, position, 1]
    return sum.divide(count.maximum(1)).subtract(x); // [batch, position, d_model]
  }

  private static Tensor sum(Scope scope, String name, Tensor x, int before, int after) {
    Neighbours neighbours = Neighbours.of(scope, name, x, before, after);
    Tensor sum = neighbours.at(before, -before); // [batch, position, d]
    for (int offset = 1 - before; offset <= after; offset++) {
      sum = sum.add(neighbours.at(before, offset)); // [batch, position, d]
    }
    return sum;
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
