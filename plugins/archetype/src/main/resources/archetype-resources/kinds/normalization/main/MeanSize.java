package ${package};

import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * x / (mean |x| + ε) · gain, over the width of each token.
 *
 * @param epsilon keeps the mean from 0
 */
public record MeanSize(double epsilon) implements Normalization {

  /** Settings are checked where the record is made; the message reaches the user of the YAML file. */
  public MeanSize {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be greater than 0, got " + epsilon);
    }
  }

  @Override
  public Tensor normalize(Scope scope, Tensor x, Padding padding) {
    // A parameter is declared where it is used, with its name, its first value and its axes.
    Tensor gain = scope.parameter("gain", Initializer.ONES, x.dim(-1)); // [d_model]
    Tensor size = x.abs().mean(-1).add(epsilon); // [batch, position, 1]
    return x.divide(size).multiply(gain); // [batch, position, d_model]
  }
}
