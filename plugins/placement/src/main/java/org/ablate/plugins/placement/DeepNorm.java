package org.ablate.plugins.placement;

import java.util.Optional;
import java.util.Set;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * norm(αx + sublayer(x)), where the matrices of sub-layers, except those of queries and keys, start
 * with Xavier's gain β. Wang et al. (2022), arXiv:2203.00555, Figure 2. With α = β = 1 it is {@link
 * Post}.
 *
 * @param alpha α; where it is not stated, the paper's for the depth of the model
 * @param beta β; where it is not stated, the paper's for the depth of the model
 */
public record DeepNorm(Optional<Double> alpha, Optional<Double> beta) implements Placement {

  /** Projections of attention whose matrices start as always. */
  private static final Set<String> UNSCALED = Set.of("query.weight", "key.weight");

  public DeepNorm {
    requirePositive("alpha", alpha);
    requirePositive("beta", beta);
  }

  private static void requirePositive(String key, Optional<Double> value) {
    if (value.isPresent() && !(value.get() > 0)) {
      throw new IllegalArgumentException(
          "%s must be greater than 0, got %s".formatted(key, value.get()));
    }
  }

  @Override
  public Tensor residual(Scope scope, Tensor x, Sublayer sublayer) {
    DeepNormConstants constants = DeepNormConstants.of(sublayer.depth());
    double gain = beta.orElse(constants.beta());
    Scope scaled = scope.initializing((name, stated) -> initializer(name, stated, gain));
    Tensor change = sublayer.apply(scaled, x); // [batch, position, d_model]
    Tensor sum =
        x.multiply(alpha.orElse(constants.alpha())).add(change); // [batch, position, d_model]
    return sublayer.normalize(scope, "norm", sum); // [batch, position, d_model]
  }

  private static Initializer initializer(String name, Initializer stated, double gain) {
    return stated instanceof Initializer.XavierUniform xavier && !UNSCALED.contains(name)
        ? new Initializer.XavierUniform(xavier.gain() * gain)
        : stated;
  }
}
