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
          "attention full", 36, 0, Optional.of(3.6e-9), Optional.of(9.5e-7), 1.04, List.of());

  private static final Verified WRONG =
      new Verified(
          "norm odd",
          22,
          1,
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
  void a_document_has_what_the_table_has() {
    assertEquals(
        """
        {"subject":"norm odd","passed":22,"checks":23,"skipped":1,"gradient_error":null,\
        "max_absolute_difference":null,"duration_seconds":0.5,\
        "failures":[{"check":"rows of a batch do not mix","message":"look for a statistic"}]}""",
        Json.write(Node.of(ConformancePage.document(WRONG))));
  }
}
