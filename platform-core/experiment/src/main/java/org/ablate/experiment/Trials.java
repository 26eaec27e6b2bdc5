package org.ablate.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ablate.document.Mapping;
import org.ablate.document.Scalar;

/** Makes the candidates that a {@link TuneSection} states. */
record Trials(TuneSection section, Header header, Composer composer) {
  private static final String STEPS = "training.steps";

  private record Choice(Variation variation, String name) {}

  /** Every variation with every choice, composed for the trials and for the runs. */
  Tuning of(Map<Variation, Mapping> documents) {
    PointName names = PointName.of(section.grid().axes().stream().map(Axis::path).toList());
    Map<Variation, Mapping> tried = new LinkedHashMap<>();
    Map<Variation, Mapping> chosen = new LinkedHashMap<>();
    Map<Variation, Choice> choices = new LinkedHashMap<>();
    documents.forEach(
        (variation, document) -> {
          for (List<Coordinate> point : section.grid().points()) {
            Choice choice = new Choice(variation, names.of(point));
            Variation candidate = variation.named(variation.name() + "," + choice.name());
            Mapping changed = document;
            for (Coordinate at : point) {
              changed = at.delta().over(changed);
            }
            choices.put(candidate, choice);
            chosen.put(candidate, changed);
            tried.put(candidate, withSteps(changed));
          }
        });
    Map<Variation, Composition> runs = composer.compose(chosen);
    boolean shorter = section.effort().steps().isPresent() && composer.problems().isEmpty();
    Map<Variation, Composition> trials = shorter ? composer.compose(tried) : runs;
    Header ofTrials = header.ofTrials(header.seeds().subList(0, section.effort().seeds()));
    List<Tuning.Candidate> candidates = new ArrayList<>();
    choices.forEach(
        (candidate, choice) -> {
          if (runs.containsKey(candidate) && trials.containsKey(candidate)) {
            String variant = choice.variation().name();
            candidates.add(
                new Tuning.Candidate(
                    variant,
                    choice.name(),
                    RunPlan.ofSeeds(ofTrials, candidate.name(), trials.get(candidate)),
                    RunPlan.ofSeeds(header, variant, runs.get(candidate))));
          }
        });
    return new Tuning(ofTrials.name(), candidates);
  }

  private Mapping withSteps(Mapping document) {
    return section
        .effort()
        .steps()
        .map(steps -> new Scalar(section.location(), steps.longValue()))
        .map(steps -> Delta.at(section.location(), STEPS, steps).over(document))
        .orElse(document);
  }
}
