package org.ablate.plugins.normalization;

import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * tanh(αx) · gain + bias with one learned α: no statistics at all. Zhu et al. (2025),
 * arXiv:2503.10622, §4.
 *
 * @param alpha α as it starts
 */
public record DynamicTanh(double alpha) implements Normalization {

  public DynamicTanh {
    if (!(alpha > 0)) {
      throw new IllegalArgumentException("alpha must be greater than 0, got " + alpha);
    }
  }

  @Override
  public Tensor normalize(Scope scope, Tensor x, Padding padding) {
    Tensor slope = scope.parameter("alpha", new Initializer.Constant(alpha), Dim.one()); // [1]
    Tensor gain = scope.parameter("gain", Initializer.ONES, x.dim(-1)); // [d_model]
    Tensor bias = scope.parameter("bias", Initializer.ZEROS, x.dim(-1)); // [d_model]
    return x.multiply(slope).tanh().multiply(gain).add(bias); // [batch, position, d_model]
  }
}
