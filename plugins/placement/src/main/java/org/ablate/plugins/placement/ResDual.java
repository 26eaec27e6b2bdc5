package org.ablate.plugins.placement;

import java.util.function.UnaryOperator;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Two streams: x ← norm(x + sublayer(x)) as in {@link Post}, and d ← d + sublayer(x) as in {@link
 * Pre}, both starting from the embeddings; after the last layer x + norm(d). Xie et al. (2023),
 * arXiv:2304.14802, §2.2.
 */
public record ResDual() implements Placement {

  @Override
  public Tensor start(Tensor embeddings, UnaryOperator<Tensor> normalization) {
    return streams(embeddings, embeddings); // [stream, batch, position, d_model]
  }

  @Override
  public Tensor residual(Scope scope, Tensor streams, Sublayer sublayer) {
    Tensor x = streams.select(0, 0); // [batch, position, d_model]
    Tensor d = streams.select(0, 1); // [batch, position, d_model]
    Tensor change = sublayer.apply(scope, x); // [batch, position, d_model]
    Tensor sum = sublayer.normalize(scope, "norm", x.add(change)); // [batch, position, d_model]
    return streams(sum, d.add(change)); // [stream, batch, position, d_model]
  }

  @Override
  public Tensor finish(Tensor streams, UnaryOperator<Tensor> normalization) {
    Tensor x = streams.select(0, 0); // [batch, position, d_model]
    Tensor d = streams.select(0, 1); // [batch, position, d_model]
    return x.add(normalization.apply(d)); // [batch, position, d_model]
  }

  private static Tensor streams(Tensor x, Tensor d) {
    return Tensor.concat(0, x.unsqueeze(0), d.unsqueeze(0)); // [stream, batch, position, d_model]
  }
}
