package org.ablate.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was tried before the runs of an experiment: every variant with the same candidates.
 *
 * @param metric what decided, measured on the validation split
 * @param variants what was tried for each variant
 */
public record Tuning(Metric metric, List<Variant> variants) {

  /**
   * A variant.
   *
   * @param name its name
   * @param candidates in the order in which they were tried
   */
  public record Variant(String name, List<Candidate> candidates) {

    /** Takes a copy of the list. */
    public Variant {
      Objects.requireNonNull(name, "name");
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * One choice of what is tuned.
   *
   * @param choice what is chosen, such as {@code learning_rate=0.003}
   * @param score the mean of the metric over its trials; empty as long as one has not finished
   * @param trials how many it has
   * @param finished how many of them finished
   * @param chosen whether the variant's runs are made with it
   */
  public record Candidate(
      String choice, Optional<Double> score, int trials, int finished, boolean chosen) {}

  /** Requires every part. */
  public Tuning {
    Objects.requireNonNull(metric, "metric");
    variants = List.copyOf(variants);
  }
}
