package org.ablate.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.ablate.app.run.VariantChecks.Failure;
import org.ablate.app.run.VariantChecks.Verified;
import org.ablate.document.Json;
import org.ablate.document.Node;
import org.junit.jupiter.api.Test;

class ConformancePageTest {
  private static final Verified RIGHT =
      new Verified(
          "attention full",
          36,
          List.of(),
          Optional.of(3.6e-9),
          Optional.of(9.5e-7),
          1.04,
          List.of());

  private static final Verified WRONG =
      new Verified(
          "norm odd",
          22,
          List.of("it takes no padding"),
          Optional.empty(),
          Optional.empty(),
          0.5,
          List.of(new Failure("rows of a batch do not mix", "look for a statistic")));

  @Test
  void failures_stand_below_the_table() {
    assertEquals(
        """
        variant           passed  skipped  gradient error  max |a − b|  seconds
        ──────────────  ────────  ───────  ──────────────  ───────────  ───────
        attention full  36 of 36        0         3.6e-09      9.5e-07      1.0
        norm odd        22 of 23        1                                   0.5

        norm odd: rows of a batch do not mix
          look for a statistic

        59 checks in 2 s; 1 fails.
        """,
        ConformancePage.text(List.of(RIGHT, WRONG)));
  }

  @Test
  void failures_at_one_line_of_code_are_told_once() {
    List<Failure> failures =
        List.of(
            new Failure("one", "matmul: 4 is not 8\n  at A.attend(A.java:7)\n  in encoder"),
            new Failure("two", "matmul: 5 is not 8\n  at A.attend(A.java:7)\n  in decoder"),
            new Failure("three", "look for a statistic"),
            new Failure("four", "matmul: 6 is not 8\n  at A.attend(A.java:7)\n  in decoder"));
    Verified verified =
        new Verified("norm odd", 0, List.of(), Optional.empty(), Optional.empty(), 0.5, failures);

    assertEquals(
        """
        variant   passed  skipped  gradient error  max |a − b|  seconds
        ────────  ──────  ───────  ──────────────  ───────────  ───────
        norm odd  0 of 4        0                                   0.5

        norm odd: one
          matmul: 4 is not 8
            at A.attend(A.java:7)
            in encoder
          and 2 more checks fail likewise

        norm odd: three
          look for a statistic

        4 checks in 1 s; 4 fail.
        """,
        ConformancePage.text(List.of(verified)));
  }

  @Test
  void where_nothing_could_be_checked_it_says_why() {
    Verified verified =
        new Verified(
            "task acme/news",
            0,
            List.of("there is no text"),
            Optional.empty(),
            Optional.empty(),
            0.5,
            List.of());

    assertEquals(
        """
        variant         passed  skipped  gradient error  max |a − b|  seconds
        ──────────────  ──────  ───────  ──────────────  ───────────  ───────
        task acme/news  0 of 0        1                                   0.5

        task acme/news: there is no text

        0 checks in 1 s; none fails.
        """,
        ConformancePage.text(List.of(verified)));
  }

  @Test
  void a_document_has_what_the_table_has() {
    assertEquals(
        """
        {"subject":"norm odd","passed":22,"checks":23,"skipped":1,"gradient_error":null,\
        "max_absolute_difference":null,"duration_seconds":0.5,\
        "failures":[{"check":"rows of a batch do not mix","message":"look for a statistic"}]}""",
        Json.write(Node.of(ConformancePage.document(WRONG))));
  }
}
