package org.ablate.document;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A record type as settings: its components in snake_case, read and constructed by plain
 * reflection. Nothing is cached, so that a plugin's classes can be unloaded.
 */
record RecordType(Class<? extends Record> type, List<Component> components) {

  /** One component, which is a setting unless it is fixed. */
  record Component(String key, Type type, RecordComponent component) {
    boolean isSetting() {
      return !component.isAnnotationPresent(Fixed.class);
    }
  }

  /**
   * Looks into a record type.
   *
   * @throws IllegalArgumentException if the type is not accessible
   */
  static RecordType of(Class<? extends Record> type) {
    requireAccessible(type);
    List<Component> components =
        Stream.of(type.getRecordComponents())
            .map(c -> new Component(Names.snakeCase(c.getName()), c.getGenericType(), c))
            .toList();
    return new RecordType(type, components);
  }

  private static void requireAccessible(Class<?> type) {
    for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
      if (!Modifier.isPublic(outer.getModifiers())) {
        throw new IllegalArgumentException(
            "settings must be public records, but %s is not public".formatted(outer.getName()));
      }
    }
    Module reader = RecordType.class.getModule();
    if (!type.getModule().isExported(type.getPackageName(), reader)) {
      throw new IllegalArgumentException(
          "settings must be in an exported package, but the module %s does not export %s, where %s is"
              .formatted(type.getModule().getName(), type.getPackageName(), type.getSimpleName()));
    }
  }

  List<Component> settings() {
    return components.stream().filter(Component::isSetting).toList();
  }

  List<String> keys() {
    return settings().stream().map(Component::key).toList();
  }

  /** The value of one setting. */
  Object get(Component component, Record settings) {
    try {
      return component.component().getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "%s.%s cannot be read".formatted(type.getName(), component.component().getName()), e);
    }
  }

  /** All settings with their values. */
  Mapping write(Record settings) {
    List<Mapping.Entry> entries = new ArrayList<>();
    for (Component component : settings()) {
      Node value = written(component, get(component, settings));
      entries.add(new Mapping.Entry(Location.COMPUTED, component.key(), value));
    }
    return new Mapping(Location.COMPUTED, entries);
  }

  /** A value; of one that was chosen among several, with its name. */
  private static Node written(Component component, Object value) {
    Node node = Conversion.toNode(value);
    if (!Choices.isChoice(component.component().getType()) || !(node instanceof Mapping mapping)) {
      return node;
    }
    Mapping named = Mapping.empty().with(Choices.NAME, Choices.name(value.getClass()));
    for (Mapping.Entry entry : mapping.entries()) {
      named = named.with(entry);
    }
    return named;
  }

  /**
   * Calls the canonical constructor.
   *
   * @throws IllegalArgumentException what the constructor says about its arguments
   * @throws IllegalStateException if the constructor fails in any other way
   */
  Record construct(List<Object> arguments) {
    Class<?>[] types =
        components.stream().map(c -> c.component().getType()).toArray(Class<?>[]::new);
    try {
      Constructor<? extends Record> constructor = type.getConstructor(types);
      return constructor.newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw refusal;
      }
      throw new IllegalStateException(
          "the constructor of %s failed: %s".formatted(type.getName(), e.getCause()), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " cannot be constructed", e);
    }
  }
}
