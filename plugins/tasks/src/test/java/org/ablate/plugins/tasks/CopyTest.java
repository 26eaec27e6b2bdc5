package org.ablate.plugins.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CopyTest {
  private static final Sizes SIZES = new Sizes(400, 100, 100);
  private static final Copy TASK =
      new Copy(10, new Lengths(4, 8), Optional.of(new Lengths(9, 12)), SIZES);

  @Test
  void the_target_is_the_source() {
    for (Example.Pair example : examples(TASK, Split.TRAIN)) {
      assertEquals(example.source(), example.target());
    }
  }

  @Test
  void all_lengths_and_symbols_occur() {
    assertEquals(numbers(4, 8), lengths(Split.TRAIN));
    assertEquals(
        numbers(0, 9),
        examples(TASK, Split.TRAIN).stream()
            .flatMap(example -> List.of(example.source().split(" ")).stream())
            .map(Integer::valueOf)
            .collect(Collectors.toSet()));
  }

  @Test
  void sequences_for_testing_may_be_longer_but_not_those_for_choosing() {
    assertEquals(numbers(4, 8), lengths(Split.VALIDATION));
    assertEquals(numbers(9, 12), lengths(Split.TEST));
  }

  @Test
  void a_seed_means_the_same_examples_on_every_jdk() {
    assertEquals(
        List.of("1 1 7 7 8 9 4 1 3 1 7", "4 6 0 6 8 1 8 6 8 4 0"),
        examples(TASK, Split.TEST).stream().limit(2).map(Example.Pair::source).toList());
  }

  @Test
  void another_seed_means_other_examples() {
    assertNotEquals(examples(TASK, Split.TRAIN), TASK.examples(Split.TRAIN, DataFiles.none(), 2));
  }

  @Test
  void settings_with_too_few_different_sequences_are_refused() {
    Copy task = new Copy(2, new Lengths(1, 1), Optional.empty(), SIZES);

    assertEquals(
        "these settings allow too few different examples: none is left for the validation split; let them be longer or more varied",
        refusal(() -> examples(task, Split.VALIDATION)));
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertEquals(
        "symbols must be at least 2, got 1",
        refusal(() -> new Copy(1, new Lengths(1, 2), Optional.empty(), SIZES)));
    assertEquals(
        "lengths must be in order and at least 1, got min = 3, max = 2",
        refusal(() -> new Lengths(3, 2)));
    assertEquals(
        "each split needs at least 1 example, got train = 1, validation = 0, test = 1",
        refusal(() -> new Sizes(1, 0, 1)));
  }

  private static List<Example.Pair> examples(Copy task, Split split) {
    return task.examples(split, DataFiles.none(), 1);
  }

  private static Set<Integer> lengths(Split split) {
    return examples(TASK, split).stream()
        .map(example -> example.source().split(" ").length)
        .collect(Collectors.toSet());
  }

  private static Set<Integer> numbers(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().collect(Collectors.toSet());
  }

  private static String refusal(Executable request) {
    return assertThrows(IllegalArgumentException.class, request).getMessage();
  }
}
