package org.ablate.plugins.placement;

import java.util.List;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * x + α sublayer(x), where each layer learns one α that starts at 0; there are no norms.
 * Bachlechner et al. (2020), arXiv:2003.04887, eq. 1 and §5.
 */
public record ReZero() implements Placement {

  @Override
  public Tensor layer(Scope scope, Tensor x, List<Sublayer> sublayers) {
    Tensor alpha = scope.parameter("alpha", Initializer.ZEROS); // []
    Tensor stream = x; // [batch, position, d_model]
    for (Sublayer sublayer : sublayers) {
      Tensor before = stream; // [batch, position, d_model]
      Tensor change =
          scope.in(sublayer.name(), s -> sublayer.apply(s, before)); // [batch, position, d_model]
      stream = before.add(change.multiply(alpha)); // [batch, position, d_model]
    }
    return stream;
  }
}
