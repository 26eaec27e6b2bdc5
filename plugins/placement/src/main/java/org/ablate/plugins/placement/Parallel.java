package org.ablate.plugins.placement;

import java.util.List;
import java.util.function.UnaryOperator;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * x + attention(norm(x)) + feed-forward(norm(x)), with one norm for all sub-layers, and a norm
 * after the last layer. Wang and Komatsuzaki (2021), GPT-J; Chowdhery et al. (2022), PaLM,
 * arXiv:2204.02311, §2. The cross-attention of an encoder–decoder, which both lack, is one more
 * term.
 */
public record Parallel() implements Placement {

  @Override
  public Tensor layer(Scope scope, Tensor x, List<Sublayer> sublayers) {
    Tensor normalized = sublayers.get(0).normalize(scope, "norm", x); // [batch, position, d_model]
    Tensor sum = x; // [batch, position, d_model]
    for (Sublayer sublayer : sublayers) {
      Tensor change =
          scope.in(
              sublayer.name(), s -> sublayer.apply(s, normalized)); // [batch, position, d_model]
      sum = sum.add(change); // [batch, position, d_model]
    }
    return sum;
  }

  @Override
  public Tensor finish(Tensor x, UnaryOperator<Tensor> normalization) {
    return normalization.apply(x); // [batch, position, d_model]
  }
}
