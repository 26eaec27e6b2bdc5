package org.ablate.plugins.placement;

import java.util.function.UnaryOperator;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * sublayer(norm(x)), and a norm after the last layer: {@link Pre} without the residual connection,
 * to show what that contributes. Dong et al. (2021), arXiv:2103.03404, §2.
 */
public record NoResidual() implements Placement {

  @Override
  public Tensor residual(Scope scope, Tensor x, Sublayer sublayer) {
    Tensor normalized = sublayer.normalize(scope, "norm", x); // [batch, position, d_model]
    return sublayer.apply(scope, normalized); // [batch, position, d_model]
  }

  @Override
  public Tensor finish(Tensor x, UnaryOperator<Tensor> normalization) {
    return normalization.apply(x); // [batch, position, d_model]
  }
}
