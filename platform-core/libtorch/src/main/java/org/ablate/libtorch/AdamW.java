package org.ablate.libtorch;

/**
 * Adam with weight decay that is decoupled from the gradients. Loshchilov and Hutter (2019),
 * arXiv:1711.05101, algorithm 2.
 *
 * @param beta1 how much of the running mean of gradients stays at each step
 * @param beta2 how much of the running mean of squared gradients stays at each step
 * @param epsilon added to the root of the mean square
 * @param weightDecay the part of a weight that a step takes away, as a multiple of the learning
 *     rate
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay)
    implements OptimizerSettings {
  /** What is used where nothing is said. */
  public static final AdamW DEFAULTS = new AdamW(0.9, 0.98, 1e-8, 0.01);

  public AdamW {
    OptimizerSettings.requireShare("beta_1", beta1);
    OptimizerSettings.requireShare("beta_2", beta2);
    OptimizerSettings.requirePositive("epsilon", epsilon);
    OptimizerSettings.requireNotNegative("weight_decay", weightDecay);
  }
}
