package org.ablate.experiment;

import java.util.List;
import java.util.Optional;

/**
 * How hard each candidate is tried; the same for all.
 *
 * @param seeds with how many of the sweep's first seeds
 * @param steps for how many steps; by default as many as the runs have
 */
public record TuningEffort(int seeds, Optional<Integer> steps) {
  static final TuningEffort DEFAULT = new TuningEffort(1, Optional.empty());
  static final List<String> KEYS = List.of("seeds", "steps");

  public TuningEffort {
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds must be at least 1, got " + seeds);
    }
    if (steps.isPresent() && steps.get() < 1) {
      throw new IllegalArgumentException("steps must be at least 1, got " + steps.get());
    }
  }
}
