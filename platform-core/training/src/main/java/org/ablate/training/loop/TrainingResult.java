package org.ablate.training.loop;

import java.util.Optional;
import org.ablate.training.checkpoint.ScoredStep;

/**
 * What came of a training.
 *
 * @param ending how it ended
 * @param steps how many steps were taken
 * @param best the step that scored best on the validation split, whose checkpoint is kept; empty if
 *     none was scored
 * @param tokens how many tokens were read
 * @param seconds how long the steps took, evaluation left out
 */
public record TrainingResult(
    Ending ending, int steps, Optional<ScoredStep> best, long tokens, double seconds) {

  /** How many tokens were read in a second of training; empty if no step was taken. */
  public Optional<Double> tokensPerSecond() {
    return steps == 0 ? Optional.empty() : Optional.of(tokens / seconds);
  }
}
