package org.ablate.conformance;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a check that did not fail came to.
 *
 * @param measured what it measured
 * @param skipped why it checked nothing, where it did not
 */
public record Outcome(Map<Measure, Double> measured, Optional<String> skipped) {

  /** The variant does what it must. */
  public static final Outcome PASSED = new Outcome(Map.of(), Optional.empty());

  public Outcome {
    measured = Collections.unmodifiableMap(new TreeMap<>(measured));
  }

  static Outcome measured(Measure measure, double value) {
    return new Outcome(Map.of(measure, value), Optional.empty());
  }

  static Outcome skipped(String reason) {
    return new Outcome(Map.of(), Optional.of(reason));
  }
}
