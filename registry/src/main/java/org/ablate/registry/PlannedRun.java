package org.ablate.registry;

import java.util.Objects;

/**
 * A run that an experiment is going to make.
 *
 * @param variant which of the experiment's variants it is
 * @param choice for which choice of what is tuned it is made; empty where nothing is tuned
 * @param seed where its random numbers start
 * @param settings its resolved settings, a JSON document
 */
public record PlannedRun(String variant, String choice, long seed, String settings) {

  /** Requires every part. */
  public PlannedRun {
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(choice, "choice");
    Objects.requireNonNull(settings, "settings");
  }
}
