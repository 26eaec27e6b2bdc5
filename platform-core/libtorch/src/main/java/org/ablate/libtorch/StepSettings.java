package org.ablate.libtorch;

import java.util.List;

/**
 * How a training step is taken.
 *
 * @param optimizer how gradients become steps
 * @param clipping how large gradients may be
 * @param weightDecay what is said of the weight decay of some parameters; the first that fits a
 *     parameter counts
 * @param products how precisely matrix products are computed
 * @param activationCheckpointing whether only what goes from stage to stage of a graph is kept for
 *     the backward pass, which computes each stage again: the same bits for less memory and more
 *     time. Chen et al. (2016), arXiv:1604.06174, §4.1
 */
public record StepSettings(
    OptimizerSettings optimizer,
    Clipping clipping,
    List<WeightDecay> weightDecay,
    ProductPrecision products,
    boolean activationCheckpointing) {
  /** Takes a copy. */
  public StepSettings {
    weightDecay = List.copyOf(weightDecay);
  }

  /** Steps of an optimizer, with nothing else said. */
  public static StepSettings of(OptimizerSettings optimizer, Clipping clipping) {
    return new StepSettings(optimizer, clipping, List.of(), ProductPrecision.FULL, false);
  }
}
