package org.ablate.experiment;

import java.util.List;

/**
 * What a trained model is tested on beside the test split as it is. The components are the keys
 * under {@code evaluation} in experiment files.
 *
 * @param sequenceLengths windows of so many tokens each, shorter and longer than those of the
 *     training: the test split of running text is cut into them and scored once for each length
 */
public record EvaluationSettings(List<Integer> sequenceLengths) {
  static final EvaluationSettings DEFAULTS = new EvaluationSettings(List.of());

  /** Takes a copy. */
  public EvaluationSettings {
    sequenceLengths = List.copyOf(sequenceLengths);
    for (int length : sequenceLengths) {
      if (length < 1) {
        throw new IllegalArgumentException("sequence_lengths must be at least 1, got " + length);
      }
    }
  }
}
