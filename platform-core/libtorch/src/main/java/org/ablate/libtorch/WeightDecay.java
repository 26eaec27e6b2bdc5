package org.ablate.libtorch;

import org.ablate.tensor.NamePattern;

/**
 * How much some parameters shrink, whatever the optimizer would have them do.
 *
 * @param parameters the names of the parameters, where {@code *} stands for any characters
 * @param weightDecay as in the settings of the optimizer
 */
public record WeightDecay(String parameters, double weightDecay) {

  public WeightDecay {
    if (parameters.isBlank()) {
      throw new IllegalArgumentException(
          "parameters must be a name in which * stands for any characters, got none");
    }
    OptimizerSettings.requireNotNegative("weight_decay", weightDecay);
  }

  /** Whether a parameter is meant. */
  public boolean fits(String parameter) {
    return new NamePattern(parameters).fits(parameter);
  }
}
