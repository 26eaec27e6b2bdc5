package org.ablate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.ablate.report.Step.Axis;
import org.junit.jupiter.api.Test;

class StepTextTest {
  private static final List<String> WORDS = List.of("I", "love");

  static final Step SCORES =
      new Step(
          Optional.of("layer.0.scores"),
          "scores = Q Kᵀ / √head_dim",
          List.of(
              new Axis("batch", 1, List.of()),
              new Axis("head", 2, List.of()),
              new Axis("query", 2, WORDS),
              new Axis("key", 2, WORDS)),
          false,
          List.of(0.5, 1.0, -0.25, 2.0, 0.0, -1e-9, 3.0, 4.0));

  static final Step WEIGHT =
      new Step(
          Optional.of("query.bias"),
          "",
          List.of(new Axis("query", 3, List.of())),
          false,
          List.of(0.1, 0.125, 1 / 3.0));

  private static Step table(int rows, int columns) {
    return new Step(
        Optional.empty(),
        "Q Kᵀ",
        List.of(new Axis("query", rows, List.of()), new Axis("key", columns, List.of())),
        true,
        Collections.nCopies(rows * columns, 7.0));
  }

  @Test
  void a_value_has_its_name_its_axes_its_formula_and_a_table_for_each_head() {
    assertEquals(
        """
        layer.0.scores [batch=1, head=2, query=2, key=2]
          scores = Q Kᵀ / √head_dim
            head 1
                      I   love
            I      0.50   1.00
            love  -0.25   2.00
            head 2
                      I   love
            I      0.00   0.00
            love   3.00   4.00
        """,
        StepText.of(SCORES));
  }

  @Test
  void decimals_are_as_many_as_tell_the_numbers_but_no_more_than_four() {
    assertEquals(
        """
        query.bias [query=3]
          learnable
              0.1000  0.1250  0.3333
        """,
        StepText.of(WEIGHT));
  }

  @Test
  void steps_are_numbered_and_show_no_more_of_large_values_than_is_read() {
    assertEquals(
        """
        (1) Q Kᵀ [query=13, key=9]
        %s      …

        (2) query.bias [query=3]
          learnable
              0.1000  0.1250  0.3333
        """
            .formatted("      7  7  7  7  7  7  7  7  …\n".repeat(12)),
        StepText.of(List.of(table(13, 9), WEIGHT)));
  }

  @Test
  void a_single_step_is_shown_whole() {
    assertEquals(
        "Q Kᵀ [query=13, key=9]\n" + "      7  7  7  7  7  7  7  7  7\n".repeat(13),
        StepText.of(table(13, 9)));
  }

  @Test
  void numbers_that_do_not_fill_the_axes_are_refused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Step(
                    Optional.empty(), "", List.of(new Axis("key", 2, WORDS)), false, List.of(1.0)));
    assertEquals("1 numbers for the axes [key=2]", refused.getMessage());
  }
}
