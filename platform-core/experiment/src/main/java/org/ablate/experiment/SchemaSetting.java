package org.ablate.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ablate.document.Mapping;
import org.ablate.document.SettingsSchema;

/**
 * A setting as the schema of experiment files has it.
 *
 * @param key its own, without those around it
 * @param value the schema of its value
 * @param inner the settings inside it, which paths lead to
 */
record SchemaSetting(String key, Mapping value, List<SchemaSetting> inner) {

  SchemaSetting {
    inner = List.copyOf(inner);
  }

  /** The settings of a record, whose values have the defaults of an instance. */
  static List<SchemaSetting> of(Record defaults) {
    return of(SettingsSchema.of(defaults));
  }

  private static List<SchemaSetting> of(Mapping schema) {
    List<SchemaSetting> settings = new ArrayList<>();
    if (schema.get("properties").orElse(Mapping.empty()) instanceof Mapping properties) {
      for (Mapping.Entry property : properties.entries()) {
        Mapping value = (Mapping) property.value();
        List<SchemaSetting> inner = of(value);
        settings.add(
            new SchemaSetting(
                property.key(),
                inner.isEmpty() ? value : value.with("properties", properties(inner)),
                inner));
      }
    }
    return settings;
  }

  /** A mapping of settings, each by its key or its path. */
  static Mapping mapping(List<SchemaSetting> settings) {
    return Mapping.empty()
        .with("type", List.of("object", "null"))
        .with("properties", properties(settings))
        .with("additionalProperties", false);
  }

  static Mapping properties(List<SchemaSetting> settings) {
    Mapping properties = Mapping.empty();
    for (Map.Entry<String, SchemaSetting> setting : byPath(settings).entrySet()) {
      properties = properties.with(setting.getKey(), setting.getValue().value());
    }
    return properties;
  }

  /** Lists of values for settings, each by its key or its path. */
  static Mapping axes(List<SchemaSetting> settings) {
    Mapping axes = Mapping.empty();
    for (Map.Entry<String, SchemaSetting> setting : byPath(settings).entrySet()) {
      axes = axes.with(setting.getKey(), setting.getValue().axis());
    }
    return axes;
  }

  private Mapping axis() {
    Mapping list =
        Mapping.empty()
            .with("type", "array")
            .with("items", value)
            .with("minItems", 1)
            .with("uniqueItems", true);
    if (inner.isEmpty()) {
      return list;
    }
    Mapping within =
        Mapping.empty()
            .with("type", "object")
            .with("properties", axes(inner))
            .with("additionalProperties", false);
    return Mapping.empty().with("anyOf", List.of(list, within));
  }

  /** Settings and those inside them. */
  static Map<String, SchemaSetting> byPath(List<SchemaSetting> settings) {
    Map<String, SchemaSetting> byPath = new LinkedHashMap<>();
    for (SchemaSetting setting : settings) {
      byPath.put(setting.key(), setting);
      byPath(setting.inner())
          .forEach((path, inner) -> byPath.put(setting.key() + "." + path, inner));
    }
    return byPath;
  }

  /** Settings of several records, where those of the same key need not mean the same. */
  static List<SchemaSetting> united(List<SchemaSetting> all) {
    Map<String, List<SchemaSetting>> byKey = new LinkedHashMap<>();
    all.forEach(s -> byKey.computeIfAbsent(s.key(), key -> new ArrayList<>()).add(s));
    List<SchemaSetting> united = new ArrayList<>();
    byKey.forEach(
        (key, same) -> {
          Set<Map<String, Object>> values = new LinkedHashSet<>();
          same.forEach(setting -> values.add(setting.value().toJava()));
          Mapping value =
              values.size() == 1 ? same.get(0).value() : Mapping.empty().with("anyOf", values);
          List<SchemaSetting> inner = same.stream().flatMap(s -> s.inner().stream()).toList();
          united.add(new SchemaSetting(key, value, united(inner)));
        });
    return united;
  }
}
