package org.ablate.experiment;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.ablate.document.Location;
import org.ablate.document.Mapping;
import org.ablate.document.Mapping.Entry;
import org.ablate.document.NearestName;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.document.Scalar;

/** Expands a sweep: each variant at each point of its axes and of those that all variants have. */
final class Expansion {
  /** The name of the variant of an experiment that states none. */
  private static final String BASE = "base";

  private static final List<String> KEYS =
      Stream.concat(Section.ALL.stream(), Grid.KEYS.stream()).toList();

  /** What the file states under a name, before axes. */
  private record Stated(Entry entry, Delta delta, Grid grid) {
    String name() {
      return entry.key();
    }
  }

  private final Mapping root;
  private final Delta options;
  private final Grid tuned;
  private final Problems problems;

  /**
   * Prepares the expansion.
   *
   * @param options what is laid over every variation
   * @param tuned what is tried for every variation
   */
  Expansion(Mapping root, Delta options, Grid tuned, Problems problems) {
    this.root = root;
    this.options = options;
    this.tuned = tuned;
    this.problems = problems;
  }

  /**
   * All variations in their order.
   *
   * @param limit how many there may be
   */
  List<Variation> variations(int limit) {
    Grid common = Grid.read(root, problems);
    common.refuseOverlap(tuned.axes(), problems);
    List<Stated> variants = variants();
    variants.forEach(variant -> check(variant, common));
    double count = variants.stream().mapToDouble(v -> v.grid().size() * common.size()).sum();
    if (count > limit) {
      problems.add(
          root.location(),
          String.format(
              Locale.ROOT,
              "the sweep expands to %,.0f variants, more than its limit of %,d; leave some out, or raise 'limit'",
              count,
              limit));
      return List.of();
    }
    PointName names = PointName.of(paths(common, variants));
    boolean single = variants.size() == 1 && root.get(ExperimentFile.VARIANTS).isEmpty();
    List<Variation> variations = new ArrayList<>();
    for (Stated variant : variants) {
      for (List<Coordinate> own : variant.grid().points()) {
        for (List<Coordinate> shared : common.points()) {
          List<Coordinate> point = new ArrayList<>(own);
          point.addAll(shared);
          variations.add(variation(variant, point, names.of(point), single));
        }
      }
    }
    return variations;
  }

  private static Set<String> paths(Grid common, List<Stated> variants) {
    Set<String> paths = new LinkedHashSet<>();
    common.axes().forEach(axis -> paths.add(axis.path()));
    variants.forEach(v -> v.grid().axes().forEach(axis -> paths.add(axis.path())));
    return paths;
  }

  private Variation variation(
      Stated variant, List<Coordinate> point, String pointName, boolean single) {
    String name =
        pointName.isEmpty()
            ? variant.name()
            : single ? pointName : variant.name() + "," + pointName;
    Location location = variant.entry().location();
    if (single && !point.isEmpty()) {
      location = point.get(0).location();
    }
    try {
      Header.requireVariantName(name);
    } catch (IllegalArgumentException e) {
      problems.add(location, e.getMessage());
    }
    List<Delta> changes = new ArrayList<>(List.of(variant.delta()));
    point.forEach(at -> changes.add(at.delta()));
    return new Variation(name, variant.name(), location, List.copyOf(changes));
  }

  private List<Stated> variants() {
    Node variants = root.get(ExperimentFile.VARIANTS).orElse(new Scalar(root.location(), null));
    if (variants instanceof Scalar scalar && scalar.isNull()) {
      Entry base = new Entry(variants.location(), BASE, variants);
      return List.of(new Stated(base, Delta.none(), Grid.NONE));
    }
    if (!(variants instanceof Mapping named) || named.entries().isEmpty()) {
      problems.add(
          variants.location(),
          "'variants' must be a mapping from at least one name to what the variant changes");
      return List.of();
    }
    return named.entries().stream().map(this::stated).toList();
  }

  private Stated stated(Entry entry) {
    if (entry.value() instanceof Mapping changes) {
      for (Entry section : changes.entries()) {
        if (!KEYS.contains(section.key())) {
          problems.add(section.location(), NearestName.unknown("key", section.key(), KEYS));
        }
      }
      Mapping delta = changes.without(Grid.GRID).without(Grid.ZIP);
      return new Stated(entry, new Delta(delta), Grid.read(changes, problems));
    }
    if (!(entry.value() instanceof Scalar scalar && scalar.isNull())) {
      problems.add(
          entry.value().location(),
          "variant '%s' must be a mapping of what it changes, such as {model.attention: linear}"
              .formatted(entry.key()));
    }
    return new Stated(entry, Delta.none(), Grid.NONE);
  }

  /** Whatever would have no effect because something else is laid over it is refused. */
  private void check(Stated variant, Grid common) {
    List<Axis> others = new ArrayList<>(common.axes());
    others.addAll(tuned.axes());
    variant.grid().refuseOverlap(others, problems);
    others.addAll(variant.grid().axes());
    for (Axis axis : others) {
      variant
          .delta()
          .get(axis.path())
          .ifPresent(
              node ->
                  problems.add(
                      node.location(),
                      "'%s' in variant '%s' would have no effect: it is an axis at %s"
                          .formatted(axis.path(), variant.name(), axis.location())));
      options
          .get(axis.path())
          .ifPresent(
              node ->
                  problems.add(
                      node.location(),
                      "'%s' is an axis at %s; to run one value of it, set %s=[%s]"
                          .formatted(
                              axis.path(),
                              axis.location(),
                              axisPath(axis, variant, common),
                              PointName.text(node))));
    }
  }

  private String axisPath(Axis axis, Stated variant, Grid common) {
    if (common.product().contains(axis)) {
      return Grid.GRID + "." + axis.path();
    }
    if (common.steps().contains(axis)) {
      return Grid.ZIP + "." + axis.path();
    }
    if (tuned.product().contains(axis)) {
      return TuneSection.TUNE + "." + axis.path();
    }
    String key = variant.grid().product().contains(axis) ? Grid.GRID : Grid.ZIP;
    return "variants.%s.%s.%s".formatted(variant.name(), key, axis.path());
  }
}
