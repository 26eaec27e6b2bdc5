package org.ablate.libtorch;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * How much of each parameter a step takes away: what is said of it, or else what the optimizer has
 * for matrices and stacks of them, and nothing for others.
 *
 * @param stated what is said of some; the first that fits counts
 */
record Decays(List<WeightDecay> stated) {

  /**
   * The weight decay of a parameter.
   *
   * @param usual that of the optimizer
   */
  double of(String parameter, Tensor weight, double usual) {
    return stated.stream()
        .filter(decay -> decay.fits(parameter))
        .mapToDouble(WeightDecay::weightDecay)
        .findFirst()
        .orElse(HiddenMatrices.isMatrix(weight.shape()) ? usual : 0);
  }
}
