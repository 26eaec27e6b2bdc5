package org.ablate.training;

/**
 * Which weights are evaluated in place of those of the last step. The components are the keys under
 * {@code training.averaging} in experiment files.
 *
 * @param emaDecay how much of the exponential moving average of the weights stays at each step,
 *     which is evaluated and kept in their place; less over the first steps, min(ema_decay, (1 +
 *     step) / (10 + step)), so that the first weights are soon forgotten, as in TensorFlow's {@code
 *     tf.train.ExponentialMovingAverage}. Polyak and Juditsky (1992), doi:10.1137/0330046, analyse
 *     the mean of all steps, which weighs them alike. 0 for no average
 * @param checkpoints the weights after the last step are the mean of those of so many checkpoints,
 *     every {@code checkpoint_every} steps back. Vaswani et al. (2017), arXiv:1706.03762, §6.1. 1
 *     for no mean
 */
public record Averaging(double emaDecay, int checkpoints) {
  /** No average. */
  public static final Averaging NONE = new Averaging(0, 1);

  public Averaging {
    if (!(emaDecay >= 0 && emaDecay < 1)) {
      throw new IllegalArgumentException(
          "ema_decay must be at least 0 and below 1, got " + emaDecay);
    }
    if (checkpoints < 1) {
      throw new IllegalArgumentException("checkpoints must be at least 1, got " + checkpoints);
    }
    if (emaDecay > 0 && checkpoints > 1) {
      throw new IllegalArgumentException(
          "ema_decay and checkpoints are two ways to average; state one of them");
    }
  }

  /** Whether there is a moving average. */
  public boolean isMoving() {
    return emaDecay > 0;
  }

  /** How much of the moving average stays at a step, counted from 1. */
  public double decayAt(int step) {
    return Math.min(emaDecay, (1.0 + step) / (10.0 + step));
  }
}
