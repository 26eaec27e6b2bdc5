package org.ablate.plugins.positional_encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.ablate.plugin.PositionalEncoding;
import org.junit.jupiter.api.Test;

/** Each against its paper's formula, written again in plain loops. */
class EmbeddingPositionsTest {
  /** A few roundings of numbers up to 10 in double precision. */
  private static final double TOLERANCE = 1e-12;

  private static final double BASE = 10_000;
  private static final long[] POSITIONS = {0, 1, 2, 40};
  private static final double[][] X = Traced.random(POSITIONS.length, 6);

  @Test
  void sinusoidal_interleaves_sines_and_cosines_as_the_paper_writes_it() {
    double[][] expected = new double[X.length][6];
    for (int p = 0; p < X.length; p++) {
      for (int channel = 0; channel < 6; channel++) {
        double angle = POSITIONS[p] / Math.pow(BASE, 2 * (channel / 2) / 6.0);
        double wave = channel % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
        expected[p][channel] = X[p][channel] + wave;
      }
    }
    assertRows(expected, new Sinusoidal(BASE, Sinusoidal.Layout.INTERLEAVED));
  }

  @Test
  void sinusoidal_concatenates_all_sines_and_all_cosines_if_told_so() {
    double[][] expected = new double[X.length][6];
    for (int p = 0; p < X.length; p++) {
      for (int pair = 0; pair < 3; pair++) {
        double angle = POSITIONS[p] / Math.pow(BASE, 2 * pair / 6.0);
        expected[p][pair] = X[p][pair] + Math.sin(angle);
        expected[p][pair + 3] = X[p][pair + 3] + Math.cos(angle);
      }
    }
    assertRows(expected, new Sinusoidal(BASE, Sinusoidal.Layout.CONCATENATED));
  }

  @Test
  void scaled_sinusoidal_multiplies_the_waves_by_one_learned_number() {
    double[][] plain =
        Traced.embeddings(new Sinusoidal(BASE, Sinusoidal.Layout.CONCATENATED), X, POSITIONS)
            .rows(X.length);
    Traced scaled =
        Traced.embeddings(new ScaledSinusoidal(BASE, Sinusoidal.Layout.CONCATENATED), X, POSITIONS);

    double scale = scaled.weight("scale")[0];
    double[][] expected = new double[X.length][6];
    for (int p = 0; p < X.length; p++) {
      for (int channel = 0; channel < 6; channel++) {
        expected[p][channel] = X[p][channel] + scale * (plain[p][channel] - X[p][channel]);
      }
    }
    assertRows(expected, scaled);
  }

  @Test
  void learned_adds_the_row_of_the_position() {
    Traced learned = Traced.embeddings(new Learned(50), X, POSITIONS);

    double[][] expected = new double[X.length][6];
    for (int p = 0; p < X.length; p++) {
      for (int channel = 0; channel < 6; channel++) {
        int entry = (int) POSITIONS[p] * 6 + channel;
        expected[p][channel] = X[p][channel] + learned.weight("weight")[entry];
      }
    }
    assertRows(expected, learned);
  }

  @Test
  void token_shift_mixes_each_channel_with_that_of_the_token_before() {
    Traced shifted = Traced.embeddings(new TokenShift(TokenShift.Mix.LEARNED), X, 0, 1, 2, 3);

    double[][] expected = new double[X.length][6];
    for (int p = 0; p < X.length; p++) {
      for (int channel = 0; channel < 6; channel++) {
        double mu = channel / 6.0 + shifted.weight("mix")[channel];
        double before = p == 0 ? 0 : X[p - 1][channel];
        expected[p][channel] = mu * X[p][channel] + (1 - mu) * before;
      }
    }
    assertRows(expected, shifted);
  }

  @Test
  void token_shift_takes_half_of_the_channels_from_the_token_before_if_told_so() {
    double[] second =
        Traced.embeddings(new TokenShift(TokenShift.Mix.HALF), X, 0, 1, 2, 3).rows(4)[1];

    assertArrayEquals(
        new double[] {X[0][0], X[0][1], X[0][2], X[1][3], X[1][4], X[1][5]}, second, TOLERANCE);
  }

  @Test
  void a_first_token_after_padding_is_shifted_as_without() {
    TokenShift shift = new TokenShift(TokenShift.Mix.HALF);
    double[] afterPadding = Traced.embeddings(shift, X, 0, 0, 1, 2).rows(4)[1];

    assertArrayEquals(new double[] {0, 0, 0, X[1][3], X[1][4], X[1][5]}, afterPadding, TOLERANCE);
  }

  @Test
  void waves_need_an_even_width() {
    assertEquals(
        "sinusoidal positions need an even d_model, got 5",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Traced.embeddings(
                        new Sinusoidal(BASE, Sinusoidal.Layout.INTERLEAVED),
                        Traced.random(2, 5),
                        0,
                        1))
            .getMessage());
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertEquals(
        "base must be greater than 1, got 1.0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new ScaledSinusoidal(1, Sinusoidal.Layout.CONCATENATED))
            .getMessage());
    assertEquals(
        "length must be at least 1, got 0",
        assertThrows(IllegalArgumentException.class, () -> new Learned(0)).getMessage());
  }

  private static void assertRows(double[][] expected, PositionalEncoding encoding) {
    assertRows(expected, Traced.embeddings(encoding, X, POSITIONS));
  }

  private static void assertRows(double[][] expected, Traced actual) {
    double[][] rows = actual.rows(expected.length);
    for (int p = 0; p < expected.length; p++) {
      assertArrayEquals(expected[p], rows[p], TOLERANCE);
    }
  }
}
