package org.ablate.plugins.normalization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.ablate.plugins.normalization.PowerNorm.Statistics;
import org.ablate.tensor.Array;
import org.ablate.tensor.Evaluation;
import org.ablate.tensor.Mode;
import org.junit.jupiter.api.Test;

/** Two sequences of two positions and one feature; each epsilon makes a root that is whole. */
class PowerNormTest {
  /** A few roundings of numbers up to 100 in double precision. */
  private static final double TOLERANCE = 1e-12;

  private static final double MOMENTUM = 0.25;

  /** Mean square 21. */
  private static final Array FULL = Array.of(new double[] {1, 3, 5, 7}, 2, 2, 1);

  private static final Map<String, Array> RUNNING_NINE =
      Map.of("mean_square", Array.of(new double[] {9}, 1));

  @Test
  void training_divides_by_the_mean_square_of_the_batch_without_centring() {
    // 21 + 4 is the square of 5
    assertOutput(trained(4, Statistics.BATCH, Map.of()), 0.2, 0.6, 1, 1.4);
  }

  @Test
  void training_divides_by_the_mean_square_of_the_steps_before_if_told_so() {
    // 9 + 7 is the square of 4
    assertOutput(trained(7, Statistics.RUNNING, RUNNING_NINE), 0.25, 0.75, 1.25, 1.75);
  }

  @Test
  void both_move_the_running_mean_square_by_the_momentum() {
    for (Statistics statistics : Statistics.values()) {
      assertArrayEquals(
          new double[] {(1 - MOMENTUM) * 9 + MOMENTUM * 21},
          trained(7, statistics, RUNNING_NINE).updates().get("mean_square").toDoubles(),
          TOLERANCE);
    }
  }

  @Test
  void a_position_without_a_token_is_left_out() {
    Array x = Array.of(new double[] {1, 3, 5, 1000}, 2, 2, 1);
    Array tokens = Array.of(new boolean[] {true, true, true, false}, 2, 2);
    Evaluation evaluation =
        Traced.padded(new PowerNorm(1, MOMENTUM, Statistics.BATCH), Mode.TRAINING, 1)
            .run(Map.of("x", x, "tokens", tokens), RUNNING_NINE);

    // mean square 35/3
    assertArrayEquals(
        new double[] {(1 - MOMENTUM) * 9 + MOMENTUM * 35 / 3},
        evaluation.updates().get("mean_square").toDoubles(),
        TOLERANCE);
  }

  @Test
  void inference_divides_by_the_running_mean_square_and_changes_nothing() {
    Map<String, Array> weights =
        Map.of(
            "mean_square", Array.of(new double[] {9}, 1),
            "gain", Array.of(new double[] {8}, 1),
            "bias", Array.of(new double[] {10}, 1));
    for (Statistics statistics : Statistics.values()) {
      Evaluation evaluation =
          Traced.of(new PowerNorm(7, MOMENTUM, statistics), Mode.INFERENCE, 1)
              .run(Map.of("x", FULL), weights);

      assertOutput(evaluation, 12, 16, 20, 24);
      assertEquals(Map.of(), evaluation.updates());
    }
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertEquals(
        "momentum must be in (0, 1], got 0.0",
        assertThrows(IllegalArgumentException.class, () -> new PowerNorm(1e-5, 0, Statistics.BATCH))
            .getMessage());
    assertEquals(
        "epsilon must be greater than 0, got 0.0",
        assertThrows(IllegalArgumentException.class, () -> new PowerNorm(0, 0.1, Statistics.BATCH))
            .getMessage());
  }

  private static Evaluation trained(
      double epsilon, Statistics statistics, Map<String, Array> weights) {
    return Traced.of(new PowerNorm(epsilon, MOMENTUM, statistics), Mode.TRAINING, 1)
        .run(Map.of("x", FULL), weights);
  }

  private static void assertOutput(Evaluation evaluation, double... expected) {
    assertArrayEquals(expected, evaluation.outputs().get("y").toDoubles(), TOLERANCE);
  }
}
