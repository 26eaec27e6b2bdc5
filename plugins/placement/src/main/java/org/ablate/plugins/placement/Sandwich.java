package org.ablate.plugins.placement;

import java.util.function.UnaryOperator;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * x + norm(sublayer(norm(x))), and a norm after the last layer. Ding et al. (2021), CogView,
 * arXiv:2105.13290, §2.4 and Figure 3.
 */
public record Sandwich() implements Placement {

  @Override
  public Tensor residual(Scope scope, Tensor x, Sublayer sublayer) {
    Tensor normalized = sublayer.normalize(scope, "norm", x); // [batch, position, d_model]
    Tensor change = sublayer.apply(scope, normalized); // [batch, position, d_model]
    return x.add(sublayer.normalize(scope, "output_norm", change)); // [batch, position, d_model]
  }

  @Override
  public Tensor finish(Tensor x, UnaryOperator<Tensor> normalization) {
    return normalization.apply(x); // [batch, position, d_model]
  }
}
