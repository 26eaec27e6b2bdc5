package org.ablate.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an experiment set out to do, and what it left out.
 *
 * @param rows its variants, in the experiment's order
 * @param exclusions what is left out
 * @param tuning what was tried before; empty where nothing is tuned
 */
public record SweepPlan(List<Row> rows, List<Exclusion> exclusions, Optional<Tuning> tuning) {

  /** Nothing is known of it. */
  public static final SweepPlan UNKNOWN = new SweepPlan(List.of(), List.of(), Optional.empty());

  /**
   * A variant.
   *
   * @param variant its name
   * @param runs how many runs it is to have
   * @param steps how many steps each of them has
   * @param minutesPerRun how long the training of one takes, by the steps that were taken so far;
   *     empty where none was
   */
  public record Row(String variant, int runs, int steps, Optional<Double> minutesPerRun) {}

  /** Requires every part. */
  public SweepPlan {
    rows = List.copyOf(rows);
    exclusions = List.copyOf(exclusions);
    Objects.requireNonNull(tuning, "tuning");
  }
}
