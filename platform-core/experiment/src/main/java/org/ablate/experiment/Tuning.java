package org.ablate.experiment;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What is tried before the runs of an experiment: every variant with the same candidates. The one
 * that is best on the validation split is what the variant's runs are made with.
 *
 * @param experiment the name of the experiment that the trials are runs of
 * @param candidates all candidates of the first variant, then those of the second, and so on
 */
public record Tuning(String experiment, List<Candidate> candidates) {

  /**
   * One choice for one variant.
   *
   * @param variant the variant
   * @param name what is chosen, such as {@code learning_rate=0.003}
   * @param trials the runs by which it is judged
   * @param runs the variant's runs if it is the best one
   */
  public record Candidate(String variant, String name, List<RunPlan> trials, List<RunPlan> runs) {

    public Candidate {
      trials = List.copyOf(trials);
      runs = List.copyOf(runs);
    }

    Candidate startingFrom(UnaryOperator<InitialSettings> known) {
      return new Candidate(
          variant,
          name,
          trials.stream().map(run -> run.startingFrom(known)).toList(),
          runs.stream().map(run -> run.startingFrom(known)).toList());
    }
  }

  public Tuning {
    candidates = List.copyOf(candidates);
  }

  Tuning startingFrom(UnaryOperator<InitialSettings> known) {
    return new Tuning(
        experiment, candidates.stream().map(each -> each.startingFrom(known)).toList());
  }

  /** All trials, in the order of the candidates. */
  public List<RunPlan> trials() {
    return candidates.stream().flatMap(candidate -> candidate.trials().stream()).toList();
  }
}
