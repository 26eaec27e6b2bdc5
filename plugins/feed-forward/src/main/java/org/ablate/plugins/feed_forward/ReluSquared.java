package org.ablate.plugins.feed_forward;

import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * max(0, xW₁ + b₁)² W₂ + b₂, the feed-forward of Primer. So et al. (2021), arXiv:2109.08668, §4.
 *
 * @param biases whether there are b₁ and b₂
 */
public record ReluSquared(boolean biases) implements FeedForward {

  @Override
  public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
    return HiddenLayer.of(
        scope, x, width, biases, h -> h.relu().square()); // [batch, position, d_model]
  }
}
