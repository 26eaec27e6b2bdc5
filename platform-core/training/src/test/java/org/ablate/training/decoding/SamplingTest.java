package org.ablate.training.decoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingTest {
  /** A few roundings of numbers below one. */
  private static final double TOLERANCE = 1e-12;

  /** Four standard errors of a proportion near one half over 10,000 draws. */
  private static final double SAMPLING_TOLERANCE = 0.02;

  private static final double[] PROBABILITIES = {0.05, 0.4, 0.1, 0.3, 0.15};

  private static double[] logits() {
    return Arrays.stream(PROBABILITIES).map(Math::log).toArray();
  }

  private static double[] probabilities(double temperature, Truncation truncation) {
    return new Sampling(temperature, truncation, RepetitionPenalty.NONE, 1).probabilities(logits());
  }

  @Test
  void temperature_1_without_truncation_is_the_model() {
    assertArrayEquals(PROBABILITIES, probabilities(1, Truncation.NONE), TOLERANCE);
  }

  @Test
  void half_the_temperature_squares_the_probabilities() {
    double sum = 0.0025 + 0.16 + 0.01 + 0.09 + 0.0225;
    assertArrayEquals(
        new double[] {0.0025 / sum, 0.16 / sum, 0.01 / sum, 0.09 / sum, 0.0225 / sum},
        probabilities(0.5, Truncation.NONE),
        TOLERANCE);
  }

  @Test
  void top_k_keeps_the_k_most_likely() {
    assertArrayEquals(
        new double[] {0, 0.4 / 0.7, 0, 0.3 / 0.7, 0},
        probabilities(1, new Truncation(2, 1, 0)),
        TOLERANCE);
  }

  @Test
  void top_k_keeps_the_first_of_equals() {
    double[] equal = {0.25, 0.25, 0.25, 0.25};
    new Truncation(2, 1, 0).apply(equal);
    assertArrayEquals(new double[] {0.5, 0.5, 0, 0}, equal);
  }

  @Test
  void a_top_k_of_more_tokens_than_there_are_keeps_all() {
    assertArrayEquals(PROBABILITIES, probabilities(1, new Truncation(9, 1, 0)), TOLERANCE);
  }

  @Test
  void top_p_keeps_the_fewest_that_have_the_probability_together() {
    assertArrayEquals(
        new double[] {0, 0.4 / 0.85, 0, 0.3 / 0.85, 0.15 / 0.85},
        probabilities(1, new Truncation(0, 0.75, 0)),
        TOLERANCE);
  }

  @Test
  void a_tiny_top_p_keeps_the_most_likely_token() {
    assertArrayEquals(
        new double[] {0, 1, 0, 0, 0}, probabilities(1, new Truncation(0, 1e-9, 0)), TOLERANCE);
  }

  @Test
  void min_p_is_a_proportion_of_the_most_likely_token() {
    // 0.3 · 0.4 = 0.12
    assertArrayEquals(
        new double[] {0, 0.4 / 0.85, 0, 0.3 / 0.85, 0.15 / 0.85},
        probabilities(1, new Truncation(0, 1, 0.3)),
        TOLERANCE);
  }

  @Test
  void top_p_counts_what_top_k_has_left() {
    // Of the two that are left the first has 0.4 / 0.7 = 0.57.
    assertArrayEquals(
        new double[] {0, 1, 0, 0, 0}, probabilities(1, new Truncation(2, 0.5, 0)), TOLERANCE);
  }

  @Test
  void a_number_below_one_falls_upon_a_token_by_its_probability() {
    Sampling sampling = new Sampling(1, Truncation.NONE, RepetitionPenalty.NONE, 1);
    assertEquals(0, sampling.draw(logits(), 0));
    assertEquals(1, sampling.draw(logits(), 0.06));
    assertEquals(3, sampling.draw(logits(), 0.56));
    assertEquals(4, sampling.draw(logits(), Math.nextDown(1.0)));
  }

  @Test
  void many_draws_come_as_often_as_they_are_likely() {
    Answer answer =
        new Sampling(1, Truncation.NONE, RepetitionPenalty.NONE, 3).begin(new int[] {1});
    double[] counts = new double[PROBABILITIES.length];
    int draws = 10_000;
    for (int i = 0; i < draws; i++) {
      // The end token would end the answer; another one stands for it.
      answer.extend(new double[][] {logits()});
    }
    Arrays.stream(answer.best()).forEach(token -> counts[token] += 1.0 / draws);
    assertArrayEquals(PROBABILITIES, counts, SAMPLING_TOLERANCE);
  }

  @Test
  void the_seed_and_the_question_decide() {
    int[] first = drawn(1, 5);
    assertArrayEquals(first, drawn(1, 5));
    assertFalse(Arrays.equals(first, drawn(2, 5)));
    assertFalse(Arrays.equals(first, drawn(1, 6)));
  }

  private static int[] drawn(long seed, int question) {
    Answer answer =
        new Sampling(1, Truncation.NONE, RepetitionPenalty.NONE, seed).begin(new int[] {question});
    IntStream.range(0, 30).forEach(i -> answer.extend(new double[][] {logits()}));
    return answer.best();
  }

  @Test
  void a_repetition_costs_a_factor_once_whatever_its_sign() {
    double[] logits = {2, -2, 3, 0, 5};
    new RepetitionPenalty(1.25).apply(logits, new int[] {0, 0}, new int[] {1, 3});
    assertArrayEquals(new double[] {1.6, -2.5, 3, 0, 5}, logits);
  }

  @Test
  void a_penalty_keeps_the_most_likely_token_from_coming_again() {
    Answer answer = new Greedy(new RepetitionPenalty(2)).begin(new int[] {0});
    answer.extend(new double[][] {{9, 7, 0, 5}});
    answer.extend(new double[][] {{9, 7, 0, 5}});
    assertArrayEquals(new int[] {1, 3}, answer.best());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0 | 1 | 0 | 1 | temperature must be above 0, got 0.0",
        "1 | -1 | 1 | 0 | 1 | top_k must be at least 0, got -1",
        "1 | 0 | 0 | 0 | 1 | top_p must be above 0 and at most 1, got 0.0",
        "1 | 0 | 1.5 | 0 | 1 | top_p must be above 0 and at most 1, got 1.5",
        "1 | 0 | 1 | -0.1 | 1 | min_p must be from 0 to 1, got -0.1",
        "1 | 0 | NaN | 0 | 1 | top_p must be above 0 and at most 1, got NaN",
        "1 | 0 | 1 | 0 | 0.5 | repetition_penalty must be at least 1, got 0.5"
      })
  void impossible_values_are_refused(
      double temperature, int topK, double topP, double minP, double penalty, String message) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Sampling(
                    temperature,
                    new Truncation(topK, topP, minP),
                    new RepetitionPenalty(penalty),
                    1));
    assertEquals(message, refused.getMessage());
  }
}
