package org.ablate.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ablate.statistics.Outcomes;

/**
 * One of the things that an experiment compares.
 *
 * @param name its name
 * @param learnableParameters its learnable parameters, by name
 * @param flopsPerToken floating-point operations per token of one forward pass, a multiplication
 *     and an addition counted as two
 * @param stateBytes memory that decoding keeps for a sequence of the mean length; empty where it
 *     keeps none
 * @param runs its runs, one per seed
 */
public record Variant(
    String name,
    List<LearnableParameter> learnableParameters,
    double flopsPerToken,
    Optional<Double> stateBytes,
    List<RunResult> runs) {

  /** Requires every part. */
  public Variant {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(stateBytes, "stateBytes");
    learnableParameters = List.copyOf(learnableParameters);
    runs = List.copyOf(runs);
  }

  /** How many numbers are learned. */
  long parameterCount() {
    return learnableParameters.stream().mapToLong(LearnableParameter::count).sum();
  }

  /** Its runs that did all they were asked to; only these enter a mean. */
  List<RunResult> finishedRuns() {
    return runs.stream().filter(run -> run.status() == RunResult.Status.FINISHED).toList();
  }

  /** How many tokens its finished runs trained on per second. */
  Sample speed() {
    return new Sample(
        finishedRuns().stream().flatMap(run -> run.tokensPerSecond().stream()).toList());
  }

  /** A metric's values in the finished runs. */
  Sample sample(Metric metric) {
    return new Sample(
        finishedRuns().stream()
            .map(run -> run.summary().get(metric.key()))
            .filter(Objects::nonNull)
            .toList());
  }

  /**
   * What its runs came to, seed by seed. A run that finished without a finite number is as good as
   * lost.
   */
  Outcomes outcomes(Metric metric) {
    Map<Long, Double> scores = new HashMap<>();
    Set<Long> lost = new HashSet<>();
    for (RunResult run : runs) {
      double score = run.summary().getOrDefault(metric.key(), Double.NaN);
      switch (run.status()) {
        case FINISHED -> {
          if (Double.isFinite(score)) {
            scores.put(run.seed(), score);
          } else {
            lost.add(run.seed());
          }
        }
        case DIVERGED, FAILED -> lost.add(run.seed());
        case PLANNED, RUNNING, STOPPED, INTERRUPTED -> {
          // It has not ended.
        }
      }
    }
    return new Outcomes(name, scores, lost);
  }

  /** How many of its runs ended so, or are at it. */
  long count(RunResult.Status status) {
    return runs.stream().filter(run -> run.status() == status).count();
  }
}
