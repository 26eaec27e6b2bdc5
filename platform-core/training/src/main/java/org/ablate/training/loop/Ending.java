package org.ablate.training.loop;

/** How a training ended. */
public sealed interface Ending {

  /** All steps were taken. */
  record Completed() implements Ending {}

  /**
   * It was not getting better any more.
   *
   * @param evaluations how many came after the best one
   */
  record Settled(int evaluations) implements Ending {}

  /** It was {@linkplain TrainingRun#stop stopped}; it can be resumed. */
  record Stopped() implements Ending {}

  /**
   * A number was not finite any more.
   *
   * @param step the step at which that was seen
   * @param reason what was not finite, and where that began
   */
  record Diverged(int step, String reason) implements Ending {}
}
