package org.ablate.plugins.mixing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ablate.plugin.TokenMixer;
import org.junit.jupiter.api.Test;

/** What variants are equal to where their settings or weights make them so. */
class IdentitiesTest {
  /** Sums of a dozen terms near 1, in another order, differ by less. */
  private static final double TOLERANCE = 1e-12;

  private static final int D = Tokens.D_MODEL;
  private static final Tokens ROW = Tokens.of(5);
  private static final List<Tokens> USES = List.of(ROW, ROW.withCausality());

  private static void requireEqual(double[][] expected, double[][] actual) {
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], actual[i], TOLERANCE);
    }
  }

  private static double[] repeated(double value, int times) {
    double[] all = new double[times];
    Arrays.fill(all, value);
    return all;
  }

  private static Map<String, double[]> zeros(TokenMixer mixer) {
    Map<String, double[]> zeros = new HashMap<>();
    ROW.withCausality()
        .weights(mixer)
        .forEach((name, values) -> zeros.put(name, new double[values.length]));
    return zeros;
  }

  @Test
  void pooling_of_one_token_is_that_token() {
    for (Tokens use : USES) {
      requireEqual(ROW.x(), use.through(new PoolingMixer(1, false), Map.of()));
    }
  }

  @Test
  void pooling_of_one_token_less_that_token_is_nothing() {
    for (Tokens use : USES) {
      requireEqual(new double[5][D], use.through(new PoolingMixer(1, true), Map.of()));
    }
  }

  @Test
  void pooling_of_more_tokens_than_there_are_is_the_average() {
    AverageMixer average = new AverageMixer(0, false);
    for (Tokens use : USES) {
      requireEqual(
          use.through(average, Map.of()), use.through(new PoolingMixer(11, false), Map.of()));
    }
  }

  @Test
  void a_kernel_of_one_scales_each_channel() {
    double[] kernel = {2, -1, 0, 0.5};
    double[][] scaled =
        Arrays.stream(ROW.x()).map(x -> Formulas.times(x, kernel)).toArray(double[][]::new);
    for (Tokens use : USES) {
      requireEqual(scaled, use.through(new ShortConvolutionMixer(1), Map.of("kernel", kernel)));
    }
  }

  @Test
  void a_causal_kernel_that_is_one_at_its_first_entry_delays() {
    double[] kernel = new double[3 * D];
    Arrays.fill(kernel, 0, D, 1);
    double[][] x = ROW.x();
    double[][] delayed = {new double[D], new double[D], x[0], x[1], x[2]};
    requireEqual(
        delayed,
        ROW.withCausality().through(new ShortConvolutionMixer(3), Map.of("kernel", kernel)));
  }

  @Test
  void a_recurrent_network_that_remembers_nothing_transforms_each_token() {
    Map<String, double[]> weights = zeros(new RecurrentMixer());
    for (int d = 0; d < D; d++) {
      weights.get("input.weight")[d * D + d] = 1;
    }
    double[][] expected =
        Arrays.stream(ROW.x())
            .map(x -> Arrays.stream(x).map(Math::tanh).toArray())
            .toArray(double[][]::new);
    requireEqual(expected, ROW.withCausality().through(new RecurrentMixer(), weights));
  }

  @Test
  void a_gru_whose_update_gate_is_closed_stays_at_zero() {
    Map<String, double[]> weights = zeros(new GruMixer());
    weights.put("candidate.bias", repeated(1, D));
    weights.put("update.bias", repeated(1e3, D));
    requireEqual(new double[5][D], ROW.withCausality().through(new GruMixer(), weights));
  }

  @Test
  void a_gru_with_open_gates_and_no_input_halves_its_distance_to_the_candidate() {
    Map<String, double[]> weights = zeros(new GruMixer()); // z = σ(0) = 1/2
    weights.put("candidate.bias", repeated(1e3, D)); // tanh(1000) = 1
    double[][] expected = new double[5][];
    Arrays.setAll(expected, t -> repeated(1 - Math.pow(2, -(t + 1)), D));
    requireEqual(expected, ROW.withCausality().through(new GruMixer(), weights));
  }

  /** With every gate at 1/2 and the candidate at 1: c = 1/2, 3/4, 7/8 and h = tanh(c) / 2. */
  @Test
  void an_lstm_gives_what_is_computed_by_hand() {
    Map<String, double[]> weights = zeros(new LstmMixer(0));
    weights.put("candidate.bias", repeated(1e3, D));
    double[][] steps = {
      repeated(0.23105857863000487, D),
      repeated(0.31757447619364365, D),
      repeated(0.3519528019683106, D)
    };
    requireEqual(steps, Tokens.of(3).withCausality().through(new LstmMixer(0), weights));
  }

  @Test
  void an_lstm_that_neither_writes_nor_forgets_stays_at_zero() {
    Map<String, double[]> weights = zeros(new LstmMixer(1e3));
    weights.put("input.bias", repeated(-1e3, D));
    weights.put("candidate.bias", repeated(1, D));
    requireEqual(new double[5][D], ROW.withCausality().through(new LstmMixer(1e3), weights));
  }

  @Test
  void a_long_filter_that_is_zero_after_a_few_tokens_is_a_short_convolution() {
    TokenMixer gated = new LongConvolutionMixer(LongConvolutionMixer.Filter.EXPLICIT, 5);
    Map<String, double[]> weights = zeros(gated);
    weights.put("gate.bias", repeated(1, D));
    double[] kernel = new double[3 * D];
    for (int distance = 0; distance < 3; distance++) {
      for (int d = 0; d < D; d++) {
        double tap = distance + 0.1 * d;
        weights.get("filter")[distance * D + d] = tap;
        kernel[(2 - distance) * D + d] = tap;
      }
    }
    Tokens use = ROW.withCausality();
    requireEqual(
        use.through(new ShortConvolutionMixer(3), Map.of("kernel", kernel)),
        use.through(gated, weights));
  }

  @Test
  void the_fourier_transform_of_a_single_token_is_that_over_its_width() {
    Tokens one = new Tokens(new double[][] {{1, 2, 3, 4}}, 0, 0, false);
    requireEqual(new double[][] {{10, -2, -2, -2}}, one.through(new FourierMixer(), Map.of()));
  }

  @Test
  void the_fourier_transform_of_the_transform_is_the_reverse_of_what_is_even() {
    double[][] even = {{1, 2, 3, 2}, {4, 0, 1, 0}, {-1, 5, 2, 5}, {4, 0, 1, 0}};
    double[][] once = new Tokens(even, 0, 0, false).through(new FourierMixer(), Map.of());
    double[][] twice = new Tokens(once, 0, 0, false).through(new FourierMixer(), Map.of());
    double[][] scaled =
        Arrays.stream(even)
            .map(x -> Arrays.stream(x).map(v -> 4 * 4 * v).toArray())
            .toArray(double[][]::new);
    requireEqual(scaled, twice);
  }

  @Test
  void spatial_gating_without_weights_over_positions_transforms_each_token() {
    TokenMixer gating = new SpatialGatingMixer(5, 2, 1e-5);
    Map<String, double[]> weights = ROW.weights(gating);
    weights.put("weight", new double[5 * 5]);
    double[][] together = ROW.through(gating, weights);
    weights.put("bias", repeated(weights.get("bias")[0], 5)); // a token alone stands first
    double[][] first =
        new Tokens(new double[][] {ROW.x()[0]}, 0, 0, false).through(gating, weights);
    assertArrayEquals(first[0], together[0], TOLERANCE);
  }

  @Test
  void a_random_synthesizer_without_scores_is_the_average_of_values() {
    TokenMixer uniform = new SynthesizerMixer(SynthesizerMixer.Form.RANDOM, 5, 1);
    Map<String, double[]> weights = zeros(uniform);
    for (int d = 0; d < D; d++) {
      weights.get("value.weight")[d * D + d] = 1;
      weights.get("output.weight")[d * D + d] = 1;
    }
    for (Tokens use : USES) {
      requireEqual(
          use.through(new AverageMixer(0, false), Map.of()), use.through(uniform, weights));
    }
  }

  @Test
  void hidden_channels_that_cannot_be_split_in_two_are_refused() {
    TokenMixer odd = new SpatialGatingMixer(5, 3, 1e-5);
    Tokens narrow = new Tokens(new double[][] {{1, 2, 3}}, 0, 0, false);
    assertEquals(
        "spatial gating splits its hidden channels in two, but expansion 3 times d_model 3 is odd",
        assertThrows(IllegalArgumentException.class, () -> narrow.weights(odd)).getMessage());
  }

  @Test
  void gated_linear_attention_whose_gates_are_one_is_linear_attention() {
    GatedLinearMixer mixer = new GatedLinearMixer(GatedLinearMixer.Form.RECURRENT, 3, 16);
    Tokens row = ROW.withCausality();
    Map<String, double[]> weights = row.weights(mixer);
    weights.put("gate_out.bias", repeated(1e3, D));
    requireEqual(HeadFormulas.linear(row.x(), true, weights), row.through(mixer, weights));
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertEquals(
        "with the form factorized-dense the length must be a multiple of the rank, but 10 is none of 4",
        assertThrows(
                IllegalArgumentException.class,
                () -> new SynthesizerMixer(SynthesizerMixer.Form.FACTORIZED_DENSE, 10, 4))
            .getMessage());
    assertEquals(
        "kernel_size must be at least 1, got 0",
        assertThrows(IllegalArgumentException.class, () -> new ShortConvolutionMixer(0))
            .getMessage());
    assertEquals(
        "size must be at least 1, got 0",
        assertThrows(IllegalArgumentException.class, () -> new PoolingMixer(0, true)).getMessage());
    assertEquals(
        "gate_rank must be at least 1, got 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new GatedLinearMixer(GatedLinearMixer.Form.RECURRENT, 0, 16))
            .getMessage());
    assertEquals(
        "temperature must be greater than 0, got 0.0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new GatedLinearMixer(GatedLinearMixer.Form.RECURRENT, 16, 0))
            .getMessage());
    assertEquals(
        "epsilon must be greater than 0, got 0.0",
        assertThrows(IllegalArgumentException.class, () -> new DeltaNetMixer(0)).getMessage());
    assertEquals(
        "expansion must be at least 0, got -1",
        assertThrows(IllegalArgumentException.class, () -> new AverageMixer(-1, true))
            .getMessage());
  }
}
