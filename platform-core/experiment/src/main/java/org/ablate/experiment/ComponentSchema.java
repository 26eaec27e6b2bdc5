package org.ablate.experiment;

import java.util.ArrayList;
import java.util.List;
import org.ablate.component.Definitions;
import org.ablate.document.Mapping;
import org.ablate.document.RecordText;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Variant;
import org.ablate.plugin.installed.Variants;

/** The schema of a component: a name, or a mapping with a name and the settings of that variant. */
record ComponentSchema(Kind kind, Variants installed) {

  /** A setting whose value is a component, described once under {@code $defs}. */
  SchemaSetting setting(String key) {
    Mapping reference = Mapping.empty().with("$ref", "#/$defs/" + kind.key());
    return new SchemaSetting(key, reference, inner());
  }

  /** The name, and the settings that components of the kind have. */
  private List<SchemaSetting> inner() {
    List<SchemaSetting> all = new ArrayList<>(List.of(name()));
    variants().forEach(variant -> all.addAll(settings(variant)));
    return SchemaSetting.united(all);
  }

  private static List<SchemaSetting> settings(Variant variant) {
    try {
      return SchemaSetting.of((Record) variant.defaults());
    } catch (IllegalArgumentException e) {
      return List.of(); // A plugin's fault, which is told when the component is composed.
    }
  }

  /** The newest variant of each name. */
  private List<Variant> variants() {
    return installed.names(kind).stream()
        .map(name -> installed.find(kind, name).orElseThrow().variant())
        .toList();
  }

  private SchemaSetting name() {
    Mapping reference = Mapping.empty().with("$ref", "#/$defs/" + nameKey());
    return new SchemaSetting(Delta.NAME, reference, List.of());
  }

  private String nameKey() {
    return kind.key() + "." + Delta.NAME;
  }

  /** What is described once under {@code $defs}. */
  Mapping definitions() {
    return Mapping.empty().with(kind.key(), value()).with(nameKey(), names());
  }

  /** Each name with what it stands for, and any of them with a version. */
  private Mapping names() {
    List<Mapping> names = new ArrayList<>();
    for (Variant variant : variants()) {
      names.add(
          Mapping.empty().with("const", variant.name()).with("description", description(variant)));
    }
    String known = String.join("|", installed.names(kind));
    names.add(Mapping.empty().with("pattern", "^(%s)@[0-9]".formatted(known)));
    if (kind == Kind.ATTENTION) {
      names.add(Mapping.empty().with("pattern", "^" + Definitions.OWN)); // the file's own
    }
    return Mapping.empty().with("type", "string").with("anyOf", names);
  }

  private static String description(Variant variant) {
    String sentence = RecordText.of(((Record) variant.defaults()).getClass()).firstSentence();
    boolean both = !variant.summary().isEmpty() && !sentence.isEmpty();
    return variant.summary() + (both ? ": " : "") + sentence;
  }

  /** What may be written under the key of the kind. */
  private Mapping value() {
    Mapping none = Mapping.empty().with("type", "null");
    return Mapping.empty().with("anyOf", List.of(name().value(), withSettings(), none));
  }

  /** A variant's own settings where it is named, else those that any variant has. */
  private Mapping withSettings() {
    List<Mapping> cases = new ArrayList<>();
    for (Variant variant : variants()) {
      List<SchemaSetting> all = new ArrayList<>(List.of(name()));
      all.addAll(settings(variant));
      cases.add(when(named(variant.name()), SchemaSetting.mapping(all)));
    }
    Mapping unnamed =
        Mapping.empty().with("not", Mapping.empty().with("required", List.of(Delta.NAME)));
    cases.add(when(unnamed, SchemaSetting.mapping(inner())));
    return Mapping.empty()
        .with("type", "object")
        .with("properties", Mapping.empty().with(Delta.NAME, name().value()))
        .with("allOf", cases);
  }

  private static Mapping named(String name) {
    Mapping constant = Mapping.empty().with("const", name);
    return Mapping.empty()
        .with("properties", Mapping.empty().with(Delta.NAME, constant))
        .with("required", List.of(Delta.NAME));
  }

  private static Mapping when(Mapping condition, Mapping then) {
    return Mapping.empty().with("if", condition).with("then", then);
  }
}
