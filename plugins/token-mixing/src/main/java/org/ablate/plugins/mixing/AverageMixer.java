package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Padding;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * Average attention: the mean of all tokens so far, through a feed-forward, gⱼ = FFN(1/j Σₖ xₖ),
 * which a gate mixes with the token, i ⊙ x + f ⊙ g, where i and f are σ(W [x; g]). Zhang et al.
 * (2018), arXiv:1805.00631, eq. 1 and 2. In both directions the mean is over all tokens. Padding is
 * no part of a mean.
 *
 * @param expansion how many times as wide as the model the feed-forward is inside; 0 for none
 * @param gate whether there is a gate; without one the result is g
 */
public record AverageMixer(int expansion, boolean gate) implements TokenMixer {

  public AverageMixer {
    if (expansion < 0) {
      throw new IllegalArgumentException("expansion must be at least 0, got " + expansion);
    }
  }

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    Tensor mean =
        sequence.causal()
            ? ofThoseSoFar(scope, x, sequence.padding())
            : ofAll(scope, x, sequence.padding()); // [batch, position, d_model]
    Tensor g = scope.probe("average", transformed(scope, mean)); // [batch, position, d_model]
    return gate ? gated(scope, x, g) : g; // [batch, position, d_model]
  }

  private static Tensor ofAll(Scope scope, Tensor x, Padding padding) {
    Tensor sum = Mean.counted(scope, x, padding).sum(1); // [batch, 1, d_model + 1]
    return Mean.of(sum).broadcastTo(x.shape()); // [batch, position, d_model]
  }

  private static Tensor ofThoseSoFar(Scope scope, Tensor x, Padding padding) {
    Tensor sums =
        Mean.counted(scope, x, padding).cumulativeSum(1); // [batch, position, d_model + 1]
    if (scope.mode().isDecoding()) {
      Shape one = sums.shape().with(1, Dim.one()); // [batch, 1, d_model + 1]
      sums = sums.add(scope.previous("sum", DataType.FLOAT, one)); // [batch, position, d_model + 1]
      Polynomial last = x.dim(1).extent().minus(Polynomial.ONE);
      scope.next("sum", sums.slice(1, last, Dim.one()));
    }
    return Mean.of(sums); // [batch, position, d_model]
  }

  private Tensor transformed(Scope scope, Tensor mean) {
    if (expansion == 0) {
      return mean; // [batch, position, d_model]
    }
    Dim dModel = mean.dim(-1);
    Dim width = Dim.of("d_ff", expansion * dModel.size());
    Tensor hidden = scope.linear("hidden", mean, width).relu(); // [batch, position, d_ff]
    return scope.linear("output", hidden, dModel); // [batch, position, d_model]
  }

  private static Tensor gated(Scope scope, Tensor x, Tensor g) {
    Tensor both = Tensor.concat(-1, x, g); // [batch, position, 2 d_model]
    Tensor input = scope.linear("input_gate", both, x.dim(-1)).sigmoid(); // [b, position, d_model]
    Tensor forget = scope.linear("forget_gate", both, x.dim(-1)).sigmoid(); // [b, pos., d_model]
    return input.multiply(x).add(forget.multiply(g)); // [batch, position, d_model]
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
