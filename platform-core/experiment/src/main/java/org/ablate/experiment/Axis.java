package org.ablate.experiment;

import java.util.ArrayList;
import java.util.List;
import org.ablate.document.Location;
import org.ablate.document.Mapping;
import org.ablate.document.Mapping.Entry;
import org.ablate.document.NearestName;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.document.Sequence;

/**
 * A setting of a sweep and the values that it takes.
 *
 * @param path its keys with '.' between them
 * @param location where it is written
 * @param values in their order; at least one
 */
record Axis(String path, Location location, List<Node> values) {

  /** Reads axes from a mapping whose paths are nested mappings already. */
  static List<Axis> read(Mapping written, Problems problems) {
    List<Axis> axes = new ArrayList<>();
    for (Entry entry : written.entries()) {
      if (Section.ALL.contains(entry.key())) {
        read(entry.key(), entry, axes, problems);
      } else {
        problems.add(entry.location(), NearestName.unknown("key", entry.key(), Section.ALL));
      }
    }
    return axes;
  }

  private static void read(String path, Entry entry, List<Axis> axes, Problems problems) {
    if (entry.value() instanceof Mapping inner && !inner.entries().isEmpty()) {
      inner.entries().forEach(e -> read(path + "." + e.key(), e, axes, problems));
    } else if (entry.value() instanceof Sequence values && !values.items().isEmpty()) {
      refuseRepetition(path, values, problems);
      axes.add(new Axis(path, entry.location(), values.items()));
    } else {
      problems.add(
          entry.value().location(),
          "the axis '%s' must be a list of at least one value, such as [1, 2]".formatted(path));
    }
  }

  private static void refuseRepetition(String path, Sequence values, Problems problems) {
    List<Object> seen = new ArrayList<>();
    for (Node value : values.items()) {
      if (seen.contains(value.toJava())) {
        problems.add(
            value.location(),
            "the axis '%s' has the value %s twice".formatted(path, value.toJava()));
      }
      seen.add(value.toJava());
    }
  }
}
