package org.ablate.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ablate.report.Agreement;
import org.ablate.report.LengthScores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunOutcomeTest {
  @TempDir private Path folder;

  @Test
  void what_is_no_finite_number_is_left_out_and_the_rest_can_be_read() {
    RunOutcome written =
        new RunOutcome(
            1,
            Optional.of(100.0),
            10,
            Optional.empty(),
            Optional.of(new Agreement(Optional.empty(), false, "CPUExecutionProvider")),
            Optional.of(
                new LengthScores(
                    8,
                    List.of(
                        new LengthScores.Point(8, 3, 0.5),
                        new LengthScores.Point(16, 3, Double.POSITIVE_INFINITY),
                        new LengthScores.Point(32, 3, Double.NaN)))),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of());
    RunFolder run = new RunFolder(folder);

    written.write(run);

    assertEquals(Optional.of(written), RunOutcome.read(run));
    assertEquals(
        List.of(new LengthScores.Point(8, 3, 0.5)), written.lengthScores().orElseThrow().points());
  }
}
