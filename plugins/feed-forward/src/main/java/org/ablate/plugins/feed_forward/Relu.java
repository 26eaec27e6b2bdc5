package org.ablate.plugins.feed_forward;

import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * max(0, xW₁ + b₁) W₂ + b₂. Vaswani et al. (2017), arXiv:1706.03762, eq. 2.
 *
 * @param biases whether there are b₁ and b₂; T5 has none
 */
public record Relu(boolean biases) implements FeedForward {

  @Override
  public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
    return HiddenLayer.of(scope, x, width, biases, Tensor::relu); // [batch, position, d_model]
  }
}
