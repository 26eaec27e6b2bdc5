package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * A depthwise convolution: Σⱼ wⱼ ⊙ xᵢ₊ⱼ over a few neighbouring tokens, with a weight for each
 * channel. Wu et al. (2019), arXiv:1901.10430, §2, "Depthwise convolutions". Where it is causal the
 * last of the neighbours is the token itself, otherwise the middle one. Padding counts as zeros.
 *
 * @param kernelSize how many tokens are mixed; state-space models take 4 before theirs (Gu and Dao
 *     (2023), arXiv:2312.00752, §3.4)
 */
public record ShortConvolutionMixer(int kernelSize) implements TokenMixer {

  public ShortConvolutionMixer {
    if (kernelSize < 1) {
      throw new IllegalArgumentException("kernel_size must be at least 1, got " + kernelSize);
    }
  }

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    Initializer spread = new Initializer.Uniform(1 / Math.sqrt(kernelSize));
    Dim offset = Dim.of("offset", kernelSize);
    Tensor kernel = scope.parameter("kernel", spread, offset, x.dim(-1)); // [offset, d_model]
    List<Tensor> neighbours =
        Neighbours.of(scope, x, kernelSize, sequence); // each [batch, position, d_model]
    Tensor sum = neighbours.get(0).multiply(kernel.select(0, 0)); // [batch, position, d_model]
    for (int j = 1; j < kernelSize; j++) {
      sum = sum.add(neighbours.get(j).multiply(kernel.select(0, j))); // [batch, position, d_model]
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
