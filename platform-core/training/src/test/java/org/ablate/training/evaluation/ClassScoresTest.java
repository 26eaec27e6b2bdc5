package org.ablate.training.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassScoresTest {
  private static final double ROUNDING = 1e-12;
  private static final List<String> TAGS = List.of("B-LOC", "B-PER", "I-LOC", "I-PER", "O");

  private static int[] tags(String text) {
    return Stream.of(text.split(" ")).mapToInt(TAGS::indexOf).toArray();
  }

  private static double entityF1(String expected, String predicted) {
    return EntityF1.of(List.of(tags(expected)), List.of(tags(predicted)), TAGS);
  }

  @Test
  void macro_f1_is_the_mean_over_the_classes_that_occur() {
    List<int[]> expected = List.of(new int[] {0}, new int[] {0}, new int[] {0}, new int[] {1});
    List<int[]> predicted = List.of(new int[] {0}, new int[] {0}, new int[] {1}, new int[] {1});

    // F1 of class 0: 2·2 / (3 + 2); of class 1: 2·1 / (1 + 2); class 2 does not occur
    assertEquals((0.8 + 2.0 / 3) / 2, MacroF1.of(expected, predicted, 3), ROUNDING);
  }

  @Test
  void always_the_same_class_has_a_low_macro_f1() {
    List<int[]> expected = List.of(new int[] {0, 0, 0, 1});
    List<int[]> predicted = List.of(new int[] {0, 0, 0, 0});

    assertEquals(6.0 / 7 / 2, MacroF1.of(expected, predicted, 2), ROUNDING);
  }

  @Test
  void an_entity_is_right_as_a_whole_or_not() {
    assertEquals(1, entityF1("B-PER I-PER O B-LOC", "B-PER I-PER O B-LOC"), ROUNDING);
    assertEquals(0.5, entityF1("B-PER I-PER O B-LOC", "B-PER O O B-LOC"), ROUNDING);
    assertEquals(0.5, entityF1("B-PER I-PER O B-LOC", "B-LOC I-LOC O B-LOC"), ROUNDING);
  }

  @Test
  void neighbours_of_one_type_are_two_entities() {
    assertEquals(0, entityF1("B-PER B-PER", "B-PER I-PER"), ROUNDING);
  }

  @Test
  void an_inside_that_goes_on_nothing_begins_an_entity() {
    assertEquals(1, entityF1("B-PER O B-LOC", "I-PER O I-LOC"), ROUNDING);
    assertEquals(1, entityF1("B-PER B-LOC", "B-PER I-LOC"), ROUNDING);
  }

  @Test
  void nothing_found_where_nothing_is_has_no_score() {
    assertEquals(0, entityF1("O O", "O O"), ROUNDING);
  }

  @Test
  void what_is_not_asked_for_does_not_count() {
    int[] expected = {0, -100, 4};

    assertEquals(1, EntityF1.of(List.of(expected), List.of(new int[] {0, 1, 4}), TAGS), ROUNDING);
  }

  @Test
  void entities_are_scored_where_labels_are_tags_of_entities() {
    assertTrue(EntityF1.applies(TAGS));
    assertFalse(EntityF1.applies(List.of("even", "odd")));
    assertFalse(EntityF1.applies(List.of("O")));
  }
}
