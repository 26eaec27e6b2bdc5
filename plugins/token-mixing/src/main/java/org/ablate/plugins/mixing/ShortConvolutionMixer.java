package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * A depthwise convolution over a few neighbouring tokens: y_t = Σ_i w_i ⊙ x_{t−i} + b, then a
 * projection. Wu et al. (2019), arXiv:1901.10430, §2, without its softmax over the kernel. Causal,
 * it sees a token and those before it; otherwise as many on both sides. Padding counts as zeros.
 *
 * @param kernel how many tokens are seen
 */
public record ShortConvolutionMixer(int kernel) implements TokenMixer {

  public ShortConvolutionMixer {
    if (kernel < 1) {
      throw new IllegalArgumentException("kernel must be at least 1, got " + kernel);
    }
  }

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    int after = sequence.causal() ? 0 : kernel / 2;
    int before = kernel - 1 - after;
    Tensor tokens = sequence.padding().zero(x); // [batch, position, d_model]
    Neighbours neighbours = Neighbours.of(scope, "inputs", tokens, before, after);
    Tensor weight =
        scope.parameter(
            "weight",
            new Initializer.Uniform(1 / Math.sqrt(kernel)),
            Dim.of("tap", kernel),
            x.dim(-1)); // [tap, d_model]
    Tensor sum = scope.parameter("bias", Initializer.ZEROS, x.dim(-1)); // [d_model]
    for (int tap = 0; tap < kernel; tap++) {
      Tensor neighbour = neighbours.at(before, tap - before); // [batch, position, d_model]
      sum = sum.add(neighbour.multiply(weight.select(0, tap))); // [batch, position, d_model]
    }
    return scope.linear("output", sum, x.dim(-1)); // [batch, position, d_model]
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
