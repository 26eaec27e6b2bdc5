package org.ablate.plugins.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;
import org.ablate.plugins.tasks.Addition.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Tasks in which a sequence is made into another. */
class RewritingTest {
  private static final Sizes SIZES = new Sizes(400, 100, 100);
  private static final Lengths LENGTHS = new Lengths(2, 8);

  @Test
  void a_reversed_sequence_has_the_last_symbol_first() {
    for (Example.Pair example : pairs(new Reverse(5, LENGTHS, Optional.empty(), SIZES))) {
      List<String> expected = symbols(example.source());
      Collections.reverse(expected);
      assertEquals(expected, symbols(example.target()));
    }
  }

  @Test
  void a_sorted_sequence_has_the_smallest_symbol_first() {
    for (Example.Pair example : pairs(new Sort(12, LENGTHS, Optional.empty(), SIZES))) {
      List<Integer> expected = numbers(example.source());
      Collections.sort(expected);
      assertEquals(expected, numbers(example.target()));
    }
  }

  @Test
  void a_selective_copy_has_what_is_no_blank() {
    for (Example.Pair example : pairs(new SelectiveCopy(5, 12, 4, SIZES))) {
      List<Integer> source = numbers(example.source());
      List<Integer> target = numbers(example.target());
      assertEquals(12, source.size());
      assertEquals(4, target.size());
      assertEquals(source.stream().filter(symbol -> symbol != 0).toList(), target);
    }
  }

  @Test
  void the_symbols_to_copy_stand_anywhere() {
    Set<Integer> places =
        pairs(new SelectiveCopy(5, 12, 1, SIZES)).stream()
            .map(
                example ->
                    symbols(example.source()).size()
                        - symbols(example.source().replaceAll("^(0 )*", "")).size())
            .collect(Collectors.toSet());

    assertEquals(12, places.size());
  }

  @Test
  void a_sum_is_the_sum() {
    for (Example.Pair example : pairs(addition(Order.PLAIN))) {
      String[] numbers = example.source().replace(" ", "").split("\\+");
      BigInteger sum = new BigInteger(numbers[0]).add(new BigInteger(numbers[1]));
      assertEquals(sum.toString(), example.target().replace(" ", ""));
    }
  }

  @Test
  void a_reversed_sum_has_the_last_digit_first() {
    List<Example.Pair> plain = pairs(addition(Order.PLAIN));
    List<Example.Pair> reversed = pairs(addition(Order.REVERSED));

    for (int i = 0; i < plain.size(); i++) {
      assertEquals(plain.get(i).source(), reversed.get(i).source());
      assertEquals(
          new StringBuilder(plain.get(i).target()).reverse().toString(), reversed.get(i).target());
    }
  }

  @Test
  void a_number_starts_with_no_zero() {
    for (Example.Pair example : pairs(addition(Order.PLAIN))) {
      for (String number : example.source().replace(" ", "").split("\\+")) {
        assertTrue(number.length() >= 2 && number.length() <= 30, number);
        assertTrue(!number.startsWith("0"), number);
      }
    }
  }

  @Test
  void numbers_for_testing_may_have_more_digits() {
    Addition task =
        new Addition(Order.PLAIN, new Lengths(1, 2), Optional.of(new Lengths(5, 5)), SIZES);

    for (Example.Pair example : task.examples(Split.TEST, DataFiles.none(), 1)) {
      assertEquals(11, symbols(example.source()).size());
    }
  }

  @Test
  void what_closes_brackets_makes_them_balanced() {
    for (Example.Pair example : pairs(new Dyck(4, 3, LENGTHS, Optional.empty(), SIZES))) {
      String whole = (example.source() + example.target()).replace(" ", "");
      String shorter = whole;
      do {
        whole = shorter;
        shorter = whole.replaceAll("\\(\\)|\\[]|\\{}|<>", "");
      } while (!shorter.equals(whole));
      assertEquals("", whole, example.toString());
    }
  }

  @Test
  void brackets_are_as_many_and_as_deep_as_asked_for() {
    int deepest = 0;
    for (Example.Pair example : pairs(new Dyck(4, 3, LENGTHS, Optional.empty(), SIZES))) {
      int depth = 0;
      for (String bracket : symbols(example.source())) {
        depth += "([{<".contains(bracket) ? 1 : -1;
        deepest = Math.max(deepest, depth);
      }
      assertTrue(depth >= 1, example.toString());
      int length = symbols(example.source()).size();
      assertTrue(length >= 2 && length <= 8, example.toString());
    }
    assertEquals(3, deepest);
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertEquals(
        "symbols must be at least 2, got 1",
        refusal(() -> new Reverse(1, LENGTHS, Optional.empty(), SIZES)));
    assertEquals(
        "symbols must be at least 2, got 0",
        refusal(() -> new Sort(0, LENGTHS, Optional.empty(), SIZES)));
    assertEquals(
        "copied must be from 1 to length, got copied = 9, length = 8",
        refusal(() -> new SelectiveCopy(5, 8, 9, SIZES)));
    assertEquals(
        "kinds must be from 1 to 4, got 5",
        refusal(() -> new Dyck(5, 3, LENGTHS, Optional.empty(), SIZES)));
    assertEquals(
        "max_depth must be at least 2, got 1",
        refusal(() -> new Dyck(4, 1, LENGTHS, Optional.empty(), SIZES)));
  }

  private static Addition addition(Order order) {
    return new Addition(order, new Lengths(2, 30), Optional.empty(), SIZES);
  }

  private static List<Example.Pair> pairs(Task task) {
    return task.examples(Split.TRAIN, DataFiles.none(), 1).stream()
        .map(example -> (Example.Pair) example)
        .toList();
  }

  private static List<String> symbols(String text) {
    return new ArrayList<>(List.of(text.split(" ")));
  }

  private static List<Integer> numbers(String text) {
    return Arrays.stream(text.split(" ")).map(Integer::valueOf).collect(Collectors.toList());
  }

  private static String refusal(Executable request) {
    return assertThrows(IllegalArgumentException.class, request).getMessage();
  }
}
