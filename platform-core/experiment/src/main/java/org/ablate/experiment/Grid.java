package org.ablate.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ablate.document.Location;
import org.ablate.document.Mapping;
import org.ablate.document.Mapping.Entry;
import org.ablate.document.Problems;

/**
 * Axes whose values are combined: each of {@code grid} with all others, those of {@code zip} in
 * step.
 *
 * @param product axes that are combined with all others
 * @param steps axes whose first values go together, then the second ones, and so on
 */
record Grid(List<Axis> product, List<Axis> steps) {
  static final String GRID = "grid";
  static final String ZIP = "zip";
  static final List<String> KEYS = List.of(GRID, ZIP);
  static final Grid NONE = new Grid(List.of(), List.of());

  /** Reads the keys {@code grid} and {@code zip} of a mapping. */
  static Grid read(Mapping parent, Problems problems) {
    List<Axis> product = axes(parent, GRID, problems);
    List<Axis> steps = axes(parent, ZIP, problems);
    for (Axis axis : steps) {
      Axis first = steps.get(0);
      if (axis.values().size() != first.values().size()) {
        problems.add(
            axis.location(),
            "axes in 'zip' go in step, but '%s' has %s and '%s' has %s"
                .formatted(axis.path(), count(axis), first.path(), count(first)));
        steps = List.of();
        break;
      }
    }
    Grid grid = new Grid(product, steps);
    grid.refuseOverlap(List.of(), problems);
    return grid;
  }

  private static List<Axis> axes(Mapping parent, String key, Problems problems) {
    Optional<Entry> written = parent.entry(key).filter(entry -> entry.value().toJava() != null);
    if (written.isEmpty()) {
      return List.of();
    }
    if (!(written.get().value() instanceof Mapping axes) || axes.entries().isEmpty()) {
      problems.add(
          written.get().value().location(),
          "'%s' must be a mapping from settings to lists of values, such as {model.d_model: [64, 128]}"
              .formatted(key));
      return List.of();
    }
    return Axis.read(axes, problems);
  }

  private static String count(Axis axis) {
    int values = axis.values().size();
    return values == 1 ? "1 value" : values + " values";
  }

  /** All axes in their order. */
  List<Axis> axes() {
    List<Axis> all = new ArrayList<>(product);
    all.addAll(steps);
    return all;
  }

  /** Notes axes of a setting that has one already. */
  void refuseOverlap(List<Axis> others, Problems problems) {
    List<Axis> seen = new ArrayList<>(others);
    for (Axis axis : axes()) {
      seen.stream()
          .filter(other -> other.path().equals(axis.path()))
          .findFirst()
          .ifPresent(
              other -> problems.add(axis.location(), alsoAxis(axis.path(), other.location())));
      seen.add(axis);
    }
  }

  private static String alsoAxis(String path, Location first) {
    return "'%s' is also an axis at %s".formatted(path, first);
  }

  /** How many points there are; a double, as there may be more than any integer can say. */
  double size() {
    double size = steps.isEmpty() ? 1 : steps.get(0).values().size();
    for (Axis axis : product) {
      size *= axis.values().size();
    }
    return size;
  }

  /** All points, the last axis changing fastest. */
  List<List<Coordinate>> points() {
    List<List<Coordinate>> points = List.of(List.of());
    for (Axis axis : product) {
      points = times(points, choices(List.of(axis)));
    }
    return steps.isEmpty() ? points : times(points, choices(steps));
  }

  private static List<List<Coordinate>> choices(List<Axis> inStep) {
    return IntStream.range(0, inStep.get(0).values().size())
        .mapToObj(
            i ->
                inStep.stream()
                    .map(a -> new Coordinate(a.path(), a.location(), a.values().get(i)))
                    .toList())
        .toList();
  }

  private static List<List<Coordinate>> times(
      List<List<Coordinate>> slow, List<List<Coordinate>> fast) {
    List<List<Coordinate>> product = new ArrayList<>();
    for (List<Coordinate> first : slow) {
      for (List<Coordinate> second : fast) {
        List<Coordinate> point = new ArrayList<>(first);
        point.addAll(second);
        product.add(List.copyOf(point));
      }
    }
    return product;
  }
}
