package org.ablate.plugins.normalization;

import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * (x − mean) / √(variance + ε) · gain + bias, over the tokens of a batch in training and with
 * running statistics afterwards. Ioffe and Szegedy (2015), arXiv:1502.03167, Algorithms 1 and 2.
 * The running variance is the unbiased one, as in Algorithm 2. Positions without a token are left
 * out of the statistics. In a decoder's training the statistics see later tokens too, as in every
 * batch norm over sequences.
 *
 * @param epsilon keeps the variance from 0
 * @param momentum the part of the running statistics that each training step replaces
 */
public record BatchNorm(double epsilon, double momentum) implements Normalization {

  public BatchNorm {
    Epsilon.requirePositive(epsilon);
    OverTokens.requireMomentum(momentum);
  }

  @Override
  public Tensor normalize(Scope scope, Tensor x, Padding padding) {
    Tensor runningMean = scope.buffer("mean", Initializer.ZEROS, x.dim(-1)); // [d_model]
    Tensor runningVariance = scope.buffer("variance", Initializer.ONES, x.dim(-1)); // [d_model]
    Tensor mean = runningMean; // [d_model]
    Tensor variance = runningVariance; // [d_model]
    if (scope.mode() == Mode.TRAINING) {
      Tensor count = OverTokens.count(scope, x, padding); // [1, 1, 1], or [] where all are tokens
      mean = OverTokens.sum(x, padding).divide(count); // [1, 1, d_model]
      Tensor squares = x.subtract(mean).square(); // [batch, position, d_model]
      Tensor sumOfSquares = OverTokens.sum(squares, padding); // [1, 1, d_model]
      variance = sumOfSquares.divide(count); // [1, 1, d_model]
      Tensor unbiased = sumOfSquares.divide(count.subtract(1).maximum(1)); // [1, 1, d_model]
      scope.update(runningMean, OverTokens.blend(runningMean, mean, momentum));
      scope.update(runningVariance, OverTokens.blend(runningVariance, unbiased, momentum));
    }
    Tensor gain = scope.parameter("gain", Initializer.ONES, x.dim(-1)); // [d_model]
    Tensor bias = scope.parameter("bias", Initializer.ZEROS, x.dim(-1)); // [d_model]
    Tensor scale = variance.add(epsilon).rsqrt().multiply(gain); // [d_model]
    return x.subtract(mean).multiply(scale).add(bias); // [batch, position, d_model]
  }
}
