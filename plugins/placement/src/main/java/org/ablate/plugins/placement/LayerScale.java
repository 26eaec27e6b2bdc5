package org.ablate.plugins.placement;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * x + λ ⊙ sublayer(norm(x)), where each sub-layer learns a λ, and a norm after the last layer.
 * Touvron et al. (2021), arXiv:2103.17239, eq. 4. With λ = 1 it is {@link Pre}.
 *
 * @param start where λ starts; where it is not stated, 0.1 for up to 18 layers, 10⁻⁵ for up to 24
 *     and 10⁻⁶ for more, as in the paper
 */
public record LayerScale(Optional<Double> start) implements Placement {

  @Override
  public Tensor residual(Scope scope, Tensor x, Sublayer sublayer) {
    Initializer initializer =
        new Initializer.Constant(start.orElse(startOf(sublayer.depth().layers())));
    Tensor lambda = scope.parameter("lambda", initializer, x.dim(-1)); // [d_model]
    Tensor normalized = sublayer.normalize(scope, "norm", x); // [batch, position, d_model]
    Tensor change = sublayer.apply(scope, normalized); // [batch, position, d_model]
    return x.add(change.multiply(lambda)); // [batch, position, d_model]
  }

  private static double startOf(int layers) {
    if (layers <= 18) {
      return 0.1;
    }
    return layers <= 24 ? 1e-5 : 1e-6;
  }

  @Override
  public Tensor finish(Tensor x, UnaryOperator<Tensor> normalization) {
    return normalization.apply(x); // [batch, position, d_model]
  }
}
