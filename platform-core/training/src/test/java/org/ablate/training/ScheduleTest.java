package org.ablate.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {
  private static final int WARMUP = 10;
  private static final int STEPS = 109;

  /** A few units in the last place of numbers around 1. */
  private static final double ROUNDING = 1e-14;

  @ParameterizedTest
  @EnumSource
  void the_rate_grows_linearly_and_is_highest_at_the_last_step_of_the_warm_up(Schedule schedule) {
    assertEquals(0.1, schedule.factor(1, WARMUP, STEPS), ROUNDING);
    assertEquals(0.9, schedule.factor(9, WARMUP, STEPS), ROUNDING);
    assertEquals(1, schedule.factor(10, WARMUP, STEPS), ROUNDING);
  }

  @ParameterizedTest
  @EnumSource
  void without_warm_up_the_first_step_has_the_highest_rate(Schedule schedule) {
    assertEquals(1, schedule.factor(1, 0, STEPS), ROUNDING);
  }

  @ParameterizedTest
  @EnumSource
  void the_rate_is_never_zero_and_never_above_the_highest(Schedule schedule) {
    for (int step = 1; step <= STEPS; step++) {
      double factor = schedule.factor(step, WARMUP, STEPS);
      assertTrue(factor > 0 && factor <= 1, "step " + step + ": " + factor);
    }
  }

  @Test
  void a_linear_schedule_is_halfway_in_the_middle() {
    assertEquals(0.5, Schedule.LINEAR.factor(60, WARMUP, STEPS), ROUNDING);
    assertEquals(0.01, Schedule.LINEAR.factor(109, WARMUP, STEPS), ROUNDING);
  }

  @Test
  void a_cosine_schedule_is_halfway_in_the_middle_and_slow_at_both_ends() {
    assertEquals(0.5, Schedule.COSINE.factor(60, WARMUP, STEPS), ROUNDING);
    assertEquals(
        (1 + Math.cos(Math.PI / 4)) / 2, Schedule.COSINE.factor(35, WARMUP, STEPS), ROUNDING);
  }

  @Test
  void a_stable_schedule_falls_over_the_last_tenth() {
    assertEquals(1, Schedule.WARMUP_STABLE_DECAY.factor(99, WARMUP, STEPS), ROUNDING);
    assertEquals(0.5, Schedule.WARMUP_STABLE_DECAY.factor(95, 0, 99), ROUNDING);
    assertEquals(0.1, Schedule.WARMUP_STABLE_DECAY.factor(99, 0, 99), ROUNDING);
  }

  @Test
  void the_inverse_square_root_schedule_is_that_of_the_original_transformer() {
    int dModel = 512;
    int warmup = 4_000;
    double learningRate = Math.pow((double) dModel * warmup, -0.5);
    for (int step : new int[] {1, 100, 3_999, 4_000, 4_001, 100_000}) {
      double original =
          Math.pow(dModel, -0.5) * Math.min(Math.pow(step, -0.5), step * Math.pow(warmup, -1.5));
      double rate = learningRate * Schedule.INVERSE_SQUARE_ROOT.factor(step, warmup, 100_000);
      assertEquals(1, rate / original, ROUNDING);
    }
  }

  @Test
  void a_schedule_is_called_as_in_experiment_files() {
    assertEquals("inverse-square-root", Schedule.INVERSE_SQUARE_ROOT.toString());
  }
}
