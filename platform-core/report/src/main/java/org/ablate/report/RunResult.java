package org.ablate.report;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one run came to.
 *
 * @param id its readable name
 * @param seed where its random numbers started
 * @param status how it ended
 * @param failure why it did not finish
 * @param durationSeconds how long it took
 * @param tokensPerSecond how many tokens it trained on per second
 * @param agreement how well its outputs agree with those of ONNX Runtime
 * @param summary its final metrics by key
 * @param lengthScores how well it does on each length, where longer examples than those of the
 *     training were tested
 * @param gradientReach how far back its loss reaches, where it goes on with running text
 * @param series its metrics over time
 * @param predictions answers to a few held-out questions; a report shows those of each variant's
 *     first run that has any
 * @param attentionMaps what was attended to in some of them; likewise
 */
public record RunResult(
    String id,
    long seed,
    Status status,
    Optional<String> failure,
    double durationSeconds,
    Optional<Double> tokensPerSecond,
    Optional<Agreement> agreement,
    Map<String, Double> summary,
    Optional<LengthScores> lengthScores,
    Optional<GradientReach> gradientReach,
    List<Series> series,
    List<Prediction> predictions,
    List<AttentionMap> attentionMaps) {

  /** How a run ended. */
  public enum Status {
    /** It has not begun yet. */
    PLANNED,
    /** It has not ended yet. */
    RUNNING,
    /** It did all it was asked to. */
    FINISHED,
    /** It ended with an error. */
    FAILED,
    /** Its loss left the finite numbers. */
    DIVERGED,
    /** It was stopped at a rung of successive halving, for others were better. */
    STOPPED,
    /** It was stopped, or its process is gone. */
    INTERRUPTED
  }

  /** Requires every part. */
  public RunResult {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(failure, "failure");
    Objects.requireNonNull(tokensPerSecond, "tokensPerSecond");
    Objects.requireNonNull(agreement, "agreement");
    Objects.requireNonNull(lengthScores, "lengthScores");
    Objects.requireNonNull(gradientReach, "gradientReach");
    summary = Copies.inOrder(summary);
    series = List.copyOf(series);
    predictions = List.copyOf(predictions);
    attentionMaps = List.copyOf(attentionMaps);
  }

  /** A run that is going to be made. */
  public static RunResult planned(String id, long seed) {
    return new RunResult(
        id,
        seed,
        Status.PLANNED,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
  }
}
