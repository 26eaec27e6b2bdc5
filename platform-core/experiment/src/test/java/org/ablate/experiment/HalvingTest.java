package org.ablate.experiment;

import static org.ablate.experiment.Reading.experiment;
import static org.ablate.experiment.Reading.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HalvingTest {
  private static final String SWEEP =
      """
      task: dates
      grid: {training.learning_rate: [1e-4, 2e-4, 3e-4, 4e-4, 5e-4, 6e-4, 7e-4, 8e-4, 9e-4]}
      training: {steps: 900, evaluate_every: 10}
      """;

  @Test
  void rungs_go_down_from_the_end_by_the_factor() {
    assertEquals(List.of(100, 300, 900), new Halving(3, 100).rungs(900, 10));
    assertEquals(List.of(300, 900), new Halving(3, 101).rungs(900, 10));
    assertEquals(List.of(125, 250, 500, 1000), new Halving(2, 100).rungs(1000, 1));
  }

  @Test
  void rungs_are_where_models_are_evaluated() {
    assertEquals(List.of(120, 320, 1000), new Halving(3, 100).rungs(1000, 40));
    assertEquals(List.of(400, 1000), new Halving(3, 100).rungs(1000, 400));
    assertEquals(List.of(1000), new Halving(3, 100).rungs(1000, 1000));
  }

  @Test
  void the_experiment_has_what_the_file_says() {
    assertEquals(
        Optional.of(new Halving(3, 100)), experiment(SWEEP + "halving: {factor: 3}").halving());
    assertEquals(Optional.empty(), experiment(SWEEP).halving());
  }

  @Test
  void too_few_variants_to_bring_one_to_the_end_are_refused() {
    assertEquals(
        "test.yaml:4:1: halving with the factor 4 and 3 rungs needs at least 16 variants, or none would be trained to the end; there are 9. Raise minimum_steps, or lower the factor",
        failure(SWEEP + "halving: {factor: 4, minimum_steps: 50}"));
  }

  @Test
  void a_first_rung_after_the_end_is_refused() {
    assertEquals(
        "test.yaml:4:1: halving has no rung below the 900 steps of variant 'learning_rate=1e-4': they need a minimum_steps of at most 300, and an evaluation by then (evaluate_every is 10)",
        failure(SWEEP + "halving: {minimum_steps: 500}"));
  }

  @Test
  void tuning_and_halving_exclude_each_other() {
    assertEquals(
        "test.yaml:5:1: 'halving' and 'tune' exclude each other: make what is tuned an axis of the grid, or leave halving out",
        failure(SWEEP + "tune: {training.batch_size: [8, 16]}\nhalving: {factor: 3}"));
  }

  @Test
  void patience_and_halving_exclude_each_other() {
    assertEquals(
        "test.yaml:4:1: halving compares variants at the same steps, but with patience a run may end before them: set training.patience of variant 'learning_rate=1e-4' to 0, or leave halving out; patience is 3",
        failure(
            SWEEP.replace("evaluate_every: 10", "evaluate_every: 10, patience: 3")
                + "halving: {factor: 3}"));
  }

  @Test
  void bad_values_are_refused() {
    assertEquals(
        "test.yaml:4:19: factor must be at least 2, got 1",
        failure(SWEEP + "halving: {factor: 1}"));
    assertEquals(
        "test.yaml:4:10: 'halving' must be a mapping with factor and minimum_steps, such as {factor: 3, minimum_steps: 100}",
        failure(SWEEP + "halving: 3"));
  }
}
