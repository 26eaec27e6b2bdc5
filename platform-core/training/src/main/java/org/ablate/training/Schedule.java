package org.ablate.training;

import java.util.Locale;

/**
 * How the learning rate changes over the steps. In every schedule the rate first grows linearly
 * from 0 to the learning rate of the settings, which it reaches at the last step of the warm-up and
 * never exceeds; schedules differ in what comes then.
 */
public enum Schedule {
  /** The rate stays. */
  CONSTANT {
    @Override
    double afterWarmup(double step, double warmup, double steps) {
      return 1;
    }
  },

  /** The rate falls along a line that reaches 0 after the last step. */
  LINEAR {
    @Override
    double afterWarmup(double step, double warmup, double steps) {
      return 1 - progress(step, warmup, steps);
    }
  },

  /**
   * The rate falls along half a cosine that reaches 0 after the last step. Loshchilov and Hutter
   * (2017), arXiv:1608.03983, eq. 5, without restarts.
   */
  COSINE {
    @Override
    double afterWarmup(double step, double warmup, double steps) {
      return (1 + Math.cos(Math.PI * progress(step, warmup, steps))) / 2;
    }
  },

  /**
   * The rate stays, and falls along a line to 0 over the last tenth of the steps. The name is from
   * Hu et al. (2024), arXiv:2404.06395, §4.2, whose rate falls exponentially; the line is from
   * Hägele et al. (2024), arXiv:2405.18392, §3.
   */
  WARMUP_STABLE_DECAY {
    @Override
    double afterWarmup(double step, double warmup, double steps) {
      return Math.min(1, 10 * (1 - progress(step, 0, steps)));
    }
  },

  /**
   * The rate falls with 1 / √step. Vaswani et al. (2017), arXiv:1706.03762, §5.3: their rate
   * d_model^−0.5 · min(step^−0.5, step · warmup_steps^−1.5) is the one for the learning rate
   * (d_model · warmup_steps)^−0.5.
   */
  INVERSE_SQUARE_ROOT {
    @Override
    double afterWarmup(double step, double warmup, double steps) {
      return Math.sqrt(warmup / step);
    }
  };

  /** The part of the highest rate after the warm-up, in [0, 1]. */
  abstract double afterWarmup(double step, double warmup, double steps);

  /**
   * The part of the highest rate at a step, in (0, 1].
   *
   * @param step counted from 1
   * @param warmupSteps how many steps the warm-up has
   * @param steps how many steps the training has
   */
  public double factor(int step, int warmupSteps, int steps) {
    int warmup = Math.max(1, warmupSteps);
    return step < warmup ? (double) step / warmup : afterWarmup(step, warmup, steps);
  }

  /** 0 at the end of the warm-up, 1 one step after the last. */
  private static double progress(double step, double warmup, double steps) {
    return (step - warmup) / (steps + 1 - warmup);
  }

  /** {@code inverse-square-root}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
