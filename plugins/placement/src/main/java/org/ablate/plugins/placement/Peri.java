package org.ablate.plugins.placement;

import java.util.function.UnaryOperator;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * x + norm(sublayer(norm(x))), and norms of the embeddings and after the last layer. Kim et al.
 * (2025), arXiv:2502.02732, §3.3. Without the norm of the embeddings it is {@link Sandwich}.
 */
public record Peri() implements Placement {

  @Override
  public Tensor start(Tensor embeddings, UnaryOperator<Tensor> normalization) {
    return normalization.apply(embeddings); // [batch, position, d_model]
  }

  @Override
  public Tensor residual(Scope scope, Tensor x, Sublayer sublayer) {
    return new Sandwich().residual(scope, x, sublayer); // [batch, position, d_model]
  }

  @Override
  public Tensor finish(Tensor x, UnaryOperator<Tensor> normalization) {
    return normalization.apply(x); // [batch, position, d_model]
  }
}
