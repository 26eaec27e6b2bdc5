package org.ablate.app.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunStatus;
import org.ablate.training.evaluation.Metric;

/**
 * Chooses among the candidates of each variant the one that was best on the validation split: by
 * the mean over its trials of the metric that decides, then by the loss, then the first. One of
 * whose trials any did not finish, or has no such value, is not chosen.
 */
final class Selection {
  private static final String VALIDATION = "validation/";

  /**
   * What was chosen for a variant.
   *
   * @param variant the variant
   * @param choice what was chosen, such as {@code learning_rate=0.003}; empty if no candidate could
   *     be
   * @param metric what decided
   * @param score its mean over the trials of the choice; not a number if there is none
   * @param candidates what was tried, in that order
   * @param trials the keys of the choice's trials
   */
  record Chosen(
      String variant,
      Optional<String> choice,
      Metric metric,
      double score,
      List<Candidate> candidates,
      List<String> trials) {

    /** How many candidates did not finish. */
    int unfinished() {
      return (int) candidates.stream().filter(candidate -> !candidate.isFinished()).count();
    }
  }

  /**
   * What was tried for a variant.
   *
   * @param choice such as {@code learning_rate=0.003}
   * @param planned how many trials it is to have
   * @param trials those that were begun
   */
  record Candidate(String choice, int planned, List<Run> trials) {
    boolean isFinished() {
      return finished() == planned;
    }

    int finished() {
      return (int) trials.stream().filter(run -> run.status() == RunStatus.FINISHED).count();
    }

    double mean(Metric metric) {
      return trials.stream()
          .mapToDouble(run -> run.summary().getOrDefault(VALIDATION + metric.key(), Double.NaN))
          .average()
          .orElse(Double.NaN);
    }

    boolean isBetterThan(Candidate other, Metric metric) {
      double mean = mean(metric);
      double otherMean = other.mean(metric);
      return mean == otherMean
          ? Metric.LOSS.isBetter(mean(Metric.LOSS), other.mean(Metric.LOSS))
          : metric.isBetter(mean, otherMean);
    }
  }

  private Selection() {}

  /**
   * Chooses for every variant of a sweep.
   *
   * @param metric what decides
   */
  static List<Chosen> of(FrozenSweep sweep, Metric metric, Registry registry) {
    Map<String, Set<String>> choices = new LinkedHashMap<>();
    sweep
        .plan()
        .runs()
        .forEach(
            run ->
                choices
                    .computeIfAbsent(run.variant(), v -> new LinkedHashSet<>())
                    .add(run.choice()));
    Map<String, List<Assignment>> planned =
        sweep.trials().orElseThrow().assignments().stream()
            .collect(Collectors.groupingBy(trial -> trial.run().variant()));
    List<Chosen> chosen = new ArrayList<>();
    choices.forEach(
        (variant, names) ->
            chosen.add(
                choose(
                    variant,
                    names.stream()
                        .map(name -> candidate(name, planned.get(variant + "," + name), registry))
                        .toList(),
                    metric)));
    return chosen;
  }

  private static Candidate candidate(String name, List<Assignment> planned, Registry registry) {
    return new Candidate(
        name,
        planned.size(),
        planned.stream().flatMap(trial -> trial.recorded(registry).stream()).toList());
  }

  private static Chosen choose(String variant, List<Candidate> candidates, Metric metric) {
    Optional<Candidate> best = Optional.empty();
    for (Candidate candidate : candidates) {
      if (candidate.isFinished()
          && !Double.isNaN(candidate.mean(metric))
          && (best.isEmpty() || candidate.isBetterThan(best.get(), metric))) {
        best = Optional.of(candidate);
      }
    }
    return new Chosen(
        variant,
        best.map(Candidate::choice),
        metric,
        best.map(candidate -> candidate.mean(metric)).orElse(Double.NaN),
        candidates,
        best.map(c -> c.trials().stream().map(Run::key).toList()).orElse(List.of()));
  }
}
