package org.ablate.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ablate.document.Mapping;
import org.ablate.document.NearestName;
import org.ablate.document.Node;
import org.ablate.document.Problems;

/** Finds the variation that the others are compared with: by its name, or as a point of a grid. */
record Baseline(Map<Variation, Mapping> settings, Problems problems) {
  private static final int NAMED = 3;

  /** The name of the variation; empty if none is stated, or the one that is cannot be found. */
  Optional<String> find(Node written) {
    return written instanceof Mapping point ? at(point) : named(written);
  }

  private Optional<String> at(Mapping point) {
    Condition condition = Condition.of(point);
    var unknown = condition.unknown(settings);
    if (unknown.isPresent()) {
      problems.add(
          unknown.get().location(),
          Condition.unknownSetting(unknown.get().key(), settings.values().iterator().next()));
      return Optional.empty();
    }
    return only(
        point,
        "the baseline",
        settings.entrySet().stream()
            .filter(entry -> condition.holds(entry.getKey(), entry.getValue()))
            .map(entry -> entry.getKey().name())
            .toList());
  }

  private Optional<String> named(Node written) {
    if (written.toJava() == null) {
      return Optional.empty();
    }
    if (!(written.toJava() instanceof String name)) {
      problems.add(
          written.location(),
          "'baseline' must be the name of a variant, or a mapping from settings to values");
      return Optional.empty();
    }
    List<String> names = settings.keySet().stream().map(Variation::name).toList();
    if (names.contains(name)) {
      return Optional.of(name);
    }
    List<String> points =
        settings.keySet().stream()
            .filter(variation -> variation.variant().equals(name))
            .map(Variation::name)
            .toList();
    if (points.isEmpty()) {
      problems.add(written.location(), NearestName.unknown("variant", name, names));
      return Optional.empty();
    }
    return only(written, "the baseline '" + name + "'", points);
  }

  private Optional<String> only(Node written, String what, List<String> names) {
    if (names.isEmpty()) {
      problems.add(written.location(), what + " is none of the variants: no run is like that");
    } else if (names.size() > 1) {
      String some =
          names.stream().limit(NAMED).map(n -> "'" + n + "'").collect(Collectors.joining(", "));
      problems.add(
          written.location(),
          "%s is %d variants (%s%s); state more of it, such as {variant: full, model.d_model: 64}"
              .formatted(what, names.size(), some, names.size() > NAMED ? ", …" : ""));
    }
    return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
  }
}
