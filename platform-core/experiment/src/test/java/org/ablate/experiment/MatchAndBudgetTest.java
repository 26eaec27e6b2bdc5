package org.ablate.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.ablate.document.DocumentException;
import org.ablate.document.Yaml;
import org.junit.jupiter.api.Test;

class MatchAndBudgetTest {
  private static final String SWEEP =
      """
      task: dates
      model: {d_model: 64, d_ff: 256}
      training: {batch_size: 10}
      variants: {full: {}, linear: {model.attention: linear}}
      """;

  /** A model with linear attention has 3,000 parameters more, and its steps take half as long. */
  private static final CostModel COSTS =
      new CostModel() {
        @Override
        public ModelCost of(Composition composition) {
          int width = composition.model().dFf();
          boolean linear = composition.parts().attention().name().equals("linear");
          int parameters = 100 * width + (linear ? 3_000 : 0);
          Optional<Double> state = linear ? Optional.empty() : Optional.of(8.0);
          return new ModelCost(
              parameters, 2 * parameters, state, 7 * composition.training().batchSize());
        }

        @Override
        public double secondsPerStep(RunPlan run) {
          return run.variant().equals("linear") ? 0.5 : 1;
        }
      };

  private static Experiment experiment(String yaml, String... options) {
    return Experiment.of(
        "test", Yaml.read("test.yaml", yaml), List.of(options), Samples.INSTALLED, COSTS);
  }

  private static String failure(String yaml, String... options) {
    return assertThrows(DocumentException.class, () -> experiment(yaml, options)).getMessage();
  }

  private static List<Integer> widths(Experiment experiment) {
    return experiment.runs().stream().map(run -> run.composition().model().dFf()).toList();
  }

  private static List<Integer> steps(Experiment experiment) {
    return experiment.runs().stream().map(run -> run.composition().training().steps()).toList();
  }

  @Test
  void variants_are_made_as_large_as_the_baseline() {
    Experiment experiment = experiment(SWEEP + "match: {parameters: 1%}");
    assertEquals(List.of(256, 226), widths(experiment));
    assertEquals(
        List.of(new Match("linear", "model.d_ff", 256, 226, "parameters", 25_600, 25_600)),
        experiment.matches());
    assertEquals(List.of(256, 226), widths(experiment(SWEEP + "match: {flops: 0.001}")));
    assertEquals(
        List.of(286, 256), widths(experiment(SWEEP + "match: {parameters: 1%}\nbaseline: linear")));
  }

  @Test
  void what_is_close_enough_stays_as_it_is() {
    assertEquals(List.of(256, 256), widths(experiment(SWEEP + "match: {parameters: 12 %}")));
  }

  @Test
  void what_cannot_be_matched_says_the_nearest() {
    assertEquals(
        "test.yaml:5:1: variant 'linear' cannot be matched to the baseline 'full' within 1 %: the nearest is model.d_ff=1 with 3,100 parameters, which is 3000.0 % from 100",
        failure(SWEEP.replace("full: {}", "full: {model.d_ff: 1}") + "match: {parameters: 1%}"));
    assertEquals(
        "test.yaml:5:1: variant 'linear' cannot be matched to the baseline 'full' within 1 %: the nearest is model.d_model=64 with 28,600 parameters, which is 11.7 % from 25,600",
        failure(SWEEP + "match: {parameters: 1%, by: model.d_model}"));
    assertEquals(
        "test.yaml:5:1: variants cannot be matched: 'linear' has no state bytes",
        failure(SWEEP + "match: {state: 1%}"));
  }

  @Test
  void what_is_matched_and_by_what_is_stated_clearly() {
    assertEquals(
        """
        test.yaml:5:8: 'match' must state one of parameters, flops and state, such as {parameters: 1%, by: model.d_ff}
        test.yaml:5:9: unknown key 'parameter'; did you mean 'parameters'? Known: parameters, flops, state, by""",
        failure(SWEEP + "match: {parameter: 1%}"));
    assertEquals(
        "test.yaml:5:21: how far sizes may differ must be a percentage below 100%, such as 1%",
        failure(SWEEP + "match: {parameters: little}"));
    assertEquals(
        "test.yaml:5:1: 'model.attention' must be the path of a whole number, such as model.d_ff, but variant 'linear' has {name=linear}",
        failure(SWEEP + "match: {parameters: 1%, by: model.attention}"));
  }

  @Test
  void a_budget_is_the_same_for_all() {
    assertEquals(List.of(30, 30), steps(experiment(SWEEP + "budget: {steps: 30}")));
    assertEquals(List.of(14, 14), steps(experiment(SWEEP + "budget: {tokens: 1000}")));
    assertEquals(List.of(93, 83), steps(experiment(SWEEP + "budget: {flops: 1e9}")));
    assertEquals(List.of(120, 240), steps(experiment(SWEEP + "budget: {minutes: 2}")));
  }

  @Test
  void a_budget_decides_alone() {
    assertEquals(
        """
        --set training.steps=5: 'training.steps' would have no effect: the budget at test.yaml:5:1 decides; set budget={steps: 5}
        test.yaml:4:35: 'training.steps' in variant 'full' would have no effect: the budget at test.yaml:5:1 decides""",
        failure(
            SWEEP.replace("full: {}", "full: {training.steps: 9}") + "budget: {tokens: 1e6}",
            "training.steps=5"));
  }

  @Test
  void a_budget_is_one_positive_number() {
    assertEquals(
        "test.yaml:5:9: 'budget' must state one of steps, tokens, flops and minutes, such as {tokens: 1e6}",
        failure(SWEEP + "budget: {steps: 1, tokens: 2}"));
    assertEquals(
        "test.yaml:5:10: unknown key 'token'; did you mean 'tokens'? Known: steps, tokens, flops, minutes",
        failure(SWEEP + "budget: {token: 2}"));
    assertEquals(
        "test.yaml:5:18: 'tokens' must be a number above 0",
        failure(SWEEP + "budget: {tokens: 0}"));
  }

  @Test
  void a_budget_below_one_step_is_refused() {
    assertEquals(
        """
        test.yaml:5:1: the budget gives variant 'full' 0 steps, as one costs 70 tokens
        test.yaml:5:1: the budget gives variant 'linear' 0 steps, as one costs 70 tokens""",
        failure(SWEEP + "budget: {tokens: 3}"));
  }
}
