package org.ablate.plugins.feed_forward;

import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** Layers only mix tokens: attention alone, as in Dong et al. (2021), arXiv:2103.03404, §2. */
public record None() implements FeedForward {

  @Override
  public boolean isPresent() {
    return false;
  }

  @Override
  public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
    return x.multiply(0); // [batch, position, d_model]
  }
}
