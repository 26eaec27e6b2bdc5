package org.ablate.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Supplier;
import org.ablate.libtorch.Adafactor;
import org.ablate.libtorch.AdamW;
import org.ablate.libtorch.OptimizerSettings;
import org.ablate.libtorch.WeightDecay;
import org.junit.jupiter.api.Test;

class TrainingSettingsTest {
  @Test
  void there_are_no_fewer_than_no_steps() {
    refuses("steps must be at least 0, got -1", () -> steps(-1, 0));
    assertEquals(0, steps(0, 0).steps());
  }

  @Test
  void a_warm_up_may_be_longer_than_the_training_which_then_does_not_reach_its_highest_rate() {
    refuses("warmup_steps must be at least 0, got -1", () -> steps(10, -1));
    assertEquals(0.5, steps(10, 20).learningRateAt(10));
  }

  @Test
  void the_learning_rate_is_a_number_above_zero() {
    refuses("learning_rate must be a number above 0, got 0.0", () -> rates(0, 1, 0));
    refuses("learning_rate must be a number above 0, got NaN", () -> rates(Double.NaN, 1, 0));
    refuses(
        "learning_rate must be a number above 0, got Infinity",
        () -> rates(Double.POSITIVE_INFINITY, 1, 0));
  }

  @Test
  void the_norm_of_gradients_is_not_negative() {
    refuses(
        "gradient_clip_norm must be a number above 0, or 0 for no limit, got -1.0",
        () -> rates(1, -1, 0));
  }

  @Test
  void the_optimizers_settings_are_in_range() {
    refuses("beta_1 must be at least 0 and below 1, got 1.0", () -> new AdamW(1, 0.9, 1, 0));
    refuses("beta_2 must be at least 0 and below 1, got -0.5", () -> new AdamW(0.9, -0.5, 1, 0));
    refuses("epsilon must be a number above 0, got 0.0", () -> new AdamW(0.9, 0.9, 0, 0));
    refuses(
        "weight_decay must be a number of at least 0, got NaN",
        () -> new AdamW(0.9, 0.9, 1, Double.NaN));
  }

  @Test
  void the_weight_decay_of_some_parameters_is_in_range() {
    refuses(
        "weight_decay must be a number of at least 0, got -0.1",
        () -> new WeightDecay("embedding.*", -0.1));
    refuses(
        "parameters must be a name in which * stands for any characters, got none",
        () -> new WeightDecay(" ", 0.1));
  }

  @Test
  void the_weight_decay_of_some_parameters_needs_an_optimizer_that_has_one() {
    refuses(
        "weight_decay_of has no effect: adafactor has no weight decay",
        () -> decays(Adafactor.DEFAULTS, new WeightDecay("*", 0)));
  }

  @Test
  void label_smoothing_leaves_something_for_the_label() {
    refuses("label_smoothing must be at least 0 and below 1, got 1.0", () -> rates(1, 1, 1));
  }

  @Test
  void a_limit_of_zero_is_no_limit() {
    assertEquals(Double.POSITIVE_INFINITY, rates(1, 0, 0).clipping().norm());
    assertEquals(2, rates(1, 2, 0).clipping().norm());
  }

  @Test
  void the_learning_rate_is_the_highest_of_the_schedule() {
    assertEquals(
        TrainingSettings.DEFAULTS.learningRate(),
        TrainingSettings.DEFAULTS.learningRateAt(TrainingSettings.DEFAULTS.warmupSteps()));
  }

  private static TrainingSettings steps(int steps, int warmupSteps) {
    return of(steps, warmupSteps, 1, 1, 0, AdamW.DEFAULTS, List.of());
  }

  private static TrainingSettings rates(
      double learningRate, double gradientClipNorm, double labelSmoothing) {
    return of(10, 1, learningRate, gradientClipNorm, labelSmoothing, AdamW.DEFAULTS, List.of());
  }

  private static TrainingSettings decays(OptimizerSettings optimizer, WeightDecay... decays) {
    return of(10, 1, 1, 1, 0, optimizer, List.of(decays));
  }

  private static TrainingSettings of(
      int steps,
      int warmupSteps,
      double learningRate,
      double gradientClipNorm,
      double labelSmoothing,
      OptimizerSettings optimizer,
      List<WeightDecay> weightDecayOf) {
    return new TrainingSettings(
        steps,
        TrainingSettings.DEFAULTS.batchSize(),
        TrainingSettings.DEFAULTS.tokensPerBatch(),
        TrainingSettings.DEFAULTS.sequenceLength(),
        TrainingSettings.DEFAULTS.maxLength(),
        optimizer,
        weightDecayOf,
        learningRate,
        TrainingSettings.DEFAULTS.schedule(),
        warmupSteps,
        gradientClipNorm,
        TrainingSettings.DEFAULTS.gradientClipValue(),
        TrainingSettings.DEFAULTS.microBatches(),
        TrainingSettings.DEFAULTS.activationCheckpointing(),
        TrainingSettings.DEFAULTS.averaging(),
        labelSmoothing,
        TrainingSettings.DEFAULTS.evaluateEvery(),
        TrainingSettings.DEFAULTS.patience(),
        TrainingSettings.DEFAULTS.checkpointEvery(),
        TrainingSettings.DEFAULTS.device(),
        TrainingSettings.DEFAULTS.precision(),
        TrainingSettings.DEFAULTS.threads());
  }

  private static void refuses(String message, Supplier<?> settings) {
    IllegalArgumentException mistake = assertThrows(IllegalArgumentException.class, settings::get);
    assertEquals(message, mistake.getMessage());
  }
}
