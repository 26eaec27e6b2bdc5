package org.ablate.plugins.positional_encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.ablate.plugin.PositionalEncoding;
import org.junit.jupiter.api.Test;

/** What is added to scores, against each paper's formula, written again in plain loops. */
class ScorePositionsTest {
  /** A few roundings of numbers up to 100 in double precision. */
  private static final double TOLERANCE = 1e-12;

  /** What is added to scores is of order 1 at the start, and where nothing differs, roundings. */
  private static final double TOLD_APART = 1e-2;

  private static final int HEADS = 3;

  /** Of ALiBi: those of two heads, and the first of those of four. */
  private static final double[] SLOPES = {1 / 16.0, 1 / 256.0, 1 / 4.0};

  private static final long[] QUERY = {0, 3, 9, 40};
  private static final long[] KEY = {0, 1, 4, 9, 41};

  @Test
  void alibi_subtracts_the_distance_times_a_slope_of_the_head() {
    assertBias(
        (h, i, j) -> -SLOPES[h] * Math.abs(i - j),
        Traced.bias(new Alibi(Alibi.Distance.SYMMETRIC, false), HEADS, false, QUERY, KEY));
  }

  @Test
  void causal_alibi_costs_keys_after_the_query_nothing() {
    assertBias(
        (h, i, j) -> j > i ? 0 : -SLOPES[h] * (i - j),
        Traced.bias(new Alibi(Alibi.Distance.CAUSAL, false), HEADS, false, QUERY, KEY));
  }

  @Test
  void learned_slopes_start_from_the_series() {
    Traced learned =
        Traced.bias(new Alibi(Alibi.Distance.SYMMETRIC, true), HEADS, false, QUERY, KEY);

    assertBias((h, i, j) -> -SLOPES[h] * learned.weight("factor")[h] * Math.abs(i - j), learned);
  }

  @Test
  void eight_heads_have_the_slopes_that_the_alibi_paper_prints() {
    double[] bias =
        Traced.bias(
                new Alibi(Alibi.Distance.CAUSAL, false), 8, true, new long[] {1}, new long[] {0})
            .out();

    assertArrayEquals(
        new double[] {
          -1 / 2.0, -1 / 4.0, -1 / 8.0, -1 / 16.0, -1 / 32.0, -1 / 64.0, -1 / 128.0, -1 / 256.0
        },
        bias,
        TOLERANCE);
  }

  /** Those that {@code get_slopes(12)} of the authors' code gives. */
  @Test
  void twelve_heads_have_the_slopes_of_eight_and_every_second_one_of_sixteen() {
    double[] bias =
        Traced.bias(
                new Alibi(Alibi.Distance.CAUSAL, false), 12, true, new long[] {1}, new long[] {0})
            .out();

    assertArrayEquals(
        new double[] {
          -0.5,
          -0.25,
          -0.125,
          -0.0625,
          -0.03125,
          -0.015625,
          -0.0078125,
          -0.00390625,
          -0.7071067811865476,
          -0.3535533905932738,
          -0.1767766952966369,
          -0.08838834764831845
        },
        bias,
        TOLERANCE);
  }

  @Test
  void hard_alibi_lets_the_first_heads_see_one_two_and_more_tokens_and_the_others_all() {
    assertBias(
        (h, i, j) -> h < 2 && Math.abs(i - j) >= h + 1 ? -1e9 : 0,
        Traced.bias(new HardAlibi(2), HEADS, false, QUERY, KEY));
  }

  @Test
  void shaw_relative_adds_the_product_of_the_query_with_the_vector_of_the_clipped_distance() {
    int width = 4;
    int clip = 5;
    double[][][] x = new double[HEADS][][];
    for (int h = 0; h < HEADS; h++) {
      x[h] = Traced.random(QUERY.length, (h + 1) * width);
      for (int i = 0; i < x[h].length; i++) {
        x[h][i] = Arrays.copyOfRange(x[h][i], h * width, (h + 1) * width);
      }
    }
    Traced shaw = Traced.bias(new ShawRelative(clip), x, false, QUERY, KEY);

    assertBias(
        (h, i, j) -> {
          int row = (int) Math.max(-clip, Math.min(clip, j - i)) + clip;
          int query = Arrays.binarySearch(QUERY, i);
          double product = 0;
          for (int d = 0; d < width; d++) {
            product += x[h][query][d] * shaw.weight("weight")[row * width + d];
          }
          return product / 2; // √4
        },
        shaw);
  }

  @Test
  void logarithmic_kerple_grows_as_the_logarithm_of_the_distance() {
    Traced kerple = Traced.bias(new Kerple(Kerple.Kernel.LOGARITHMIC), HEADS, false, QUERY, KEY);

    assertBias(
        (h, i, j) ->
            -softplus(kerple.weight("scale")[h])
                * Math.log(1 + softplus(kerple.weight("shape")[h]) * Math.abs(i - j)),
        kerple);
  }

  @Test
  void kerple_of_powers_grows_as_a_power_of_the_distance() {
    Traced kerple = Traced.bias(new Kerple(Kerple.Kernel.POWER), HEADS, false, QUERY, KEY);

    assertBias(
        (h, i, j) ->
            -softplus(kerple.weight("scale")[h])
                * Math.pow(Math.abs(i - j), 2 / (1 + Math.exp(-kerple.weight("shape")[h]))),
        kerple);
  }

  @Test
  void dynamic_bias_is_four_maps_with_a_norm_and_a_relu_before_each_but_the_first() {
    Traced bias =
        Traced.bias(new DynamicBias(5, DynamicBias.Scale.LINEAR), HEADS, false, QUERY, KEY);

    assertBias((h, i, j) -> network(bias, j - i)[h], bias);
  }

  @Test
  void dynamic_bias_sees_distances_on_a_logarithmic_scale_if_told_so() {
    Traced bias =
        Traced.bias(new DynamicBias(5, DynamicBias.Scale.LOGARITHMIC), HEADS, false, QUERY, KEY);

    assertBias(
        (h, i, j) -> network(bias, Math.signum(j - i) * Math.log(1 + Math.abs(j - i)))[h], bias);
  }

  @Test
  void dynamic_bias_starts_by_telling_near_keys_from_far_ones() {
    for (DynamicBias.Scale scale : DynamicBias.Scale.values()) {
      double[] bias = Traced.biasAtStart(new DynamicBias(16, scale), 50, 49, 0);

      assertTrue(Math.abs(bias[0] - bias[1]) > TOLD_APART, scale.name());
    }
  }

  @Test
  void fire_divides_the_transformed_distance_by_the_transformed_position_of_the_query() {
    Traced fire = Traced.bias(new Fire(6, 12, 0.7, false), HEADS, true, QUERY, KEY);

    double c = fire.weight("curvature")[0];
    double limit = 12 * fire.weight("threshold_factor")[0];
    assertBias(
        (h, i, j) -> {
          double part =
              Math.log(c * Math.abs(i - j) + 1) / (Math.log(c * Math.max(limit, i) + 1) + 1e-6);
          double[] hidden = relu(map(fire, "hidden", new double[] {part}));
          return map(fire, "out", hidden)[h];
        },
        fire);
  }

  /** Distances 0, 15 and 255 lie equally far apart on the scale log(x + 1). */
  @Test
  void fire_starts_as_no_linear_function_of_what_it_sees() {
    double[] bias = Traced.biasAtStart(new Fire(32, 512, 1, false), 256, 256, 241, 1);

    assertTrue(Math.abs(bias[0] - 2 * bias[1] + bias[2]) > TOLD_APART);
  }

  @Test
  void fire_says_that_more_than_distances_counts() {
    assertFalse(new Fire(32, 512, 0.1, false).isRelative());
  }

  @Test
  void what_depends_on_distances_only_does_so() {
    PositionalEncoding[] relative = {
      new Alibi(Alibi.Distance.SYMMETRIC, true),
      new HardAlibi(2),
      new ShawRelative(4),
      new T5Bias(8, 20, true),
      new DynamicBias(5, DynamicBias.Scale.LINEAR),
      new Kerple(Kerple.Kernel.POWER)
    };
    for (PositionalEncoding encoding : relative) {
      assertArrayEquals(
          Traced.bias(encoding, HEADS, false, QUERY, KEY).out(),
          Traced.bias(encoding, HEADS, false, later(QUERY), later(KEY)).out(),
          encoding.toString());
    }
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertEquals("clip must be at least 1, got 0", refusal(() -> new ShawRelative(0)));
    assertEquals("windowed_heads must be at least 1, got 0", refusal(() -> new HardAlibi(0)));
    assertEquals(
        "width must be at least 1, got 0",
        refusal(() -> new DynamicBias(0, DynamicBias.Scale.LINEAR)));
    assertEquals("width must be at least 1, got 0", refusal(() -> new Fire(0, 512, 0.1, false)));
    assertEquals(
        "threshold must be greater than 0, got 0.0", refusal(() -> new Fire(32, 0, 0.1, false)));
    assertEquals(
        "curvature must be greater than 0, got -1.0", refusal(() -> new Fire(32, 512, -1, false)));
  }

  /** What a head adds to the score of a query at i and a key at j. */
  private interface Formula {
    double of(int head, long i, long j);
  }

  private static void assertBias(Formula formula, Traced actual) {
    double[] expected = new double[HEADS * QUERY.length * KEY.length];
    int entry = 0;
    for (int head = 0; head < HEADS; head++) {
      for (long i : QUERY) {
        for (long j : KEY) {
          expected[entry++] = formula.of(head, i, j);
        }
      }
    }
    assertArrayEquals(expected, actual.out(), TOLERANCE);
  }

  private static double[] network(Traced bias, double seen) {
    double[] x = map(bias, "in", new double[] {seen});
    x = map(bias, "layer.0.map", active(bias, "layer.0", x));
    x = map(bias, "layer.1.map", active(bias, "layer.1", x));
    return map(bias, "out.map", active(bias, "out", x));
  }

  /** ReLU of the layer norm. */
  private static double[] active(Traced bias, String layer, double[] x) {
    double mean = 0;
    for (double value : x) {
      mean += value / x.length;
    }
    double variance = 0;
    for (double value : x) {
      variance += (value - mean) * (value - mean) / x.length;
    }
    double[] normalized = new double[x.length];
    for (int d = 0; d < x.length; d++) {
      normalized[d] =
          (x[d] - mean) / Math.sqrt(variance + 1e-5) * bias.weight(layer + ".gain")[d]
              + bias.weight(layer + ".bias")[d];
    }
    return relu(normalized);
  }

  private static double[] map(Traced bias, String name, double[] x) {
    double[] out = bias.weight(name + ".bias").clone();
    for (int d = 0; d < x.length; d++) {
      for (int o = 0; o < out.length; o++) {
        out[o] += x[d] * bias.weight(name + ".weight")[d * out.length + o];
      }
    }
    return out;
  }

  private static double[] relu(double[] x) {
    double[] positive = new double[x.length];
    for (int d = 0; d < x.length; d++) {
      positive[d] = Math.max(0, x[d]);
    }
    return positive;
  }

  private static double softplus(double x) {
    return Math.log(1 + Math.exp(x));
  }

  private static long[] later(long[] positions) {
    long[] later = positions.clone();
    for (int i = 0; i < later.length; i++) {
      later[i] += 11;
    }
    return later;
  }

  private static String refusal(Runnable work) {
    return assertThrows(IllegalArgumentException.class, work::run).getMessage();
  }
}
