package org.ablate.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The records that a sealed interface permits, by the names that settings call them: those of the
 * classes in lower case. Each has its defaults in a public constant {@code DEFAULTS}.
 */
final class Choices {
  /** The key that says which one is chosen. */
  static final String NAME = "name";

  private Choices() {}

  static boolean isChoice(Class<?> type) {
    return type.isSealed() && type.isInterface();
  }

  static Map<String, Class<? extends Record>> of(Class<?> type) {
    Map<String, Class<? extends Record>> records = new LinkedHashMap<>();
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      records.put(name(permitted), permitted.asSubclass(Record.class));
    }
    return records;
  }

  static String name(Class<?> chosen) {
    return chosen.getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** The settings of a choice where nothing else is stated. */
  static Record defaults(Class<? extends Record> chosen) {
    try {
      return (Record) chosen.getField("DEFAULTS").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "%s needs a public constant DEFAULTS".formatted(chosen.getName()), e);
    }
  }

  static List<String> names(Class<?> type) {
    return List.copyOf(of(type).keySet());
  }
}
