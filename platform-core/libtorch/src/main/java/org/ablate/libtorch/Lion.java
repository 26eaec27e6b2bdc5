package org.ablate.libtorch;

/**
 * Steps as far for every number, in the direction of the sign of a running mean. Chen et al.
 * (2023), arXiv:2302.06675, algorithm 2. Its learning rate is three to ten times smaller than that
 * of AdamW, and its weight decay as much larger.
 *
 * @param beta1 how much of the running mean there is in the direction of a step
 * @param beta2 how much of the running mean stays at each step
 * @param weightDecay the part of a weight that a step takes away, as a multiple of the learning
 *     rate
 */
public record Lion(double beta1, double beta2, double weightDecay) implements OptimizerSettings {
  /** What is used where nothing is said. */
  public static final Lion DEFAULTS = new Lion(0.9, 0.99, 0.1);

  public Lion {
    OptimizerSettings.requireShare("beta_1", beta1);
    OptimizerSettings.requireShare("beta_2", beta2);
    OptimizerSettings.requireNotNegative("weight_decay", weightDecay);
  }
}
