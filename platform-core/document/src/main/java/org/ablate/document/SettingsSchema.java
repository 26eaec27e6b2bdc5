package org.ablate.document;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@link Settings} takes for a record, as JSON Schema (draft 2020-12): types, defaults, what
 * their author says of them, and the ranges that the record's constructor allows.
 */
public final class SettingsSchema {
  /** Numbers with digits in groups, which other readers of YAML take for text. */
  private static final String GROUPED = "^[-+]?[0-9]+(_[0-9]+)+$";

  private SettingsSchema() {}

  /**
   * The schema of a mapping that is laid over defaults.
   *
   * @throws IllegalArgumentException if the record or one of its components is of an unsupported
   *     type
   */
  public static Mapping of(Record defaults) {
    return record(defaults.getClass(), Optional.of(defaults));
  }

  private static Mapping record(Class<? extends Record> type, Optional<Record> defaults) {
    RecordType settings = RecordType.of(type);
    RecordText text = RecordText.of(type);
    Mapping properties = Mapping.empty();
    List<String> required = new ArrayList<>();
    for (RecordType.Component component : settings.settings()) {
      Optional<Object> standard = defaults.map(record -> settings.get(component, record));
      Mapping schema = Mapping.empty();
      String explanation = text.settings().getOrDefault(component.key(), "");
      if (!explanation.isEmpty()) {
        schema = schema.with("description", explanation);
      }
      schema = all(schema, value(component.key(), component.type(), standard));
      if (defaults.isPresent()) {
        schema = all(schema, AllowedNumbers.of(settings, component, defaults.get()));
        schema = withDefault(schema, standard.orElseThrow());
      } else if (component.component().getType() != Optional.class) {
        required.add(component.key());
      }
      properties = properties.with(component.key(), schema);
    }
    Mapping schema = Mapping.empty().with("type", "object").with("properties", properties);
    if (!required.isEmpty()) {
      schema = schema.with("required", required);
    }
    return schema.with("additionalProperties", false);
  }

  /** A record's own settings have their defaults themselves. */
  private static Mapping withDefault(Mapping schema, Object standard) {
    return standard instanceof Record || standard.equals(Optional.empty())
        ? schema
        : schema.with("default", standard);
  }

  private static Mapping value(String key, Type type, Optional<Object> standard) {
    if (type instanceof ParameterizedType generic) {
      Type argument = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == List.class) {
        return Mapping.empty()
            .with("type", "array")
            .with("items", value(key, argument, Optional.empty()));
      }
      if (generic.getRawType() == Optional.class) {
        Optional<Object> inner = standard.flatMap(value -> (Optional<?>) value);
        Mapping none = Mapping.empty().with("type", "null");
        return Mapping.empty().with("anyOf", List.of(value(key, argument, inner), none));
      }
    }
    return type instanceof Class<?> raw ? single(key, raw, standard) : refuse(key, type);
  }

  private static Mapping single(String key, Class<?> raw, Optional<Object> standard) {
    if (raw.isRecord()) {
      return record(raw.asSubclass(Record.class), standard.map(Record.class::cast));
    }
    if (Choices.isChoice(raw)) {
      return choice(raw);
    }
    if (raw.isEnum()) {
      List<String> names =
          Stream.of(raw.getEnumConstants())
              .map(constant -> Names.kebabCase(((Enum<?>) constant).name()))
              .toList();
      return Mapping.empty().with("enum", names);
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return Mapping.empty().with("type", "boolean");
    }
    if (raw == String.class) {
      return Mapping.empty().with("type", "string");
    }
    if (raw == double.class || raw == Double.class) {
      return number("number");
    }
    boolean whole =
        raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class;
    return whole ? number("integer") : refuse(key, raw);
  }

  /** A name, and the settings that any of the records has. */
  private static Mapping choice(Class<?> type) {
    Mapping names = Mapping.empty().with("enum", Choices.names(type));
    Mapping properties = Mapping.empty().with(Choices.NAME, names);
    for (Class<? extends Record> record : Choices.of(type).values()) {
      Mapping own = record(record, Optional.of(Choices.defaults(record)));
      for (Mapping.Entry entry : ((Mapping) own.get("properties").orElseThrow()).entries()) {
        // Its default depends on the name.
        Mapping schema = ((Mapping) entry.value()).without("default").without("description");
        properties = properties.with(entry.key(), schema);
      }
    }
    return Mapping.empty()
        .with("type", List.of("object", "string"))
        .with("properties", properties)
        .with("additionalProperties", false);
  }

  private static Mapping number(String type) {
    return Mapping.empty().with("type", List.of(type, "string")).with("pattern", GROUPED);
  }

  private static Mapping refuse(String key, Type type) {
    throw SettingsReader.unsupported("'" + key + "'", type);
  }

  private static Mapping all(Mapping schema, Mapping more) {
    Mapping all = schema;
    for (Mapping.Entry entry : more.entries()) {
      all = all.with(entry);
    }
    return all;
  }
}
