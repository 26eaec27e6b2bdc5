package org.ablate.plugins.feed_forward;

import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * silu(xW₁ + b₁) W₂ + b₂, silu(x) = x · σ(x), which Shazeer (2020), arXiv:2002.05202, eq. 3, calls
 * Swish₁. Elfwing et al. (2017), arXiv:1702.03118, eq. 2; Ramachandran et al. (2017),
 * arXiv:1710.05941, §3.
 *
 * @param biases whether there are b₁ and b₂
 */
public record Silu(boolean biases) implements FeedForward {

  @Override
  public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
    return HiddenLayer.of(scope, x, width, biases, Tensor::silu); // [batch, position, d_model]
  }
}
