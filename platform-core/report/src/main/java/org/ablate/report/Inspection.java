package org.ablate.report;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A look into a model while it answers one question.
 *
 * @param run the run that the model comes from
 * @param variant the run's variant
 * @param createdAt when it was asked
 * @param prediction the question and its answer
 * @param attentionMaps what was attended to meanwhile
 * @param steps how the answer was computed, as far as it is to be shown
 */
public record Inspection(
    String run,
    String variant,
    Instant createdAt,
    Prediction prediction,
    List<AttentionMap> attentionMaps,
    List<Step> steps) {

  /** Requires every part. */
  public Inspection {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(prediction, "prediction");
    attentionMaps = List.copyOf(attentionMaps);
    steps = List.copyOf(steps);
  }
}
