package ${package};

import java.util.function.UnaryOperator;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * x + α f(norm(x)) with a learned number α for each sub-layer f, and a norm after the last layer.
 *
 * @param start what α is before training
 */
public record Weighted(double start) implements Placement {

  @Override
  public Tensor residual(Scope scope, Tensor x, Sublayer sublayer) {
    // A parameter is declared where it is used, with its name, its first value and its axes.
    Tensor alpha = scope.parameter("alpha", new Initializer.Constant(start), Dim.one()); // [1]
    Tensor normalized = sublayer.normalize(scope, "norm", x); // [batch, position, d_model]
    return x.add(sublayer.apply(scope, normalized).multiply(alpha)); // [batch, position, d_model]
  }

  @Override
  public Tensor finish(Tensor x, UnaryOperator<Tensor> normalization) {
    return normalization.apply(x); // [batch, position, d_model]
  }
}
