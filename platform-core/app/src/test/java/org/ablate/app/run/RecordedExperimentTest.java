package org.ablate.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.ablate.report.Exclusion;
import org.junit.jupiter.api.Test;

/** What a report takes from the record of an experiment. */
class RecordedExperimentTest {

  @Test
  void question_baseline_and_exclusions_are_read() {
    RecordedExperiment experiment =
        RecordedExperiment.of(
            """
            description: Wide or deep?
            baseline: d_model=64,n_layers=2
            exclude:
              - {where: {model: {d_model: [256, 512]}, variant: full}, reason: too large for this machine}
            """);
    assertEquals("Wide or deep?", experiment.question());
    assertEquals(Optional.of("d_model=64,n_layers=2"), experiment.baseline());
    assertEquals(
        List.of(
            new Exclusion(
                "model.d_model = 256 or 512, variant = full", "too large for this machine")),
        experiment.exclusions());
  }

  @Test
  void a_record_that_says_nothing_is_empty() {
    RecordedExperiment experiment = RecordedExperiment.of("");
    assertEquals("", experiment.question());
    assertEquals(Optional.empty(), experiment.baseline());
    assertEquals(List.of(), experiment.exclusions());
  }
}
