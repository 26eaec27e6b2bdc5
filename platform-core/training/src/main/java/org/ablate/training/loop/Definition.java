package org.ablate.training.loop;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ablate.document.Settings;
import org.ablate.model.Components;
import org.ablate.model.Transformer;
import org.ablate.plugin.Split;
import org.ablate.tensor.Graph;
import org.ablate.training.TrainingSettings;
import org.ablate.training.checkpoint.CheckpointException;
import org.ablate.training.checkpoint.TrainingState;
import org.ablate.training.data.BatchOrder;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.Order;
import org.ablate.training.data.TaskData;
import org.ablate.training.data.TokenBatches;

/**
 * All that the course of a training depends on.
 *
 * @param fingerprint what tells the data from other data
 */
record Definition(
    Transformer model, TaskData data, TrainingSettings settings, long seed, String fingerprint) {

  Definition(Transformer model, TaskData data, TrainingSettings settings, long seed) {
    this(model, data, settings, seed, Fingerprint.of(data));
  }

  List<EncodedExample> training() {
    return data.encoded().get(Split.TRAIN);
  }

  List<EncodedExample> validation() {
    return data.encoded().get(Split.VALIDATION);
  }

  /**
   * What is trained; where no step is taken, what is evaluated, whose parts may run forward only.
   */
  Graph graph() {
    return takesSteps()
        ? data.presentation().training(model, settings.labelSmoothing())
        : model.evaluation();
  }

  boolean takesSteps() {
    return settings.steps() > 0;
  }

  /** Which examples each step sees. */
  BatchOrder order() {
    return settings.tokensPerBatch() > 0
        ? new TokenBatches(training(), settings.tokensPerBatch(), seed)
        : new Order(training().size(), settings.batchSize(), seed);
  }

  /** The model's sizes and parts with their settings. */
  String describeModel() {
    Components parts = model.parts();
    return Stream.of(
            parts.attention(),
            parts.crossAttention(),
            parts.positionalEncoding(),
            parts.normalization(),
            parts.feedForward(),
            parts.placement())
        .map(part -> part.name() + " " + part.component())
        .collect(Collectors.joining(", ", model.settings() + ", ", ""));
  }

  /**
   * Checks that a checkpoint is of this training.
   *
   * @throws CheckpointException if it is of another; the message says what differs
   */
  void requireSame(TrainingState state) {
    require("seed", state.seed(), seed);
    require("model", state.model(), describeModel());
    if (!state.data().equals(fingerprint)) {
      throw new CheckpointException(
          "the run cannot be resumed: the examples of the task are not those that it was started with");
    }
    Map<String, Object> before = Settings.write(state.training()).toJava();
    Settings.write(settings)
        .toJava()
        .forEach((key, value) -> require("training." + key, before.get(key), value));
  }

  private static void require(String key, Object before, Object now) {
    if (!now.equals(before)) {
      throw new CheckpointException(
          "the run cannot be resumed: it was started with %s %s, which is now %s"
              .formatted(key, before, now));
    }
  }
}
