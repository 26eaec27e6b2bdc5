package org.ablate.experiment;

import java.util.List;
import java.util.function.UnaryOperator;
import org.ablate.document.Mapping;

/**
 * One run of an experiment.
 *
 * @param variant the variant of the experiment that it is
 * @param seed what everything random in it depends on
 * @param composition what it is made of
 * @param settings every setting with its value: an experiment with this run alone, by which the run
 *     can be read again ({@link Experiment#of}) and repeated
 */
public record RunPlan(String variant, long seed, Composition composition, Mapping settings) {

  /** The same run with what is known of what it starts from. */
  RunPlan startingFrom(UnaryOperator<InitialSettings> known) {
    InitialSettings initial = known.apply(composition.initial());
    return new RunPlan(
        variant,
        seed,
        composition.startingFrom(initial),
        settings.with(Section.INITIALIZE, initial.toMapping()));
  }

  /** The runs of one variant, with every seed of an experiment. */
  static List<RunPlan> ofSeeds(Header header, String variant, Composition composition) {
    return header.seeds().stream().map(seed -> of(header, variant, seed, composition)).toList();
  }

  /** A run of an experiment. */
  static RunPlan of(Header header, String variant, long seed, Composition composition) {
    return new RunPlan(
        variant, seed, composition, ResolvedSettings.of(header, variant, seed, composition));
  }
}
