package org.ablate.training.decoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.ablate.model.SpecialToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeamSearchTest {
  private static final double TOLERANCE = 1e-12;
  private static final int END = SpecialToken.EOS.id();
  private static final int A = 0;
  private static final int B = 1;

  /** After A nothing is likely, after B the end is: what begins worse ends better. */
  private static final Map<List<Integer>, double[]> GARDEN_PATH =
      Map.of(
          List.of(), new double[] {0.6, 0.4, 0},
          List.of(A), new double[] {0.3, 0.3, 0.4},
          List.of(B), new double[] {0.05, 0.05, 0.9});

  private static double[] gardenPath(List<Integer> written) {
    return GARDEN_PATH.getOrDefault(written, new double[] {0, 0, 1});
  }

  /** The answer of a search in a model that is a function from what is written. */
  private static int[] search(
      BeamSearch search, Function<List<Integer>, double[]> model, int limit) {
    Answer answer = search.begin(new int[0]);
    List<List<Integer>> open = List.of(List.of());
    for (int written = 0; written < limit && answer.open() > 0; written++) {
      double[][] logits =
          open.stream()
              .map(model)
              .map(probabilities -> Arrays.stream(probabilities).map(Math::log).toArray())
              .toArray(double[][]::new);
      answer.extend(logits);
      List<List<Integer>> next = new ArrayList<>();
      for (int i = 0; i < answer.open(); i++) {
        List<Integer> longer = new ArrayList<>(open.get(answer.parents()[i]));
        longer.add(answer.lastTokens()[i]);
        next.add(longer);
      }
      open = next;
    }
    return answer.best();
  }

  @Test
  void two_beginnings_find_what_the_most_likely_one_hides() {
    BeamSearch one = new BeamSearch(1, 0, RepetitionPenalty.NONE);
    BeamSearch two = new BeamSearch(2, 0, RepetitionPenalty.NONE);
    // 0.6 · 0.4 = 0.24 is below 0.4 · 0.9 = 0.36.
    assertArrayEquals(new int[] {A, END}, search(one, BeamSearchTest::gardenPath, 5));
    assertArrayEquals(new int[] {B, END}, search(two, BeamSearchTest::gardenPath, 5));
  }

  @Test
  void the_length_penalty_is_that_of_equation_14() {
    BeamSearch search = new BeamSearch(4, 0.6, RepetitionPenalty.NONE);
    assertEquals(-1, search.score(-1, 1), TOLERANCE);
    assertEquals(-2 / Math.pow(2, 0.6), search.score(-2, 7), TOLERANCE);
    assertEquals(-3, new BeamSearch(4, 0, RepetitionPenalty.NONE).score(-3, 99), TOLERANCE);
  }

  @Test
  void a_length_penalty_prefers_a_longer_answer() {
    // The end at once has 0.3; three tokens and the end have 0.7 · 0.6 · 0.6 = 0.252.
    Function<List<Integer>, double[]> model =
        written ->
            switch (written.size()) {
              case 0 -> new double[] {0.7, 0, 0.3};
              case 1, 2 -> new double[] {0.6, 0.4, 0};
              default -> new double[] {0, 0, 1};
            };
    BeamSearch plain = new BeamSearch(2, 0, RepetitionPenalty.NONE);
    BeamSearch longer = new BeamSearch(2, 1, RepetitionPenalty.NONE);
    assertArrayEquals(new int[] {END}, search(plain, model, 9));
    assertArrayEquals(new int[] {A, A, A, END}, search(longer, model, 9));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void a_beam_of_one_writes_what_is_most_likely_each_time(long seed) {
    Function<List<Integer>, double[]> model = written -> random(seed, written);
    List<Integer> greedy = new ArrayList<>();
    while (greedy.size() < 8 && !greedy.contains(END)) {
      double[] probabilities = model.apply(greedy);
      int best = 0;
      for (int token = 1; token < probabilities.length; token++) {
        best = probabilities[token] > probabilities[best] ? token : best;
      }
      greedy.add(best);
    }
    assertArrayEquals(
        greedy.stream().mapToInt(Integer::intValue).toArray(),
        search(new BeamSearch(1, 0.6, RepetitionPenalty.NONE), model, 8));
  }

  /** A beam that never has to give a beginning up is a search through all answers. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void a_beam_that_holds_everything_finds_the_best_answer(long seed) {
    Function<List<Integer>, double[]> model =
        written -> written.size() < 4 ? random(seed, written) : new double[] {0, 0, 1, 0};
    BeamSearch search = new BeamSearch(200, 0.8, RepetitionPenalty.NONE);
    List<Integer> best = best(search, model, List.of(), 0, new double[] {-1e9});
    assertArrayEquals(
        best.stream().mapToInt(Integer::intValue).toArray(), search(search, model, 5));
  }

  /** The best of all answers with a beginning. */
  private static List<Integer> best(
      BeamSearch search,
      Function<List<Integer>, double[]> model,
      List<Integer> written,
      double logProbability,
      double[] score) {
    if (written.contains(END)) {
      double own = search.score(logProbability, written.size());
      if (own > score[0]) {
        score[0] = own;
        return written;
      }
      return List.of();
    }
    List<Integer> best = List.of();
    double[] probabilities = model.apply(written);
    for (int token = 0; token < probabilities.length; token++) {
      if (probabilities[token] > 0) {
        List<Integer> longer = new ArrayList<>(written);
        longer.add(token);
        double next = logProbability + Math.log(probabilities[token]);
        List<Integer> found = best(search, model, longer, next, score);
        best = found.isEmpty() ? best : found;
      }
    }
    return best;
  }

  private static double[] random(long seed, List<Integer> written) {
    Random random = new Random(seed * 1_000_003 + written.hashCode() * 31L + written.size());
    double[] probabilities = random.doubles(4).toArray();
    double sum = Arrays.stream(probabilities).sum();
    return Arrays.stream(probabilities).map(p -> p / sum).toArray();
  }

  @Test
  void an_answer_that_has_ended_is_preferred_to_a_beginning() {
    Function<List<Integer>, double[]> model =
        written -> written.isEmpty() ? new double[] {0.9, 0, 0.1} : new double[] {1, 0, 0};
    BeamSearch search = new BeamSearch(2, 0, RepetitionPenalty.NONE);
    assertArrayEquals(new int[] {END}, search(search, model, 3));
  }

  @Test
  void nothing_is_certain_before_the_end() {
    Answer answer = new BeamSearch(2, 0, RepetitionPenalty.NONE).begin(new int[0]);
    answer.extend(new double[][] {{0, 1, -9}});
    assertArrayEquals(new int[0], answer.certain());
  }

  @Test
  void impossible_values_are_refused() {
    assertEquals(
        "beam must be at least 1, got 0",
        assertThrows(
                IllegalArgumentException.class, () -> new BeamSearch(0, 0, RepetitionPenalty.NONE))
            .getMessage());
    assertEquals(
        "length_penalty must be at least 0, got -0.5",
        assertThrows(
                IllegalArgumentException.class,
                () -> new BeamSearch(2, -0.5, RepetitionPenalty.NONE))
            .getMessage());
  }
}
