package org.ablate.document;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads nodes as values of Java types. Every method answers empty where it has noted a problem. */
final class SettingsReader {
  private static final String TEXT = "text";

  private final Problems problems;

  SettingsReader(Problems problems) {
    this.problems = problems;
  }

  /** A record from a mapping, over defaults, which may be null, and beside keys of others. */
  Optional<Record> record(
      Class<? extends Record> type, Mapping mapping, Record defaults, List<String> otherKeys) {
    RecordType settings = RecordType.of(type);
    Map<String, Object> given = new LinkedHashMap<>();
    int before = problems.count();
    for (RecordType.Component component : settings.settings()) {
      Object standard = defaults == null ? null : settings.get(component, defaults);
      Optional<Node> node = mapping.get(component.key());
      if (node.isPresent()) {
        value("'" + component.key() + "'", component.type(), node.get(), standard)
            .ifPresent(value -> given.put(component.key(), value));
      } else if (defaults == null && component.component().getType() == Optional.class) {
        given.put(component.key(), Optional.empty());
      } else if (defaults == null) {
        problems.add(mapping.location(), "the key '" + component.key() + "' is missing");
      }
    }
    List<String> known = Stream.concat(settings.keys().stream(), otherKeys.stream()).toList();
    for (Mapping.Entry entry : mapping.entries()) {
      if (!known.contains(entry.key())) {
        problems.add(entry.location(), NearestName.unknown("key", entry.key(), known));
      }
    }
    if (defaults == null && problems.count() > before) {
      return Optional.empty();
    }
    return construct(settings, mapping, given, defaults);
  }

  /**
   * Constructs the record. Where the constructor refuses one given value whatever the others are,
   * that value is blamed, and the search goes on without it.
   */
  private Optional<Record> construct(
      RecordType settings, Mapping mapping, Map<String, Object> given, Record defaults) {
    try {
      return Optional.of(settings.construct(arguments(settings, given, defaults)));
    } catch (IllegalArgumentException refusal) {
      List<String> blamed =
          given.keySet().stream()
              .filter(key -> refusesAlone(settings, key, given.get(key), defaults, refusal))
              .toList();
      if (blamed.size() != 1) {
        problems.add(mapping.location(), refusal.getMessage());
        return Optional.empty();
      }
      String key = blamed.get(0);
      problems.add(mapping.get(key).orElseThrow().location(), refusal.getMessage());
      Map<String, Object> rest = new LinkedHashMap<>(given);
      rest.remove(key);
      construct(settings, mapping, rest, defaults);
      return Optional.empty();
    }
  }

  private static boolean refusesAlone(
      RecordType settings,
      String key,
      Object value,
      Record defaults,
      IllegalArgumentException refusal) {
    if (defaults == null) {
      return false;
    }
    try {
      settings.construct(arguments(settings, Map.of(key, value), defaults));
      return false;
    } catch (IllegalArgumentException alone) {
      return String.valueOf(alone.getMessage()).equals(refusal.getMessage());
    }
  }

  private static List<Object> arguments(
      RecordType settings, Map<String, Object> given, Record defaults) {
    List<Object> arguments = new ArrayList<>();
    for (RecordType.Component component : settings.components()) {
      arguments.add(
          given.containsKey(component.key())
              ? given.get(component.key())
              : settings.get(component, defaults));
    }
    return arguments;
  }

  /**
   * A value of a component's type.
   *
   * @param what how messages call the value
   * @param standard the default's value, which may be null
   */
  private Optional<Object> value(String what, Type type, Node node, Object standard) {
    if (type instanceof ParameterizedType generic) {
      Type argument = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == List.class) {
        return list(what, argument, node);
      }
      if (generic.getRawType() == Optional.class) {
        return optional(what, argument, node, standard);
      }
    }
    if (type instanceof Class<?> raw) {
      if (raw.isRecord()) {
        return nested(what, raw.asSubclass(Record.class), node, (Record) standard);
      }
      if (raw.isEnum()) {
        return constant(what, raw, node);
      }
      if (Choices.isChoice(raw)) {
        return choice(what, raw, node, (Record) standard);
      }
      return scalar(what, raw, node);
    }
    throw unsupported(what, type);
  }

  private Optional<Object> list(String what, Type itemType, Node node) {
    if (!(node instanceof Sequence sequence)) {
      return refuse(what, "a list such as [a, b]", node);
    }
    List<Object> values = new ArrayList<>();
    for (Node item : sequence.items()) {
      // Not formatted: lists may hold millions of numbers.
      String which = "item " + (values.size() + 1) + " of " + what;
      Optional<Object> value = value(which, itemType, item, null);
      values.add(value.orElse(null));
    }
    return values.contains(null) ? Optional.empty() : Optional.of(List.copyOf(values));
  }

  private Optional<Object> optional(String what, Type valueType, Node node, Object standard) {
    if (node instanceof Scalar scalar && scalar.isNull()) {
      return Optional.of(Optional.empty());
    }
    Object inner = standard == null ? null : ((Optional<?>) standard).orElse(null);
    return value(what, valueType, node, inner).map(Optional::of);
  }

  private Optional<Object> nested(
      String what, Class<? extends Record> type, Node node, Record defaults) {
    if (!(node instanceof Mapping mapping)) {
      return refuse(what, mappingOf(RecordType.of(type).keys()), node);
    }
    return record(type, mapping, defaults, List.of()).map(settings -> settings);
  }

  /** A record by its name; where none is stated, that of the defaults, or the first. */
  private Optional<Object> choice(String what, Class<?> type, Node node, Record standard) {
    List<String> names = Choices.names(type);
    Mapping mapping =
        node instanceof Scalar scalar && scalar.value() instanceof String
            ? new Mapping(
                node.location(), List.of(new Mapping.Entry(node.location(), Choices.NAME, node)))
            : node instanceof Mapping written ? written : null;
    if (mapping == null) {
      return refuse(
          what, "one of %s, or a mapping with a name".formatted(String.join(", ", names)), node);
    }
    Optional<Node> stated = mapping.get(Choices.NAME);
    Object name =
        stated
            .map(Node::toJava)
            .orElseGet(() -> standard == null ? names.get(0) : Choices.name(standard.getClass()));
    Class<? extends Record> chosen = Choices.of(type).get(name);
    if (chosen == null) {
      problems.add(
          stated.orElse(node).location(),
          NearestName.unknown("value of " + what, String.valueOf(name), names));
      return Optional.empty();
    }
    Record defaults = chosen.isInstance(standard) ? standard : Choices.defaults(chosen);
    return record(chosen, mapping, defaults, List.of(Choices.NAME)).map(settings -> settings);
  }

  private Optional<Object> constant(String what, Class<?> type, Node node) {
    Map<String, Object> constants = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(Names.kebabCase(((Enum<?>) constant).name()), constant);
    }
    List<String> names = List.copyOf(constants.keySet());
    if (!(node instanceof Scalar scalar && scalar.value() instanceof String name)) {
      return refuse(what, "one of " + String.join(", ", names), node);
    }
    if (!constants.containsKey(name)) {
      problems.add(node.location(), NearestName.unknown("value of " + what, name, names));
    }
    return Optional.ofNullable(constants.get(name));
  }

  private Optional<Object> scalar(String what, Class<?> type, Node node) {
    Object value = node instanceof Scalar scalar ? scalar.value() : null;
    if (type == int.class || type == Integer.class) {
      return whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE)
          .<Object>map(Long::intValue)
          .or(() -> refuse(what, wholeNumber(value, Integer.MIN_VALUE, Integer.MAX_VALUE), node));
    }
    if (type == long.class || type == Long.class) {
      return whole(value, Long.MIN_VALUE, Long.MAX_VALUE)
          .<Object>map(number -> number)
          .or(() -> refuse(what, wholeNumber(value, Long.MIN_VALUE, Long.MAX_VALUE), node));
    }
    if (type == double.class || type == Double.class) {
      return value instanceof Number number
          ? Optional.of(number.doubleValue())
          : refuse(what, "a number", node);
    }
    if (type == boolean.class || type == Boolean.class) {
      return value instanceof Boolean ? Optional.of(value) : refuse(what, "true or false", node);
    }
    if (type == String.class) {
      return value instanceof String ? Optional.of(value) : refuse(what, TEXT, node);
    }
    throw unsupported(what, type);
  }

  /** A whole number, however it is written: {@code 10000} or {@code 1e4}. */
  private static Optional<Long> whole(Object value, long lowest, long highest) {
    if (value instanceof Long number && number >= lowest && number <= highest) {
      return Optional.of(number);
    }
    if (value instanceof Double number && number == Math.rint(number)) {
      boolean exact = Math.abs(number) <= 1L << 53; // beyond, doubles leave whole numbers out
      return exact ? whole(number.longValue(), lowest, highest) : Optional.empty();
    }
    return Optional.empty();
  }

  private static String wholeNumber(Object value, long lowest, long highest) {
    boolean outOfRange =
        value instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue());
    return outOfRange
        ? "a whole number from %d to %d".formatted(lowest, highest)
        : "a whole number";
  }

  private Optional<Object> refuse(String what, String expected, Node node) {
    boolean couldBeQuoted =
        expected.equals(TEXT) && node instanceof Scalar scalar && !scalar.isNull();
    problems.add(
        node.location(),
        "%s must be %s, but is %s%s"
            .formatted(
                what, expected, description(node), couldBeQuoted ? "; write it in quotes" : ""));
    return Optional.empty();
  }

  private static String description(Node node) {
    if (node instanceof Mapping) {
      return "a mapping";
    }
    if (node instanceof Sequence) {
      return "a list";
    }
    Object value = ((Scalar) node).value();
    if (value == null) {
      return "empty";
    }
    return value instanceof String text ? "the text '" + text + "'" : value.toString();
  }

  private static String mappingOf(List<String> keys) {
    return "a mapping with keys among " + String.join(", ", keys);
  }

  /** A type that no setting can have. */
  static IllegalArgumentException unsupported(String what, Type type) {
    return new IllegalArgumentException(
        "%s is of the type %s; settings are int, long, double, boolean, String, enums, records, sealed interfaces of records, and List and Optional of these"
            .formatted(what, type.getTypeName()));
  }
}
