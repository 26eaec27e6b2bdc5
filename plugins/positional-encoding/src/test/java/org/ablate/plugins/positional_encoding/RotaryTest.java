package org.ablate.plugins.positional_encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugins.positional_encoding.Rotary.Layout;
import org.junit.jupiter.api.Test;

/** Rotations against the paper's formula in complex numbers, and what follows from it. */
class RotaryTest {
  /** A few roundings of numbers up to 10 in double precision. */
  private static final double TOLERANCE = 1e-12;

  private static final double BASE = 100;
  private static final long[] POSITIONS = {0, 1, 7};
  private static final double[][] X = Traced.random(POSITIONS.length, 8);

  @Test
  void neighbours_are_turned_by_the_position_times_their_frequency() {
    double[][] expected = new double[X.length][];
    for (int p = 0; p < X.length; p++) {
      expected[p] = turned(X[p], POSITIONS[p], 8);
    }
    assertRows(expected, Traced.queries(rotary(Layout.INTERLEAVED, 1), X, POSITIONS));
  }

  @Test
  void the_layouts_are_the_same_up_to_the_order_of_entries() {
    double[][] split = Traced.queries(rotary(Layout.HALF_SPLIT, 1), reordered(X), POSITIONS);

    assertRows(reordered(Traced.queries(rotary(Layout.INTERLEAVED, 1), X, POSITIONS)), split);
  }

  @Test
  void queries_and_keys_are_turned_alike() {
    PositionalEncoding rotary = rotary(Layout.HALF_SPLIT, 1);

    assertRows(Traced.queries(rotary, X, POSITIONS), Traced.keys(rotary, X, POSITIONS));
  }

  @Test
  void scores_depend_on_the_distance_only() {
    PositionalEncoding rotary = rotary(Layout.HALF_SPLIT, 1);

    assertEquals(
        Traced.score(rotary, X[0], 3, X[1], 1),
        Traced.score(rotary, X[0], 103, X[1], 101),
        TOLERANCE);
  }

  @Test
  void rotations_keep_lengths() {
    for (double[] row : Traced.queries(rotary(Layout.HALF_SPLIT, 1), new double[][] {X[2]}, 7)) {
      assertEquals(squaredLength(X[2]), squaredLength(row), TOLERANCE);
    }
  }

  @Test
  void a_fraction_of_a_head_is_turned_and_the_rest_left() {
    double[][] expected = new double[X.length][];
    for (int p = 0; p < X.length; p++) {
      expected[p] = turned(X[p], POSITIONS[p], 4);
    }
    assertRows(expected, Traced.queries(rotary(Layout.INTERLEAVED, 0.5), X, POSITIONS));
  }

  @Test
  void a_fraction_is_taken_down_to_whole_pairs() {
    assertRows(
        Traced.queries(rotary(Layout.INTERLEAVED, 0.5), X, POSITIONS),
        Traced.queries(rotary(Layout.INTERLEAVED, 0.7), X, POSITIONS));
  }

  @Test
  void xpos_multiplies_turned_queries_and_divides_turned_keys() {
    double[][] queries = new double[X.length][];
    double[][] keys = new double[X.length][];
    for (int p = 0; p < X.length; p++) {
      queries[p] = turned(X[p], POSITIONS[p], 8);
      keys[p] = queries[p].clone();
      for (int entry = 0; entry < 8; entry++) {
        double zeta = (entry / 2 / 4.0 + 0.4) / 1.4;
        queries[p][entry] *= Math.pow(zeta, POSITIONS[p] / 16.0);
        keys[p][entry] *= Math.pow(zeta, -POSITIONS[p] / 16.0);
      }
    }
    Xpos xpos = new Xpos(BASE, Layout.INTERLEAVED, 0.4, 16);
    assertRows(queries, Traced.queries(xpos, X, POSITIONS));
    assertRows(keys, Traced.keys(xpos, X, POSITIONS));
  }

  @Test
  void scores_of_xpos_depend_on_the_distance_only() {
    Xpos xpos = new Xpos(BASE, Layout.HALF_SPLIT, 0.4, 16);

    assertEquals(
        Traced.score(xpos, X[0], 3, X[1], 1),
        Traced.score(xpos, X[0], 43, X[1], 41),
        TOLERANCE * 100); // keys have grown and queries shrunk by a factor of 25 there
  }

  @Test
  void what_xpos_gives_a_pair_decays_with_the_distance() {
    Xpos xpos = new Xpos(BASE, Layout.HALF_SPLIT, 0.4, 16);
    Rotary plain = rotary(Layout.HALF_SPLIT, 1);
    double[] first = {1, 0, 0, 0, 1, 0, 0, 0};

    assertEquals(
        Traced.score(plain, first, 20, first, 4) * 0.4 / 1.4,
        Traced.score(xpos, first, 20, first, 4),
        TOLERANCE);
  }

  @Test
  void xpos_changes_magnitudes() {
    assertFalse(new Xpos(BASE, Layout.HALF_SPLIT, 0.4, 16).keepsMagnitude());
  }

  @Test
  void the_layouts_of_xpos_are_the_same_up_to_the_order_of_entries() {
    double[][] split =
        Traced.keys(new Xpos(BASE, Layout.HALF_SPLIT, 0.4, 16), reordered(X), POSITIONS);

    assertRows(
        reordered(Traced.keys(new Xpos(BASE, Layout.INTERLEAVED, 0.4, 16), X, POSITIONS)), split);
  }

  @Test
  void heads_of_odd_width_are_refused() {
    assertEquals(
        "rotary positions need heads of even width, got head_dim = 3",
        refusal(() -> Traced.queries(rotary(Layout.HALF_SPLIT, 1), Traced.random(1, 3), 0)));
    assertEquals(
        "xpos positions need heads of even width, got head_dim = 3",
        refusal(
            () ->
                Traced.queries(
                    new Xpos(BASE, Layout.HALF_SPLIT, 0.4, 16), Traced.random(1, 3), 0)));
  }

  @Test
  void a_fraction_without_a_pair_is_refused() {
    assertEquals(
        "rotary positions need a pair to rotate, but fraction 0.1 of head_dim = 8 has none",
        refusal(() -> Traced.queries(rotary(Layout.HALF_SPLIT, 0.1), X, POSITIONS)));
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertEquals(
        "fraction must be in (0, 1], got 1.5", refusal(() -> rotary(Layout.HALF_SPLIT, 1.5)));
    assertEquals(
        "gamma must be greater than 0, got 0.0",
        refusal(() -> new Xpos(BASE, Layout.HALF_SPLIT, 0, 16)));
    assertEquals(
        "scale_base must be greater than 0, got -1.0",
        refusal(() -> new Xpos(BASE, Layout.HALF_SPLIT, 0.4, -1)));
  }

  private static String refusal(Runnable work) {
    return assertThrows(IllegalArgumentException.class, work::run).getMessage();
  }

  private static Rotary rotary(Layout layout, double fraction) {
    return new Rotary(BASE, layout, fraction, RotaryScaling.NONE);
  }

  /** Neighbours as complex numbers times e^(i p θ), eq. 12 and 15; the first entries alone. */
  private static double[] turned(double[] x, long position, int width) {
    double[] turned = x.clone();
    for (int pair = 0; pair < width / 2; pair++) {
      double angle = position * Math.pow(BASE, -2.0 * pair / width);
      double real = x[2 * pair];
      double imaginary = x[2 * pair + 1];
      turned[2 * pair] = real * Math.cos(angle) - imaginary * Math.sin(angle);
      turned[2 * pair + 1] = real * Math.sin(angle) + imaginary * Math.cos(angle);
    }
    return turned;
  }

  /** First the first entries of all pairs, then the second ones. */
  private static double[][] reordered(double[][] x) {
    double[][] reordered = new double[x.length][x[0].length];
    for (int p = 0; p < x.length; p++) {
      int pairs = x[p].length / 2;
      for (int pair = 0; pair < pairs; pair++) {
        reordered[p][pair] = x[p][2 * pair];
        reordered[p][pair + pairs] = x[p][2 * pair + 1];
      }
    }
    return reordered;
  }

  private static double squaredLength(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    return sum;
  }

  private static void assertRows(double[][] expected, double[][] actual) {
    for (int p = 0; p < expected.length; p++) {
      assertArrayEquals(expected[p], actual[p], TOLERANCE);
    }
  }
}
