package org.ablate.document;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether settings have types that documents can hold, before anybody writes one. */
final class SettingTypes {
  private static final Set<Class<?>> SCALARS =
      Set.of(
          int.class,
          Integer.class,
          long.class,
          Long.class,
          double.class,
          Double.class,
          boolean.class,
          Boolean.class,
          String.class);

  /** A record may hold others of its own type. */
  private final Set<Class<?>> seen = new HashSet<>();

  void require(Class<? extends Record> type) {
    if (seen.add(type)) {
      RecordType.of(type).settings().forEach(setting -> require(setting.key(), setting.type()));
    }
  }

  private void require(String key, Type type) {
    if (type instanceof ParameterizedType generic
        && (generic.getRawType() == List.class || generic.getRawType() == Optional.class)) {
      require(key, generic.getActualTypeArguments()[0]);
    } else if (type instanceof Class<?> raw && raw.isRecord()) {
      require(raw.asSubclass(Record.class));
    } else if (type instanceof Class<?> raw && Choices.isChoice(raw)) {
      Choices.of(raw).values().forEach(this::require);
    } else if (!(type instanceof Class<?> raw && (raw.isEnum() || SCALARS.contains(raw)))) {
      throw SettingsReader.unsupported("'" + key + "'", type);
    }
  }
}
