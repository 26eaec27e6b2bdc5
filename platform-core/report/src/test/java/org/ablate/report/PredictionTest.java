package org.ablate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredictionTest {

  @Test
  void a_right_answer_says_no_more() {
    assertEquals("1 2 → 2 1", new Prediction("1 2", Optional.of("2 1"), "2 1").plain());
  }

  @Test
  void a_wrong_answer_is_beside_what_was_expected() {
    assertEquals(
        "1 2 → 1   (expected 2 1)", new Prediction("1 2", Optional.of("2 1"), "1").plain());
  }

  @Test
  void texts_of_several_lines_are_shown_on_one() {
    assertEquals(
        "BAPTISTA:⏎Not → in⏎   (expected in my)",
        new Prediction("BAPTISTA:\r\nNot", Optional.of("in my"), "in\n").plain());
  }
}
