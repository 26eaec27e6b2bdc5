package org.ablate.plugins.normalization;

import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * erf(αx + s) · gain + bias with one learned α and one learned shift s, which starts at 0. Chen et
 * al. (2025), arXiv:2512.10938, eq. 10.
 *
 * @param alpha α as it starts
 */
public record DynamicErf(double alpha) implements Normalization {

  public DynamicErf {
    if (!(alpha > 0)) {
      throw new IllegalArgumentException("alpha must be greater than 0, got " + alpha);
    }
  }

  @Override
  public Tensor normalize(Scope scope, Tensor x, Padding padding) {
    Tensor slope = scope.parameter("alpha", new Initializer.Constant(alpha), Dim.one()); // [1]
    Tensor shift = scope.parameter("shift", Initializer.ZEROS, Dim.one()); // [1]
    Tensor gain = scope.parameter("gain", Initializer.ONES, x.dim(-1)); // [d_model]
    Tensor bias = scope.parameter("bias", Initializer.ZEROS, x.dim(-1)); // [d_model]
    Tensor bounded = x.multiply(slope).add(shift).erf(); // [batch, position, d_model]
    return bounded.multiply(gain).add(bias); // [batch, position, d_model]
  }
}
