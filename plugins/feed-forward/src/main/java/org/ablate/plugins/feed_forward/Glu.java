package org.ablate.plugins.feed_forward;

import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * (σ(xW) ⊙ xV) W₂. Shazeer (2020), arXiv:2002.05202, eq. 6, after Dauphin et al. (2017),
 * arXiv:1612.08083, eq. 1.
 *
 * @param widthFactor the part of the stated width that it takes; 2/3 gives its three matrices as
 *     many parameters as the two of an ungated one (§3 of the paper)
 * @param biases whether a bias is added to each of the three products; the paper has none
 */
public record Glu(double widthFactor, boolean biases) implements FeedForward {

  public Glu {
    GatedLayer.requirePositive(widthFactor);
  }

  @Override
  public int width(int statedWidth) {
    return GatedLayer.width(statedWidth, widthFactor);
  }

  @Override
  public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
    return GatedLayer.of(scope, x, width, biases, Tensor::sigmoid); // [batch, position, d_model]
  }
}
