package org.ablate.statistics;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the runs of a variant came to. A seed of which nothing is said has no run that has ended.
 *
 * @param variant the variant's name
 * @param scores the result of each run that finished, by seed; all are finite
 * @param lost the seeds of runs that ended without a result: they diverged or failed
 */
public record Outcomes(String variant, Map<Long, Double> scores, Set<Long> lost) {

  /** Takes copies, by ascending seed. */
  public Outcomes {
    scores = Collections.unmodifiableMap(new TreeMap<>(scores));
    lost = Collections.unmodifiableSet(new TreeSet<>(lost));
    scores.forEach(
        (seed, score) -> {
          if (!Double.isFinite(score)) {
            throw new IllegalArgumentException(
                "the result of seed %d of '%s' must be a finite number, but is %s; say that the run is lost"
                    .formatted(seed, variant, score));
          }
        });
    for (long seed : lost) {
      if (scores.containsKey(seed)) {
        throw new IllegalArgumentException(
            "seed %d of '%s' has a result and is said to be lost".formatted(seed, variant));
      }
    }
  }

  /** Whether the run with a seed has ended, well or not. */
  boolean hasEnded(long seed) {
    return scores.containsKey(seed) || lost.contains(seed);
  }
}
