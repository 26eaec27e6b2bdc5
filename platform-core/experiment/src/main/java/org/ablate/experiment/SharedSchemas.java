package org.ablate.experiment;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ablate.document.Json;
import org.ablate.document.Mapping;

/**
 * A JSON Schema in which what is said more than once is said under {@code $defs}, and referred to.
 * What it accepts stays the same, and so do references to what it defines.
 */
final class SharedSchemas {
  private static final String DEFINITIONS = "$defs";

  /** The keywords whose value is a schema, or a list of schemas. */
  private static final Set<String> OF_SCHEMAS =
      Set.of("items", "additionalProperties", "anyOf", "oneOf", "allOf", "if", "then", "not");

  /** The keywords whose value has a schema for each name. */
  private static final Set<String> BY_NAME = Set.of("properties", DEFINITIONS);

  /** About as many characters as a reference has. */
  private static final int SHORTEST = 60;

  /** From the nearest name and a schema to what takes its place. */
  private interface Change {
    Object of(String name, Map<?, ?> schema);
  }

  private final Map<Map<?, ?>, Integer> occurrences = new HashMap<>();
  private final Map<Map<?, ?>, String> names = new HashMap<>();
  private final Map<String, Object> definitions = new LinkedHashMap<>();

  private SharedSchemas() {}

  /** The same schema, with what comes more than once in it shared. */
  static Mapping of(Mapping schema) {
    SharedSchemas shared = new SharedSchemas();
    inside("", schema.toJava(), shared::count);
    Map<?, ?> plain = (Map<?, ?>) schema.toJava().get(DEFINITIONS);
    Map<String, Object> all = byName(plain, (name, one) -> inside(name, one, shared::share));
    Mapping result = Mapping.empty();
    for (Map.Entry<String, Object> keyword :
        inside("", schema.without(DEFINITIONS).toJava(), shared::share).entrySet()) {
      result = result.with(keyword.getKey(), keyword.getValue());
    }
    all.putAll(shared.definitions);
    return result.with(DEFINITIONS, all);
  }

  /** What is inside one that was met before was counted then. */
  private Object count(String name, Map<?, ?> schema) {
    if (occurrences.merge(schema, 1, Integer::sum) == 1) {
      inside(name, schema, this::count);
    }
    return schema;
  }

  /** A reference where there are several of it, which are named after the first one. */
  private Object share(String name, Map<?, ?> schema) {
    if (occurrences.get(schema) == 1 || length(schema) < SHORTEST) {
      return inside(name, schema, this::share);
    }
    String known = names.get(schema);
    if (known == null) {
      known = unused("setting." + name.substring(name.lastIndexOf('.') + 1));
      names.put(schema, known);
      definitions.put(known, Map.of()); // the place before those inside it
      definitions.put(known, inside(name, schema, this::share));
    }
    return Map.of("$ref", "#/$defs/" + known);
  }

  private static int length(Map<?, ?> schema) {
    return Json.write(Mapping.empty().with("schema", schema)).length();
  }

  private String unused(String name) {
    String unused = name;
    for (int i = 2; definitions.containsKey(unused); i++) {
      unused = name + "." + i;
    }
    return unused;
  }

  /** A schema with others in place of those in it. */
  private static Map<String, Object> inside(String name, Map<?, ?> schema, Change change) {
    Map<String, Object> changed = new LinkedHashMap<>();
    schema.forEach(
        (keyword, value) -> changed.put((String) keyword, changed(name, keyword, value, change)));
    return changed;
  }

  private static Object changed(String name, Object keyword, Object value, Change change) {
    if (BY_NAME.contains(keyword)) {
      return byName((Map<?, ?>) value, change);
    }
    if (OF_SCHEMAS.contains(keyword) && value instanceof Map<?, ?> schema) {
      return change.of(name, schema);
    }
    if (OF_SCHEMAS.contains(keyword) && value instanceof List<?> schemas) {
      return schemas.stream().map(schema -> change.of(name, (Map<?, ?>) schema)).toList();
    }
    return value;
  }

  private static Map<String, Object> byName(Map<?, ?> schemas, Change change) {
    Map<String, Object> changed = new LinkedHashMap<>();
    schemas.forEach(
        (name, schema) -> changed.put((String) name, change.of((String) name, (Map<?, ?>) schema)));
    return changed;
  }
}
