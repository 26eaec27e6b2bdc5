package org.ablate.plugins.normalization;

import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * x / √(ψ² + ε) · gain + bias, where ψ² is the mean square of a channel over the tokens of a batch:
 * batch norm without centring, with running statistics after training. Shen et al. (2020),
 * arXiv:2003.07845, §4. Positions without a token are left out.
 *
 * <p>The paper replaces the gradient of running statistics by one that it approximates with running
 * means of its own (§4.2). A gradient here is always that of what is computed, so the readings are
 * the paper's PN-V, whose gradient is exact, and its forward pass of PN, where no gradient flows
 * through the statistics.
 *
 * @param epsilon keeps the mean square from 0
 * @param momentum the part of the running mean square that each training step replaces
 * @param statistics which ones training divides by
 */
public record PowerNorm(double epsilon, double momentum, Statistics statistics)
    implements Normalization {

  /** Which statistics training divides by. */
  public enum Statistics {
    /** Those of the batch, as in PN-V, §4.1. */
    BATCH,
    /** The running ones of the steps before, as in PN, §4.2. */
    RUNNING
  }

  public PowerNorm {
    Epsilon.requirePositive(epsilon);
    OverTokens.requireMomentum(momentum);
  }

  @Override
  public Tensor normalize(Scope scope, Tensor x, Padding padding) {
    Tensor running = scope.buffer("mean_square", Initializer.ONES, x.dim(-1)); // [d_model]
    Tensor meanSquare = running; // [d_model]
    if (scope.mode() == Mode.TRAINING) {
      Tensor count = OverTokens.count(scope, x, padding); // [1, 1, 1], or [] where all are tokens
      Tensor ofBatch = OverTokens.sum(x.square(), padding).divide(count); // [1, 1, d_model]
      scope.update(running, OverTokens.blend(running, ofBatch, momentum));
      if (statistics == Statistics.BATCH) {
        meanSquare = ofBatch; // [1, 1, d_model]
      }
    }
    Tensor gain = scope.parameter("gain", Initializer.ONES, x.dim(-1)); // [d_model]
    Tensor bias = scope.parameter("bias", Initializer.ZEROS, x.dim(-1)); // [d_model]
    Tensor scale = meanSquare.add(epsilon).rsqrt().multiply(gain); // [d_model]
    return x.multiply(scale).add(bias); // [batch, position, d_model]
  }
}
