package org.ablate.training.checkpoint;

import java.util.Base64;
import java.util.Optional;
import org.ablate.training.TrainingSettings;

/**
 * Where a run stands after a step, apart from its weights and its optimizer. The data that comes
 * next follows from the seed and the step.
 *
 * @param step how many steps were taken
 * @param seed what the run's random choices depend on
 * @param training the settings of the run
 * @param model the model's sizes and parts
 * @param data the SHA-256 of the examples, in hexadecimal
 * @param best the step that scored best so far, if any has been scored
 * @param tokens how many tokens were read
 * @param seconds how long the steps took, evaluation left out
 * @param random the state of the random generator, in Base64
 */
public record TrainingState(
    int step,
    long seed,
    TrainingSettings training,
    String model,
    String data,
    Optional<ScoredStep> best,
    long tokens,
    double seconds,
    String random) {

  /** Requires that the state of the random generator can be read. */
  public TrainingState {
    try {
      Base64.getDecoder().decode(random);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("random must be Base64: " + e.getMessage(), e);
    }
  }
}
