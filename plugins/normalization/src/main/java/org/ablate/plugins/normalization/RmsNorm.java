package org.ablate.plugins.normalization;

import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * x / √(mean(x²) + ε) · gain, over the width of each token. Zhang and Sennrich (2019),
 * arXiv:1910.07467, eq. 4.
 *
 * @param epsilon keeps the mean square from 0
 * @param gain what the normalized values are multiplied by
 */
public record RmsNorm(double epsilon, Gain gain) implements Normalization {

  /** What the normalized values are multiplied by. */
  public enum Gain {
    /** A parameter that starts at 1. */
    LEARNED,
    /** 1 plus a parameter that starts at 0, as in Gemma. */
    ONE_PLUS_LEARNED,
    /** Nothing. */
    NONE
  }

  public RmsNorm {
    Epsilon.requirePositive(epsilon);
  }

  @Override
  public Tensor normalize(Scope scope, Tensor x, Padding padding) {
    return switch (gain) {
      case LEARNED -> {
        Tensor factor = scope.parameter("gain", Initializer.ONES, x.dim(-1)); // [d_model]
        yield x.rmsNorm(factor, epsilon); // [batch, position, d_model]
      }
      case ONE_PLUS_LEARNED -> {
        Tensor offset = scope.parameter("gain", Initializer.ZEROS, x.dim(-1)); // [d_model]
        yield x.rmsNorm(offset.add(1), epsilon); // [batch, position, d_model]
      }
      case NONE -> {
        Tensor meanSquare = x.square().mean(-1); // [batch, position, 1]
        yield x.multiply(meanSquare.add(epsilon).rsqrt()); // [batch, position, d_model]
      }
    };
  }
}
