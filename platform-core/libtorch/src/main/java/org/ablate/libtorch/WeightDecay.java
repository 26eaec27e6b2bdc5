package org.ablate.libtorch;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
    String regex =
        Arrays.stream(parameters.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return parameter.matches(regex);
  }
}
