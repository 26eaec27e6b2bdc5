package org.ablate.experiment;

import java.util.List;
import java.util.Optional;
import org.ablate.document.Location;
import org.ablate.document.Mapping;
import org.ablate.document.Mapping.Entry;
import org.ablate.document.NearestName;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.document.Settings;

/**
 * What the key {@code tune} says.
 *
 * @param location where it is written
 * @param grid the settings that are tried, and their values
 * @param effort how hard each is tried
 */
record TuneSection(Location location, Grid grid, TuningEffort effort) {
  static final String TUNE = "tune";

  /** The section; empty where nothing is tuned. */
  static Optional<TuneSection> read(Mapping root, int sweepSeeds, Problems problems) {
    Optional<Entry> written = root.entry(TUNE).filter(entry -> entry.value().toJava() != null);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Location location = written.get().location();
    if (!(written.get().value() instanceof Mapping section)) {
      problems.add(written.get().value().location(), shape());
      return Optional.empty();
    }
    Mapping effort = section;
    Mapping axes = section;
    for (Entry entry : section.entries()) {
      if (TuningEffort.KEYS.contains(entry.key())) {
        axes = axes.without(entry.key());
      } else {
        effort = effort.without(entry.key());
        if (!Section.ALL.contains(entry.key())) {
          problems.add(entry.location(), NearestName.unknown("key", entry.key(), known()));
          axes = axes.without(entry.key());
        }
      }
    }
    Grid grid = new Grid(Axis.read(axes, problems), List.of());
    if (TuningEffort.KEYS.containsAll(section.keys())) {
      problems.add(written.get().value().location(), shape());
    }
    TuningEffort read = Settings.read(effort, TuningEffort.DEFAULT, problems);
    if (read.seeds() > sweepSeeds) {
      problems.add(
          section.get("seeds").map(Node::location).orElse(location),
          "trials cannot have %d seeds: the sweep has %d".formatted(read.seeds(), sweepSeeds));
    }
    return Optional.of(new TuneSection(location, grid, read));
  }

  private static List<String> known() {
    return java.util.stream.Stream.concat(Section.ALL.stream(), TuningEffort.KEYS.stream())
        .toList();
  }

  private static String shape() {
    return "'tune' must be a mapping from settings to lists of values, such as {training.learning_rate: [1e-3, 3e-3]}";
  }
}
