package org.ablate.plugins.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks in which one thing is asked of a whole sequence. */
class AskedAtEndTest {
  private static final Sizes SIZES = new Sizes(400, 100, 100);
  private static final Lengths LENGTHS = new Lengths(2, 12);
  private static final Induction INDUCTION = new Induction(20, LENGTHS, Optional.empty(), SIZES);
  private static final Parity PARITY = new Parity(LENGTHS, Optional.empty(), SIZES);
  private static final EvenPairs EVEN_PAIRS = new EvenPairs(LENGTHS, Optional.empty(), SIZES);
  private static final Majority MAJORITY = new Majority(LENGTHS, Optional.empty(), SIZES);
  private static final ModularArithmetic MODULAR_ARITHMETIC =
      new ModularArithmetic(7, LENGTHS, Optional.empty(), SIZES);
  private static final ListOps LIST_OPS =
      new ListOps(3, 5, new Lengths(4, 40), Optional.empty(), SIZES);

  static Stream<Task> all() {
    return Stream.of(INDUCTION, PARITY, EVEN_PAIRS, MAJORITY, MODULAR_ARITHMETIC, LIST_OPS);
  }

  @ParameterizedTest
  @MethodSource("all")
  void only_the_last_unit_has_a_label(Task task) {
    for (Example.Tagged example : examples(task)) {
      List<Optional<String>> labels = example.labels();
      assertEquals(
          Collections.nCopies(labels.size() - 1, Optional.empty()),
          labels.subList(0, labels.size() - 1));
      assertTrue(labels.get(labels.size() - 1).isPresent());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void no_answer_is_right_for_most_examples(Task task) {
    List<Example.Tagged> examples = examples(task);
    for (String answer : examples.stream().map(AskedAtEndTest::answer).distinct().toList()) {
      long right = examples.stream().filter(example -> answer(example).equals(answer)).count();
      assertTrue(right <= 0.65 * examples.size(), answer + " is the answer of " + right);
    }
  }

  @Test
  void the_next_symbol_is_the_one_that_came_next_before() {
    for (Example.Tagged example : examples(INDUCTION)) {
      List<String> units = example.units();
      String last = units.get(units.size() - 1);
      assertEquals(units.get(units.indexOf(last) + 1), answer(example));
    }
  }

  @Test
  void no_symbol_is_there_twice_before_the_sequence_starts_again() {
    for (Example.Tagged example : examples(INDUCTION)) {
      List<String> units = example.units();
      int again = units.subList(1, units.size()).indexOf(units.get(0)) + 1;
      assertEquals(again, new HashSet<>(units).size(), units.toString());
      assertEquals(units.subList(0, units.size() - again), units.subList(again, units.size()));
    }
  }

  @Test
  void parity_counts_the_ones() {
    for (Example.Tagged example : examples(PARITY)) {
      int ones = Collections.frequency(example.units(), "1");
      assertEquals(List.of("even", "odd").get(ones % 2), answer(example));
    }
  }

  @Test
  void unequal_neighbours_are_even_where_the_ends_are_equal() {
    for (Example.Tagged example : examples(EVEN_PAIRS)) {
      List<String> units = example.units();
      boolean equal = units.get(0).equals(units.get(units.size() - 1));
      assertEquals(equal ? "even" : "odd", answer(example));
    }
  }

  @Test
  void the_majority_is_more_than_half() {
    for (Example.Tagged example : examples(MAJORITY)) {
      int ones = Collections.frequency(example.units(), "1");
      int zeros = Collections.frequency(example.units(), "0");
      assertEquals(ones > zeros ? "1" : "0", answer(example));
    }
  }

  @Test
  void products_come_before_sums() {
    for (Example.Tagged example : examples(MODULAR_ARITHMETIC)) {
      String sums = String.join("", example.units()).replace("-", "+-");
      BigInteger value = BigInteger.ZERO;
      for (String product : sums.split("\\+")) {
        value =
            Stream.of(product.split("\\*"))
                .map(BigInteger::new)
                .reduce(BigInteger.ONE, BigInteger::multiply)
                .add(value);
      }
      assertEquals(value.mod(BigInteger.valueOf(7)).toString(), answer(example));
    }
  }

  @Test
  void a_list_has_the_value_of_its_operation() {
    for (Example.Tagged example : examples(LIST_OPS)) {
      assertEquals(value(new ArrayDeque<>(example.units())), Integer.valueOf(answer(example)));
    }
  }

  @Test
  void lists_are_as_long_and_as_deep_as_asked_for() {
    int deepest = 0;
    for (Example.Tagged example : examples(LIST_OPS)) {
      int depth = 0;
      for (String unit : example.units()) {
        depth += unit.startsWith("[") ? 1 : unit.equals("]") ? -1 : 0;
        deepest = Math.max(deepest, depth);
      }
      assertTrue(example.units().size() >= 4 && example.units().size() <= 40);
    }
    assertEquals(3, deepest);
  }

  @Test
  void every_operation_occurs() {
    Set<String> operations =
        examples(LIST_OPS).stream()
            .flatMap(example -> example.units().stream())
            .filter(unit -> unit.startsWith("["))
            .collect(Collectors.toSet());

    assertEquals(Set.of("[MIN", "[MAX", "[MED", "[SM"), operations);
  }

  @Test
  void long_lists_can_be_asked_for() {
    ListOps task =
        new ListOps(10, 10, new Lengths(500, 2000), Optional.empty(), new Sizes(2, 1, 1));

    for (Example.Tagged example : examples(task)) {
      assertTrue(example.units().size() >= 500 && example.units().size() <= 2000);
      assertEquals(value(new ArrayDeque<>(example.units())), Integer.valueOf(answer(example)));
    }
  }

  @Test
  void lengths_that_no_list_has_are_refused() {
    ListOps task = new ListOps(1, 2, new Lengths(5, 9), Optional.empty(), SIZES);

    assertEquals(
        "hardly any expression has from 5 to 9 symbols with max_depth = 1 and max_arguments = 2",
        refusal(() -> examples(task)));
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertEquals(
        "lengths must be from 2 to symbols, as no symbol is drawn twice, got lengths from 2 to 12, symbols = 11",
        refusal(() -> new Induction(11, LENGTHS, Optional.empty(), SIZES)));
    assertEquals(
        "modulus must be from 2 to 10000, got 1",
        refusal(() -> new ModularArithmetic(1, LENGTHS, Optional.empty(), SIZES)));
    assertEquals(
        "max_depth must be at least 1, got 0",
        refusal(() -> new ListOps(0, 2, LENGTHS, Optional.empty(), SIZES)));
    assertEquals(
        "max_arguments must be at least 2, got 1",
        refusal(() -> new ListOps(1, 1, LENGTHS, Optional.empty(), SIZES)));
  }

  /** Evaluates a list in the order of its symbols, with a median of its own. */
  private static int value(Deque<String> units) {
    String unit = units.pop();
    if (!unit.startsWith("[")) {
      return Integer.parseInt(unit);
    }
    List<Integer> values = new ArrayList<>();
    while (!units.peek().equals("]")) {
      values.add(value(units));
    }
    units.pop();
    return switch (unit) {
      case "[MIN" -> Collections.min(values);
      case "[MAX" -> Collections.max(values);
      case "[SM" -> values.stream().mapToInt(v -> v).sum() % 10;
      default -> {
        while (values.size() > 2) {
          values.remove(Collections.min(values));
          values.remove(Collections.max(values));
        }
        yield (int) values.stream().mapToInt(v -> v).average().orElseThrow();
      }
    };
  }

  private static String answer(Example.Tagged example) {
    return example.labels().get(example.labels().size() - 1).orElseThrow();
  }

  private static List<Example.Tagged> examples(Task task) {
    return task.examples(Split.TRAIN, DataFiles.none(), 1).stream()
        .map(example -> (Example.Tagged) example)
        .toList();
  }

  private static String refusal(Executable request) {
    return assertThrows(IllegalArgumentException.class, request).getMessage();
  }
}
