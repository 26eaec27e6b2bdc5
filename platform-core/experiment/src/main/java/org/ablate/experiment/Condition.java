package org.ablate.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.document.Location;
import org.ablate.document.Mapping;
import org.ablate.document.Mapping.Entry;
import org.ablate.document.NearestName;
import org.ablate.document.Node;
import org.ablate.document.Scalar;
import org.ablate.document.Sequence;

/**
 * What settings must be, such as {@code {variant: full, model.d_model: 64}}; a list of values means
 * any of them.
 *
 * @param location where it is written
 * @param expected values by path, in their order
 */
record Condition(Location location, Map<String, Entry> expected) {
  /** Stands for the name of a variant of the file. */
  static final String VARIANT = "variant";

  static Condition of(Mapping written) {
    Map<String, Entry> expected = new java.util.LinkedHashMap<>();
    written.entries().forEach(entry -> flatten(entry.key(), entry, expected));
    return new Condition(written.location(), expected);
  }

  private static void flatten(String path, Entry entry, Map<String, Entry> into) {
    if (entry.value() instanceof Mapping inner) {
      inner.entries().forEach(e -> flatten(path + "." + e.key(), e, into));
    } else {
      into.put(path, entry);
    }
  }

  /** Whether a variation fulfils it, with all settings that it has. */
  boolean holds(Variation variation, Mapping settings) {
    return expected.entrySet().stream()
        .allMatch(
            entry ->
                find(entry.getKey(), variation, settings)
                    .filter(found -> isAnyOf(found, entry.getValue().value()))
                    .isPresent());
  }

  /** What is wrong with a path that leads to nothing in any of the settings. */
  Optional<Entry> unknown(Map<Variation, Mapping> settings) {
    return expected.entrySet().stream()
        .filter(
            entry ->
                settings.entrySet().stream()
                    .noneMatch(s -> find(entry.getKey(), s.getKey(), s.getValue()).isPresent()))
        .map(entry -> new Entry(entry.getValue().location(), entry.getKey(), null))
        .findFirst();
  }

  /** The message for a path that leads to nothing. */
  static String unknownSetting(String path, Mapping settings) {
    Map<String, Entry> known = new java.util.LinkedHashMap<>();
    settings.entries().forEach(entry -> flatten(entry.key(), entry, known));
    List<String> paths = List.copyOf(known.keySet());
    return "no run has a setting '%s'%s"
        .formatted(
            path,
            NearestName.of(path, paths).map(name -> "; did you mean '" + name + "'?").orElse(""));
  }

  private static Optional<Node> find(String path, Variation variation, Mapping settings) {
    if (path.equals(VARIANT)) {
      return Optional.of(new Scalar(variation.location(), variation.variant()));
    }
    return new Delta(settings).get(path);
  }

  private static boolean isAnyOf(Node found, Node expected) {
    return expected instanceof Sequence any
        ? any.items().stream().anyMatch(item -> isSame(found, item))
        : isSame(found, expected);
  }

  private static boolean isSame(Node found, Node expected) {
    Object value =
        found instanceof Mapping component
            ? component.get(Delta.NAME).map(Node::toJava).orElse(null)
            : found.toJava();
    if (value instanceof Number a && expected.toJava() instanceof Number b) {
      return a.doubleValue() == b.doubleValue();
    }
    return java.util.Objects.equals(value, expected.toJava());
  }
}
