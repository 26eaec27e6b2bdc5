package org.ablate.libtorch;

/**
 * Steps by running means of gradients and of their squares. Kingma and Ba (2015), arXiv:1412.6980,
 * algorithm 1.
 *
 * @param beta1 how much of the running mean of gradients stays at each step
 * @param beta2 how much of the running mean of squared gradients stays at each step
 * @param epsilon added to the root of the mean square
 * @param weightDecay the part of a weight that is added to its gradient
 */
public record Adam(double beta1, double beta2, double epsilon, double weightDecay)
    implements OptimizerSettings {
  /** What is used where nothing is said. */
  public static final Adam DEFAULTS = new Adam(0.9, 0.98, 1e-8, 0);

  public Adam {
    OptimizerSettings.requireShare("beta_1", beta1);
    OptimizerSettings.requireShare("beta_2", beta2);
    OptimizerSettings.requirePositive("epsilon", epsilon);
    OptimizerSettings.requireNotNegative("weight_decay", weightDecay);
  }
}
