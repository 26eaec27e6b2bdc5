package org.ablate.libtorch;

/**
 * Stochastic gradient descent, with momentum: v ← μ v + g and w ← w − η v, or, after Nesterov, w ←
 * w − η (g + μ v). Sutskever et al. (2013), ICML, §2.
 *
 * @param momentum μ, how much of the velocity stays at each step
 * @param nesterov whether the gradient is taken where the momentum leads
 * @param weightDecay the part of a weight that is added to its gradient
 */
public record Sgd(double momentum, boolean nesterov, double weightDecay)
    implements OptimizerSettings {
  /** What is used where nothing is said. */
  public static final Sgd DEFAULTS = new Sgd(0.9, false, 0);

  public Sgd {
    OptimizerSettings.requireShare("momentum", momentum);
    OptimizerSettings.requireNotNegative("weight_decay", weightDecay);
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException("nesterov needs a momentum above 0, got 0.0");
    }
  }
}
