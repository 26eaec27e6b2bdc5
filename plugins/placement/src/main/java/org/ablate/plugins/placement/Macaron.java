package org.ablate.plugins.placement;

import java.util.List;
import java.util.function.UnaryOperator;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * x + ½ feed-forward(x), then attention, then x + ½ feed-forward′(x): half a feed-forward before
 * and half of one after attention. Lu et al. (2019), arXiv:1906.02762, §4. With half the {@code
 * d_ff} it has about as many parameters as a layer with one feed-forward, as in the paper.
 *
 * @param norm where each sub-layer has its norm
 */
public record Macaron(Norm norm) implements Placement {

  /** Where a sub-layer has its norm. */
  public enum Norm {
    /** As in {@link Post}, which the paper's model follows. */
    POST,
    /**
     * As in {@link Pre}, with one norm after the last layer. Conformer's sub-layers have theirs in
     * the same place, but each of its layers ends with one more: Gulati et al. (2020),
     * arXiv:2005.08100, eq. 1.
     */
    PRE
  }

  @Override
  public Tensor layer(Scope scope, Tensor x, List<Sublayer> sublayers) {
    Tensor stream = x; // [batch, position, d_model]
    for (Sublayer sublayer : sublayers) {
      if (isFeedForward(sublayer)) {
        stream = part(scope, "first_feed_forward", stream, sublayer); // [batch, position, d_model]
      }
    }
    for (Sublayer sublayer : sublayers) {
      stream = part(scope, sublayer.name(), stream, sublayer); // [batch, position, d_model]
    }
    return stream;
  }

  private Tensor part(Scope outer, String name, Tensor x, Sublayer sublayer) {
    return outer.in(name, scope -> residual(scope, x, sublayer)); // [batch, position, d_model]
  }

  @Override
  public Tensor residual(Scope scope, Tensor x, Sublayer sublayer) {
    Tensor seen =
        norm == Norm.PRE ? sublayer.normalize(scope, "norm", x) : x; // [batch, position, d_model]
    Tensor whole = sublayer.apply(scope, seen); // [batch, position, d_model]
    Tensor change =
        isFeedForward(sublayer) ? whole.multiply(0.5) : whole; // [batch, position, d_model]
    Tensor sum = x.add(change); // [batch, position, d_model]
    return norm == Norm.POST
        ? sublayer.normalize(scope, "norm", sum)
        : sum; // [batch, position, d_model]
  }

  private static boolean isFeedForward(Sublayer sublayer) {
    return sublayer.name().equals(Sublayer.FEED_FORWARD);
  }

  @Override
  public Tensor finish(Tensor x, UnaryOperator<Tensor> normalization) {
    return norm == Norm.PRE ? normalization.apply(x) : x; // [batch, position, d_model]
  }
}
