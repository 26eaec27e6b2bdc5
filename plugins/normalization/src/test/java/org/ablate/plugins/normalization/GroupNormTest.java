package org.ablate.plugins.normalization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.ablate.tensor.Array;
import org.ablate.tensor.Mode;
import org.junit.jupiter.api.Test;

class GroupNormTest {
  /** A few roundings of numbers up to 100 in double precision. */
  private static final double TOLERANCE = 1e-12;

  private static final double[] TOKEN = {0.3, -2, 1.5, 0.7, 9, -4};
  private static final Map<String, Array> WEIGHTS =
      Map.of(
          "gain", Array.of(new double[] {1, 2, 3, 4, 5, 6}, 6),
          "bias", Array.of(new double[] {-3, -2, -1, 0, 1, 2}, 6));

  @Test
  void each_group_of_channels_has_statistics_of_its_own() {
    // means 2 and 20, variances 1 and 100; with epsilon 3 and 3
    double[] out =
        Traced.of(new GroupNorm(2, 3), Mode.INFERENCE, 4).ofToken(Map.of(), 1, 3, 10, 30);

    double second = 10 / Math.sqrt(103);
    assertArrayEquals(new double[] {-0.5, 0.5, -second, second}, out, TOLERANCE);
  }

  @Test
  void gain_and_bias_are_of_each_channel() {
    double[] out = Traced.of(new GroupNorm(3, 1e-5), Mode.INFERENCE, 6).ofToken(WEIGHTS, TOKEN);

    double[] expected = new double[6];
    for (int channel = 0; channel < 6; channel++) {
      int first = channel / 2 * 2;
      double mean = (TOKEN[first] + TOKEN[first + 1]) / 2;
      double variance =
          (Math.pow(TOKEN[first] - mean, 2) + Math.pow(TOKEN[first + 1] - mean, 2)) / 2;
      expected[channel] =
          (TOKEN[channel] - mean) / Math.sqrt(variance + 1e-5) * (channel + 1) + channel - 3;
    }
    assertArrayEquals(expected, out, TOLERANCE);
  }

  @Test
  void with_one_group_it_is_layer_norm() {
    LayerNorm layerNorm = new LayerNorm(1e-5, LayerNorm.Affine.GAIN_AND_BIAS);

    assertArrayEquals(
        Traced.of(layerNorm, Mode.INFERENCE, 6).ofToken(WEIGHTS, TOKEN),
        Traced.of(new GroupNorm(1, 1e-5), Mode.INFERENCE, 6).ofToken(WEIGHTS, TOKEN),
        TOLERANCE);
  }

  @Test
  void a_width_that_groups_do_not_divide_is_refused() {
    assertEquals(
        "group norm needs a width that is a multiple of groups = 4, got 6",
        assertThrows(
                IllegalArgumentException.class,
                () -> Traced.of(new GroupNorm(4, 1e-5), Mode.INFERENCE, 6))
            .getMessage());
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertEquals(
        "groups must be at least 1, got 0",
        assertThrows(IllegalArgumentException.class, () -> new GroupNorm(0, 1e-5)).getMessage());
    assertEquals(
        "epsilon must be greater than 0, got 0.0",
        assertThrows(IllegalArgumentException.class, () -> new GroupNorm(4, 0)).getMessage());
  }
}
