package ${package};

import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * leaky-relu(xW₁ + b₁) W₂ + b₂, where leaky-relu(x) = max(x, slope · x). Maas et al. (2013), §2.
 *
 * @param slope what is left of negative numbers
 */
public record Leaky(double slope) implements FeedForward {

  /** Settings are checked where the record is made; the message reaches the user of the YAML file. */
  public Leaky {
    if (!(slope >= 0 && slope < 1)) {
      throw new IllegalArgumentException("slope must be at least 0 and below 1, got " + slope);
    }
  }

  @Override
  public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
    Tensor hidden = scope.linear("in", x, width); // [batch, position, d_ff]
    Tensor kept = hidden.maximum(hidden.multiply(slope)); // [batch, position, d_ff]
    return scope.linear("out", kept, x.dim(-1)); // [batch, position, d_model]
  }
}
