package org.ablate.experiment;

import static org.ablate.experiment.Reading.experiment;
import static org.ablate.experiment.Reading.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.ablate.experiment.Tuning.Candidate;
import org.junit.jupiter.api.Test;

class TuningTest {
  private static final String SWEEP =
      """
      task: dates
      variants: {full: {}, linear: {model.attention: linear}}
      seeds: [3, 5]
      """;

  private static List<String> names(List<RunPlan> runs) {
    return runs.stream().map(run -> run.variant() + " " + run.seed()).toList();
  }

  @Test
  void every_variant_is_tried_with_every_candidate_and_the_first_seed() {
    Experiment experiment = experiment(SWEEP + "tune: {training.learning_rate: [1e-3, 3e-3]}");
    Tuning tuning = experiment.tuning().orElseThrow();
    assertEquals("test-tuning", tuning.experiment());
    assertEquals(
        List.of(
            "full,learning_rate=0.001 3",
            "full,learning_rate=0.003 3",
            "linear,learning_rate=0.001 3",
            "linear,learning_rate=0.003 3"),
        names(tuning.trials()));
    assertEquals(0.003, tuning.trials().get(1).composition().training().learningRate());
  }

  @Test
  void the_runs_of_a_candidate_are_those_of_its_variant_with_its_settings() {
    Candidate candidate =
        experiment(SWEEP + "tune: {training.learning_rate: [1e-3, 3e-3]}")
            .tuning()
            .orElseThrow()
            .candidates()
            .get(3);
    assertEquals("linear", candidate.variant());
    assertEquals("learning_rate=0.003", candidate.name());
    assertEquals(List.of("linear 3", "linear 5"), names(candidate.runs()));
    for (RunPlan run : candidate.runs()) {
      assertEquals(0.003, run.composition().training().learningRate());
      assertEquals("linear", run.composition().parts().attention().name());
    }
  }

  @Test
  void trials_can_be_shorter_and_have_more_seeds() {
    Candidate candidate =
        experiment(
                SWEEP + "tune: {training: {learning_rate: [1e-3]}, seeds: 2, steps: 7}",
                "training.steps=20")
            .tuning()
            .orElseThrow()
            .candidates()
            .get(0);
    assertEquals(
        List.of("full,learning_rate=0.001 3", "full,learning_rate=0.001 5"),
        names(candidate.trials()));
    assertEquals(7, candidate.trials().get(0).composition().training().steps());
    assertEquals(20, candidate.runs().get(0).composition().training().steps());
  }

  @Test
  void without_candidates_nothing_is_tuned() {
    assertTrue(experiment(SWEEP).tuning().isEmpty());
    assertTrue(experiment(SWEEP + "tune: null").tuning().isEmpty());
  }

  @Test
  void what_is_tuned_is_a_mapping_of_lists() {
    String shape =
        "'tune' must be a mapping from settings to lists of values, such as {training.learning_rate: [1e-3, 3e-3]}";
    assertEquals("test.yaml:4:7: " + shape, failure(SWEEP + "tune: [1e-3]"));
    assertEquals("test.yaml:4:7: " + shape, failure(SWEEP + "tune: {seeds: 2}"));
    assertEquals(
        """
        test.yaml:4:8: unknown key 'trainig'; did you mean 'training'? Known: task, tokenizer, model, initialize, training, decoding, evaluation, seeds, steps
        test.yaml:4:46: trials cannot have 3 seeds: the sweep has 2""",
        failure(SWEEP + "tune: {trainig.learning_rate: [1e-3], seeds: 3}"));
  }

  @Test
  void what_is_tuned_is_no_axis_and_no_option_and_in_no_variant() {
    assertEquals(
        """
        --set training.learning_rate=1: 'training.learning_rate' is an axis at test.yaml:3:8; to run one value of it, set tune.training.learning_rate=[1]
        test.yaml:2:42: 'training.learning_rate' in variant 'a' would have no effect: it is an axis at test.yaml:3:8""",
        failure(
            "task: dates\nvariants: {  a: {training.learning_rate: 2}}\ntune: {training.learning_rate: [1]}",
            "training.learning_rate=1"));
    assertEquals(
        "test.yaml:3:8: 'training.learning_rate' is also an axis at test.yaml:2:8",
        failure(
            "task: dates\ntune: {training.learning_rate: [1]}\ngrid: {training.learning_rate: [1]}"));
  }

  @Test
  void a_candidate_that_is_out_of_range_is_refused() {
    assertEquals(
        "test.yaml:4:36: in variants 'full,learning_rate=0', 'linear,learning_rate=0': learning_rate must be a number above 0, got 0.0",
        failure(SWEEP + "tune: {training.learning_rate: [1, 0]}"));
  }

  @Test
  void trials_count_towards_the_limit() {
    assertEquals(
        "test.yaml:1:1: the sweep expands to 8 runs (2 variants × 2 seeds, and 4 trials), more than its limit of 7; leave some out, or raise 'limit'",
        failure(SWEEP + "tune: {training.learning_rate: [1, 2]}\nlimit: 7"));
  }
}
