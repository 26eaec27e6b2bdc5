package org.ablate.plugins.placement;

import java.util.function.UnaryOperator;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * {@link Pre} with three more operations: each head's output is scaled by a γ that is learned,
 * attention's output is normalized, and so is the hidden layer of the feed-forward. Shleifer et al.
 * (2021), arXiv:2110.09456, §2. A mixer without heads has no γ, a feed-forward without one hidden
 * layer no norm in it.
 */
public record NormFormer() implements Placement {

  @Override
  public Tensor residual(Scope scope, Tensor x, Sublayer sublayer) {
    Tensor normalized = sublayer.normalize(scope, "norm", x); // [batch, position, d_model]
    Tensor change =
        sublayer.name().equals(Sublayer.FEED_FORWARD)
            ? feedForward(scope, normalized, sublayer)
            : attention(scope, normalized, sublayer); // [batch, position, d_model]
    return x.add(change); // [batch, position, d_model]
  }

  private static Tensor attention(Scope scope, Tensor x, Sublayer sublayer) {
    Scope scaling = scope.replacing("heads", heads -> scaled(scope, heads));
    Tensor attended = sublayer.apply(scaling, x); // [batch, position, d_model]
    return sublayer.normalize(scope, "output_norm", attended); // [batch, position, d_model]
  }

  private static Tensor scaled(Scope scope, Tensor heads) {
    Tensor gamma =
        scope.parameter(
            "gamma", Initializer.ONES, heads.dim(1), Dim.one(), Dim.one()); // [head, 1, 1]
    return heads.multiply(gamma); // [batch, head, query, head_dim]
  }

  private static Tensor feedForward(Scope scope, Tensor x, Sublayer sublayer) {
    Scope normalizing =
        scope.replacing("hidden", hidden -> sublayer.normalize(scope, "hidden_norm", hidden));
    return sublayer.apply(normalizing, x); // [batch, position, d_model]
  }

  @Override
  public Tensor finish(Tensor x, UnaryOperator<Tensor> normalization) {
    return normalization.apply(x); // [batch, position, d_model]
  }
}
