package org.ablate.plugins.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugins.tasks.AssociativeRecall.Filler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AssociativeRecallTest {
  private static final Sizes SIZES = new Sizes(2_000, 100, 100);
  private static final int PAIRS = 4;
  private static final int LENGTH = 32;
  private static final int SYMBOLS = 64;

  @ParameterizedTest
  @EnumSource
  void a_query_asks_for_the_value_that_its_key_came_with(Filler filler) {
    for (Example.Tagged example : examples(0.01, filler)) {
      Map<String, String> values = new HashMap<>();
      for (int pair = 0; pair < PAIRS; pair++) {
        values.put(example.units().get(2 * pair), example.units().get(2 * pair + 1));
      }
      Map<String, String> asked = new HashMap<>();
      for (int query : queries(example)) {
        asked.put(example.units().get(query), example.labels().get(query).orElseThrow());
      }
      assertEquals(values, asked);
      assertEquals(PAIRS, values.size());
    }
  }

  @Test
  void keys_and_values_have_no_symbol_in_common() {
    for (Example.Tagged example : examples(0.01, Filler.BLANK)) {
      for (int pair = 0; pair < PAIRS; pair++) {
        int key = Integer.parseInt(example.units().get(2 * pair));
        int value = Integer.parseInt(example.units().get(2 * pair + 1));
        assertTrue(key >= 1 && key < SYMBOLS / 2, example.toString());
        assertTrue(value >= SYMBOLS / 2 && value < SYMBOLS, example.toString());
      }
    }
  }

  @Test
  void blank_filler_shows_no_answer_after_a_query() {
    for (Example.Tagged example : examples(0.01, Filler.BLANK)) {
      for (int i = 2 * PAIRS; i < LENGTH; i++) {
        boolean query = example.labels().get(i).isPresent();
        assertEquals(!query, example.units().get(i).equals("0"), example.toString());
      }
    }
  }

  @Test
  void random_filler_leaves_no_place_blank_but_by_chance() {
    long blanks =
        examples(0.01, Filler.RANDOM).stream()
            .flatMap(example -> example.units().stream())
            .filter("0"::equals)
            .count();
    double places = SIZES.train() * (LENGTH - 3.0 * PAIRS);

    assertEquals(1.0 / SYMBOLS, blanks / places, 0.003); // 5 standard deviations of 40,000 draws
  }

  @Test
  void a_power_near_0_asks_most_of_what_is_near() {
    double harmonic = IntStream.rangeClosed(1, 12).mapToDouble(gap -> 1.0 / gap).sum();

    // With the power 0 the nearest gap would be drawn first with the probability 1 / 3.1.
    assertTrue(share(0.01, 0) > 1 / harmonic);
    assertTrue(share(0.01, 0) > 3 * share(0.01, 11));
  }

  @Test
  void a_power_of_1_makes_all_gaps_alike() {
    // Four of twelve places are asked; 0.05 is 4 standard deviations of 2,000 draws.
    assertEquals(PAIRS / 12.0, share(1, 0), 0.05);
    assertEquals(PAIRS / 12.0, share(1, 11), 0.05);
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertEquals(
        "length must be even and at least four times pairs, which is at least 1, got length = 14, pairs = 4",
        refusal(() -> new AssociativeRecall(64, 14, 4, 0.01, Filler.BLANK, SIZES)));
    assertEquals(
        "symbols must be even and more than twice pairs, got symbols = 8, pairs = 4",
        refusal(() -> new AssociativeRecall(8, 16, 4, 0.01, Filler.BLANK, SIZES)));
    assertEquals(
        "power must be greater than 0, got 0.0",
        refusal(() -> new AssociativeRecall(64, 16, 4, 0, Filler.BLANK, SIZES)));
  }

  @Test
  void as_many_pairs_as_there_are_keys_and_places_can_be_asked_for() {
    AssociativeRecall tight = new AssociativeRecall(10, 16, 4, 1, Filler.BLANK, SIZES);

    for (Example.Tagged example : tight.examples(Split.TRAIN, DataFiles.none(), 1)) {
      assertEquals(List.of(8, 10, 12, 14), queries(example));
    }
  }

  /** How many of the examples ask for something at a gap. */
  private static double share(double power, int gap) {
    List<Example.Tagged> examples = examples(power, Filler.BLANK);
    return examples.stream()
            .filter(example -> queries(example).contains(2 * PAIRS + 2 * gap))
            .count()
        / (double) examples.size();
  }

  private static List<Integer> queries(Example.Tagged example) {
    List<Optional<String>> labels = example.labels();
    return IntStream.range(0, labels.size())
        .filter(i -> labels.get(i).isPresent())
        .boxed()
        .toList();
  }

  private static List<Example.Tagged> examples(double power, Filler filler) {
    return new AssociativeRecall(SYMBOLS, LENGTH, PAIRS, power, filler, SIZES)
        .examples(Split.TRAIN, DataFiles.none(), 1);
  }

  private static String refusal(Executable request) {
    return assertThrows(IllegalArgumentException.class, request).getMessage();
  }
}
