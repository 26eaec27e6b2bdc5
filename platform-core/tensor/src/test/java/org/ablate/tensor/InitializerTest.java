package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InitializerTest {
  private static final int SAMPLES = 40_000;

  /** Five standard errors of the mean of so many numbers of variance one. */
  private static final double MEAN_ERROR = 5 / Math.sqrt(SAMPLES);

  /** Five standard errors of the variance of so many normal numbers of variance one. */
  private static final double VARIANCE_ERROR = 5 * Math.sqrt(2.0 / SAMPLES);

  @Test
  void constants_are_all_the_same() {
    assertArrayEquals(new float[] {0, 0}, draw(Initializer.ZEROS, 2));
    assertArrayEquals(new float[] {1, 1}, draw(Initializer.ONES, 2));
    assertArrayEquals(new float[] {-2, -2}, draw(new Initializer.Constant(-2), 2));
  }

  @Test
  void normal_numbers_have_mean_zero_and_the_standard_deviation_asked_for() {
    float[] values = draw(new Initializer.Normal(3), SAMPLES);
    assertEquals(0, mean(values) / 3, MEAN_ERROR);
    assertEquals(1, variance(values) / 9, VARIANCE_ERROR);
  }

  @Test
  void uniform_numbers_stay_within_their_bound() {
    float[] values = draw(new Initializer.Uniform(0.5), SAMPLES);
    assertEquals(0, IntStream.range(0, SAMPLES).filter(i -> Math.abs(values[i]) > 0.5).count());
    assertEquals(0, mean(values), MEAN_ERROR);
    assertEquals(0.25 / 3, variance(values), VARIANCE_ERROR);
  }

  @Test
  void a_bound_is_above_zero() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new Initializer.Uniform(0));
    assertEquals(
        "the bound of uniform entries must be a number above 0, not 0.0", refused.getMessage());
  }

  @Test
  void xaviers_gain_is_above_zero() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> new Initializer.XavierUniform(Double.NaN));
    assertEquals(
        "the gain of Xavier's initializer must be a number above 0, not NaN", refused.getMessage());
  }

  @Test
  void orthogonal_columns_may_have_no_rows() {
    assertArrayEquals(new float[0], draw(new Initializer.OrthogonalNormal(), 0, 3));
  }

  @Test
  void xaviers_variance_is_two_over_the_sum_of_the_fans() {
    float[] values = draw(new Initializer.XavierUniform(), 100, 400);
    assertEquals(0, mean(values), MEAN_ERROR);
    assertEquals(1, variance(values) * (100 + 400) / 2, VARIANCE_ERROR);
  }

  @Test
  void a_gain_multiplies_what_xavier_gives() {
    float[] plain = draw(new Initializer.XavierUniform(), 3, 4);
    float[] halved = draw(new Initializer.XavierUniform(0.5), 3, 4);
    for (int i = 0; i < plain.length; i++) {
      assertEquals(plain[i] * 0.5, halved[i], 1e-7); // half a unit of floats below 1
    }
  }

  @Test
  void orthogonal_columns_are_so_in_each_block_of_as_many_as_there_are_rows() {
    int rows = 3;
    int columns = 7;
    float[] values = draw(new Initializer.OrthogonalNormal(), rows, columns);
    for (int left = 0; left < columns; left++) {
      for (int right = left + 1; right < columns && right / rows == left / rows; right++) {
        double product = 0;
        for (int row = 0; row < rows; row++) {
          product += (double) values[row * columns + left] * values[row * columns + right];
        }
        assertEquals(0, product, 1e-6); // some units of floats near 1
      }
    }
  }

  @Test
  void orthogonal_columns_hold_normal_numbers() {
    float[] values = draw(new Initializer.OrthogonalNormal(), 4, SAMPLES / 4);
    assertEquals(0, mean(values), MEAN_ERROR);
    assertEquals(1, variance(values), VARIANCE_ERROR);
  }

  @Test
  void orthogonal_columns_are_those_of_a_matrix() {
    assertEquals(
        "orthogonal columns are those of a matrix [in, out], not of axes of sizes [2, 3, 4]",
        assertThrows(
                IllegalArgumentException.class,
                () -> draw(new Initializer.OrthogonalNormal(), 2, 3, 4))
            .getMessage());
  }

  @Test
  void the_same_name_and_seed_give_the_same_values_in_whatever_model() {
    Map<String, Array> small = weights(7, "layer.a", "layer.b");
    Map<String, Array> large = weights(7, "other", "layer.b", "layer.a");
    assertArrayEquals(small.get("layer.a").toDoubles(), large.get("layer.a").toDoubles());
    assertArrayEquals(small.get("layer.b").toDoubles(), large.get("layer.b").toDoubles());
  }

  @Test
  void other_names_and_other_seeds_give_other_values() {
    Map<String, Array> weights = weights(7, "layer.a", "layer.b");
    double[] a = weights.get("layer.a").toDoubles();
    assertFalse(Arrays.equals(a, weights.get("layer.b").toDoubles()));
    assertFalse(Arrays.equals(a, weights(8, "layer.a").get("layer.a").toDoubles()));
  }

  @Test
  void parameters_of_similar_names_are_not_correlated() {
    String[] names = {"a0", "b0", "c0", "a1", "0.weight", "1.weight"};
    Map<String, Array> weights = weights(0, names);
    for (String one : names) {
      for (String other : names) {
        for (int lag = -2; lag <= 2; lag++) {
          if (!one.equals(other)) {
            double[] x = weights.get(one).toDoubles();
            double[] y = weights.get(other).toDoubles();
            assertEquals(0, correlation(x, y, lag), 5 / Math.sqrt(x.length), one + " " + other);
          }
        }
      }
    }
  }

  private static double correlation(double[] x, double[] y, int lag) {
    return IntStream.range(2, x.length - 2).mapToDouble(i -> x[i] * y[i + lag]).sum() / x.length;
  }

  private static Map<String, Array> weights(long seed, String... names) {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Dim entry = Dim.of("entry", 1000);
              for (String name : names) {
                scope.parameter(name, new Initializer.Normal(1), entry); // [entry]
              }
              return Map.of();
            });
    return graph.initialWeights(seed);
  }

  private static float[] draw(Initializer initializer, long... shape) {
    return initializer.values(shape, new SplittableRandom(1));
  }

  private static double mean(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private static double variance(float[] values) {
    double mean = mean(values);
    return IntStream.range(0, values.length)
        .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
        .average()
        .orElseThrow();
  }
}
