package org.ablate.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.document.Location;
import org.ablate.document.Mapping;
import org.ablate.document.Mapping.Entry;
import org.ablate.document.Problems;
import org.ablate.document.Settings;
import org.ablate.training.TrainingSettings;

/**
 * What the key {@code halving} says.
 *
 * @param location where it is written
 */
record HalvingSection(Location location, Halving halving) {
  static final String HALVING = "halving";

  /** The section; empty where every run goes to its end. */
  static Optional<HalvingSection> read(Mapping root, Problems problems) {
    Optional<Entry> written = root.entry(HALVING).filter(entry -> entry.value().toJava() != null);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Location location = written.get().location();
    if (!(written.get().value() instanceof Mapping section)) {
      problems.add(
          written.get().value().location(),
          "'halving' must be a mapping with factor and minimum_steps, such as {factor: 3, minimum_steps: 100}");
      return Optional.empty();
    }
    root.entry(TuneSection.TUNE)
        .filter(entry -> entry.value().toJava() != null)
        .ifPresent(
            tune ->
                problems.add(
                    location,
                    "'halving' and 'tune' exclude each other: make what is tuned an axis of the grid, or leave halving out"));
    return Optional.of(
        new HalvingSection(location, Settings.read(section, Halving.DEFAULT, problems)));
  }

  /** Notes what would keep halving from being worth anything. */
  void check(Map<Variation, Composition> compositions, Problems problems) {
    Map<Integer, Variation> counts = new HashMap<>();
    int rungs = 0;
    for (Map.Entry<Variation, Composition> entry : compositions.entrySet()) {
      TrainingSettings training = entry.getValue().training();
      if (training.patience() > 0) {
        problems.add(
            location,
            "halving compares variants at the same steps, but with patience a run may end before them: set training.patience of variant '%s' to 0, or leave halving out; patience is %d"
                .formatted(entry.getKey().name(), training.patience()));
        return;
      }
      List<Integer> own = halving.rungs(training.steps(), training.evaluateEvery());
      rungs = own.size();
      counts.putIfAbsent(rungs, entry.getKey());
      if (rungs < 2) {
        problems.add(
            location,
            "halving has no rung below the %d steps of variant '%s': they need a minimum_steps of at most %d, and an evaluation by then (evaluate_every is %d)"
                .formatted(
                    training.steps(),
                    entry.getKey().name(),
                    training.steps() / halving.factor(),
                    training.evaluateEvery()));
        return;
      }
    }
    if (counts.size() > 1) {
      problems.add(
          location,
          "halving compares variants rung by rung, but they have different numbers of rungs: %s"
              .formatted(
                  counts.entrySet().stream()
                      .map(e -> "%d of '%s'".formatted(e.getKey(), e.getValue().name()))
                      .sorted()
                      .toList()));
      return;
    }
    long fewest = halving.fewestVariants(rungs);
    if (compositions.size() < fewest) {
      problems.add(
          location,
          "halving with the factor %d and %d rungs needs at least %d variants, or none would be trained to the end; there are %d. Raise minimum_steps, or lower the factor"
              .formatted(halving.factor(), rungs, fewest, compositions.size()));
    }
  }
}
