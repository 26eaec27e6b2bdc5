package org.ablate.registry;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that an experiment is going to run, as it was before its first run.
 *
 * @param runs in the order in which they are begun
 * @param plugins what they are composed from
 * @param metric what decides between runs, such as {@code exact_match}; empty in plans of a time
 *     when that was not written down
 * @param trials the key of the experiment whose runs decide which choice of each variant is run;
 *     empty where nothing is tuned
 * @param halving how runs are stopped early; empty where all go to their end
 */
public record Plan(
    List<PlannedRun> runs,
    List<PluginUsed> plugins,
    Optional<String> metric,
    Optional<String> trials,
    Optional<PlannedHalving> halving) {

  /** Requires every part and takes copies of the lists. */
  public Plan {
    runs = List.copyOf(runs);
    plugins = List.copyOf(plugins);
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(trials, "trials");
    Objects.requireNonNull(halving, "halving");
  }
}
