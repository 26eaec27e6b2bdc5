package org.ablate.plugins.positional_encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ablate.plugins.positional_encoding.RotaryScaling.Method;
import org.junit.jupiter.api.Test;

/**
 * The angle that each pair is turned by, read off a query whose pairs are all (1, 0), which is
 * (cos, sin) afterwards.
 */
class RotaryScalingTest {
  /** A few roundings of numbers up to 10 in double precision. */
  private static final double TOLERANCE = 1e-12;

  private static final double BASE = 10_000;
  private static final int PAIRS = 8;
  private static final int WIDTH = 2 * PAIRS;
  private static final int TRAINED = 64;

  @Test
  void position_interpolation_divides_positions_by_the_factor() {
    assertArrayEquals(
        directions(frequencies(BASE), 50 / 4.0),
        turned(scaling(Method.POSITION_INTERPOLATION, 4), 50),
        TOLERANCE);
  }

  @Test
  void ntk_raises_the_base_so_that_the_lowest_frequency_is_divided_by_the_factor() {
    double raised = BASE * Math.pow(4, WIDTH / (WIDTH - 2.0));

    assertArrayEquals(
        directions(frequencies(raised), 50), turned(scaling(Method.NTK, 4), 50), TOLERANCE);
    assertEquals(frequencies(BASE)[PAIRS - 1] / 4, frequencies(raised)[PAIRS - 1], TOLERANCE);
  }

  @Test
  void dynamic_ntk_is_plain_up_to_the_trained_length() {
    assertArrayEquals(
        directions(frequencies(BASE), TRAINED - 1),
        turned(scaling(Method.DYNAMIC_NTK, 4), TRAINED - 1),
        TOLERANCE);
  }

  @Test
  void dynamic_ntk_raises_the_base_by_the_length_so_far() {
    int position = 99;
    double factor = 4 * (position + 1.0) / TRAINED - 3;
    double raised = BASE * Math.pow(factor, WIDTH / (WIDTH - 2.0));

    assertArrayEquals(
        directions(frequencies(raised), position),
        turned(scaling(Method.DYNAMIC_NTK, 4), position),
        TOLERANCE);
  }

  @Test
  void dynamic_ntk_may_turn_a_pair_backwards_between_two_tokens_past_the_trained_length() {
    double[][] lastPair = new double[1][64];
    lastPair[0][62] = 1;
    RotaryScaling scaling = new RotaryScaling(Method.DYNAMIC_NTK, 2, 512, 32, 1);
    Rotary rotary = new Rotary(BASE, Rotary.Layout.INTERLEAVED, 1, scaling);
    double[] early = Traced.queries(rotary, lastPair, 923)[0];
    double[] late = Traced.queries(rotary, lastPair, 1023)[0];

    assertEquals(
        -0.0017, Math.asin(late[63]) - Math.asin(early[63]), 0.00005); // the digits that are stated
  }

  @Test
  void yarn_keeps_what_turns_often_divides_what_hardly_turns_and_ramps_between() {
    double[] expected = frequencies(BASE);
    for (int pair = 0; pair < PAIRS; pair++) {
      double turns = TRAINED / (2 * Math.PI / expected[pair]);
      double kept = turns < 1 ? 0 : turns > 4 ? 1 : (turns - 1) / 3;
      expected[pair] *= kept + (1 - kept) / 4;
    }
    double[] directions = directions(expected, 50);
    for (int i = 0; i < WIDTH; i++) {
      directions[i] *= 0.1 * Math.log(4) + 1;
    }
    assertArrayEquals(
        directions, turned(new RotaryScaling(Method.YARN, 4, TRAINED, 4, 1), 50), TOLERANCE);
  }

  @Test
  void every_scaling_by_one_is_plain_rotary() {
    for (Method method : Method.values()) {
      assertArrayEquals(
          turned(RotaryScaling.NONE, TRAINED - 1),
          turned(scaling(method, 1), TRAINED - 1),
          TOLERANCE,
          method.name());
    }
  }

  @Test
  void a_single_pair_has_the_highest_frequency_which_ntk_keeps() {
    double[][] x = {{1, 0}};
    Rotary rotary = new Rotary(BASE, Rotary.Layout.INTERLEAVED, 1, scaling(Method.NTK, 4));

    assertArrayEquals(
        new double[] {Math.cos(5), Math.sin(5)}, Traced.queries(rotary, x, 5)[0], TOLERANCE);
  }

  @Test
  void only_dynamic_ntk_makes_scores_depend_on_more_than_distances() {
    for (Method method : Method.values()) {
      Rotary rotary = new Rotary(BASE, Rotary.Layout.HALF_SPLIT, 1, scaling(method, 2));
      if (method == Method.DYNAMIC_NTK) {
        assertFalse(rotary.isRelative());
      } else {
        assertTrue(rotary.isRelative(), method.name());
      }
    }
  }

  @Test
  void only_yarn_changes_magnitudes() {
    for (Method method : Method.values()) {
      Rotary rotary = new Rotary(BASE, Rotary.Layout.HALF_SPLIT, 1, scaling(method, 2));
      assertEquals(method != Method.YARN, rotary.keepsMagnitude(), method.name());
    }
  }

  @Test
  void yarn_for_sequences_as_long_as_those_of_training_changes_no_magnitude() {
    Rotary rotary = new Rotary(BASE, Rotary.Layout.HALF_SPLIT, 1, scaling(Method.YARN, 1));
    assertTrue(rotary.keepsMagnitude());
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertEquals("factor must be at least 1, got 0.5", refusal(() -> scaling(Method.YARN, 0.5)));
    assertEquals(
        "trained_length must be at least 1, got 0",
        refusal(() -> new RotaryScaling(Method.YARN, 2, 0, 32, 1)));
    assertEquals(
        "slow must be greater than 0 and less than fast = 1.0, got 2.0",
        refusal(() -> new RotaryScaling(Method.YARN, 2, TRAINED, 1, 2)));
  }

  private static String refusal(Runnable work) {
    return assertThrows(IllegalArgumentException.class, work::run).getMessage();
  }

  private static RotaryScaling scaling(Method method, double factor) {
    return new RotaryScaling(method, factor, TRAINED, 32, 1);
  }

  private static double[] turned(RotaryScaling scaling, long position) {
    double[][] ones = new double[1][WIDTH];
    for (int pair = 0; pair < PAIRS; pair++) {
      ones[0][2 * pair] = 1;
    }
    Rotary rotary = new Rotary(BASE, Rotary.Layout.INTERLEAVED, 1, scaling);
    return Traced.queries(rotary, ones, position)[0];
  }

  private static double[] frequencies(double base) {
    double[] frequencies = new double[PAIRS];
    for (int pair = 0; pair < PAIRS; pair++) {
      frequencies[pair] = 1 / Math.pow(base, 2.0 * pair / WIDTH);
    }
    return frequencies;
  }

  private static double[] directions(double[] frequencies, double position) {
    double[] directions = new double[WIDTH];
    for (int pair = 0; pair < PAIRS; pair++) {
      directions[2 * pair] = Math.cos(position * frequencies[pair]);
      directions[2 * pair + 1] = Math.sin(position * frequencies[pair]);
    }
    return directions;
  }
}
