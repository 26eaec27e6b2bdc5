package org.ablate.plugins.normalization;

import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * g x / ‖x‖ with one learned length g for all channels, which starts at √d. Nguyen and Salazar
 * (2019), arXiv:1910.05895, §2.3.
 *
 * @param epsilon the least length that a token is divided by
 */
public record ScaleNorm(double epsilon) implements Normalization {

  public ScaleNorm {
    Epsilon.requirePositive(epsilon);
  }

  @Override
  public Tensor normalize(Scope scope, Tensor x, Padding padding) {
    Initializer start = new Initializer.Constant(Math.sqrt(x.size(-1)));
    Tensor length = scope.parameter("length", start, Dim.one()); // [1]
    return UnitLength.of(x, epsilon).multiply(length); // [batch, position, d_model]
  }
}
