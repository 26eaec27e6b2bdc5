package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * The average attention network: g = FFN(mean of x_1 … x_t), gates i, f = σ(W [x; g]), and i ⊙ x +
 * f ⊙ g. Zhang et al. (2018), arXiv:1805.00631, eq. 1 to 3. It is for decoders, and decodes from a
 * sum and a count.
 */
public record AverageMixer() implements TokenMixer {
  private static final int GATES = 2;

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    Tensor one = x.slice(-1, 0, 1).multiply(0).add(1); // [batch, position, 1]
    Tensor sum = running(scope, "sum", sequence.padding().zero(x)); // [batch, position, d_model]
    Tensor count = running(scope, "count", sequence.padding().zero(one)); // [batch, position, 1]
    Tensor average = sum.divide(count.maximum(1)); // [batch, position, d_model]
    long width = x.size(-1);
    Tensor hidden =
        scope.linear("in", average, x.dim(-1).renamed("hidden")).relu(); // [b, position, hidden]
    Tensor g = scope.linear("out", hidden, x.dim(-1)); // [batch, position, d_model]
    Tensor gates =
        scope
            .linear("gates", Tensor.concat(-1, x, g), Dim.of("gates", GATES * width))
            .sigmoid(); // [batch, position, gates]
    Tensor in = gates.slice(-1, 0, width).rename(-1, "d_model"); // [batch, position, d_model]
    Tensor forget =
        gates.slice(-1, width, GATES * width).rename(-1, "d_model"); // [batch, position, d_model]
    return in.multiply(x).add(forget.multiply(g)); // [batch, position, d_model]
  }

  private static Tensor running(Scope scope, String name, Tensor x) {
    Tensor sums = x.cumulativeSum(1); // [batch, position, d]
    if (!scope.mode().isDecoding()) {
      return sums;
    }
    Tensor added = x.sum(1); // [batch, 1, d]
    Tensor before = scope.previous(name, DataType.FLOAT, added.shape()); // [batch, 1, d]
    scope.next(name, before.add(added));
    return sums.add(before); // [batch, position, d]
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.CAUSAL, Capability.INCREMENTAL);
  }

  @Override
  public Growth growth(boolean causal) {
    return Growth.LINEAR;
  }
}
