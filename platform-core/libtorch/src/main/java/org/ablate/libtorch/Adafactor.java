package org.ablate.libtorch;

/**
 * Adam without its memory: of the mean squares of a matrix it keeps those of rows and of columns
 * alone, and no mean of gradients. Shazeer and Stern (2018), arXiv:1804.04235, algorithms 4 and 5.
 * The learning rate is relative to the root mean square of each parameter, and nothing decays.
 *
 * @param decayExponent c in 1 − t⁻ᶜ, how much of the running mean of squares stays at step t
 * @param clippingThreshold the largest root mean square of the step of a parameter, before it is
 *     multiplied by the learning rate
 * @param epsilon added to squared gradients
 * @param smallestScale what the root mean square of a parameter is taken for at least
 */
public record Adafactor(
    double decayExponent, double clippingThreshold, double epsilon, double smallestScale)
    implements OptimizerSettings {
  /** What is used where nothing is said. */
  public static final Adafactor DEFAULTS = new Adafactor(0.8, 1, 1e-30, 1e-3);

  public Adafactor {
    OptimizerSettings.requirePositive("decay_exponent", decayExponent);
    OptimizerSettings.requirePositive("clipping_threshold", clippingThreshold);
    OptimizerSettings.requirePositive("epsilon", epsilon);
    OptimizerSettings.requirePositive("smallest_scale", smallestScale);
  }
}
