package org.ablate.plugins.normalization;

import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * (x − mean) / √(variance + ε) · gain + bias, over the width of each token. Ba, Kiros and Hinton
 * (2016), arXiv:1607.06450, eq. 4.
 *
 * @param epsilon keeps the variance from 0
 * @param affine which parameters follow
 */
public record LayerNorm(double epsilon, Affine affine) implements Normalization {

  /** Which parameters follow a normalization. */
  public enum Affine {
    GAIN_AND_BIAS,
    GAIN,
    NONE
  }

  public LayerNorm {
    Epsilon.requirePositive(epsilon);
  }

  @Override
  public Tensor normalize(Scope scope, Tensor x, Padding padding) {
    return switch (affine) {
      case GAIN_AND_BIAS -> {
        Tensor gain = scope.parameter("gain", Initializer.ONES, x.dim(-1)); // [d_model]
        Tensor bias = scope.parameter("bias", Initializer.ZEROS, x.dim(-1)); // [d_model]
        yield x.layerNorm(gain, bias, epsilon); // [batch, position, d_model]
      }
      case GAIN -> {
        Tensor gain = scope.parameter("gain", Initializer.ONES, x.dim(-1)); // [d_model]
        yield standardized(x).multiply(gain); // [batch, position, d_model]
      }
      case NONE -> standardized(x); // [batch, position, d_model]
    };
  }

  private Tensor standardized(Tensor x) {
    Tensor centered = x.subtract(x.mean(-1)); // [batch, position, d_model]
    Tensor variance = centered.square().mean(-1); // [batch, position, 1]
    return centered.multiply(variance.add(epsilon).rsqrt()); // [batch, position, d_model]
  }
}
