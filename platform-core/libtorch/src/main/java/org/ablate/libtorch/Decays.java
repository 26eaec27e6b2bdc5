package org.ablate.libtorch;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * How much of each parameter a step takes away: what is said of it, or else what the optimizer has
 * for parameters with two axes that are longer than one, and nothing for others.
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
        .orElse(isMatrix(weight.shape()) ? usual : 0);
  }

  /** A gain of each head, [head, 1, 1], is none; a vector of each head, [head, head_dim, 1], is. */
  private static boolean isMatrix(long... sizes) {
    return Arrays.stream(sizes).filter(size -> size > 1).count() >= 2;
  }
}
