package org.ablate.document;

import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which numbers a record's constructor takes for a setting, found by trying the numbers at which
 * ranges begin and end in practice. A bound is stated only where a number is taken and the one next
 * to it is refused, as are all that were tried beyond, and never where it depends on other
 * settings: the refusal would name them.
 */
final class AllowedNumbers {
  private static final int LARGEST_POWER = 9; // of ten; the next is no int

  private final RecordType settings;
  private final RecordType.Component component;
  private final Record defaults;
  private final boolean real;

  private AllowedNumbers(
      RecordType settings, RecordType.Component component, Record defaults, boolean real) {
    this.settings = settings;
    this.component = component;
    this.defaults = defaults;
    this.real = real;
  }

  /** {@code minimum}, {@code exclusiveMinimum} and so on, as far as there are bounds. */
  static Mapping of(RecordType settings, RecordType.Component component, Record defaults) {
    Class<?> type = numberType(component);
    boolean real = type == double.class || type == Double.class;
    boolean whole =
        type == int.class || type == Integer.class || type == long.class || type == Long.class;
    return real || whole
        ? new AllowedNumbers(settings, component, defaults, real).bounds()
        : Mapping.empty();
  }

  private static Class<?> numberType(RecordType.Component component) {
    boolean optional = component.component().getType() == Optional.class;
    return optional
            && component.type() instanceof ParameterizedType generic
            && generic.getActualTypeArguments()[0] instanceof Class<?> inner
        ? inner
        : component.component().getType();
  }

  private Mapping bounds() {
    List<Double> tried = numbers();
    List<Boolean> taken = tried.stream().map(this::isTaken).toList();
    int first = taken.indexOf(true);
    int last = taken.lastIndexOf(true);
    Mapping bounds = Mapping.empty();
    if (first > 0 && areNeighbours(tried.get(first - 1), tried.get(first))) {
      bounds = with(bounds, "minimum", "exclusiveMinimum", tried.get(first), tried.get(first - 1));
    }
    if (first >= 0
        && last < tried.size() - 1
        && areNeighbours(tried.get(last), tried.get(last + 1))) {
      bounds = with(bounds, "maximum", "exclusiveMaximum", tried.get(last), tried.get(last + 1));
    }
    return bounds;
  }

  /** A bound that is taken, or the round number beside it that is not. */
  private Mapping with(
      Mapping bounds, String inclusive, String exclusive, double taken, double refused) {
    if (!real) {
      return bounds.with(inclusive, (long) taken);
    }
    return isRound(refused) ? bounds.with(exclusive, refused) : bounds.with(inclusive, taken);
  }

  private static boolean isRound(double number) {
    return number * 2 == Math.rint(number * 2);
  }

  private boolean areNeighbours(double lower, double higher) {
    return real ? Math.nextUp(lower) == higher : lower + 1 == higher;
  }

  private List<Double> numbers() {
    TreeSet<Double> numbers = new TreeSet<>();
    List<Double> round = new ArrayList<>(List.of(0.5, -0.5));
    IntStream.rangeClosed(-2, 16).forEach(i -> round.add((double) i));
    IntStream.rangeClosed(1, LARGEST_POWER).forEach(i -> round.add(Math.pow(10, i)));
    IntStream.rangeClosed(5, 30).forEach(i -> round.add(Math.pow(2, i)));
    for (double number : round) {
      if (real) {
        numbers.addAll(List.of(Math.nextDown(number), number, Math.nextUp(number)));
      } else if (number == Math.rint(number)) {
        numbers.addAll(List.of(number - 1, number, number + 1));
      }
    }
    return List.copyOf(numbers);
  }

  private boolean isTaken(double number) {
    List<Object> arguments = new ArrayList<>();
    for (RecordType.Component other : settings.components()) {
      arguments.add(other.equals(component) ? argument(number) : settings.get(other, defaults));
    }
    try {
      settings.construct(arguments);
      return true;
    } catch (IllegalArgumentException refusal) {
      return namesAnother(String.valueOf(refusal.getMessage()));
    } catch (IllegalStateException fault) {
      return true; // says nothing about the number
    }
  }

  private Object argument(double number) {
    Class<?> type = numberType(component);
    Object value = number;
    if (type == int.class || type == Integer.class) {
      value = (int) number;
    } else if (type == long.class || type == Long.class) {
      value = (long) number;
    }
    return component.component().getType() == Optional.class ? Optional.of(value) : value;
  }

  private boolean namesAnother(String message) {
    return settings.keys().stream()
        .filter(key -> !key.equals(component.key()))
        .anyMatch(key -> Pattern.compile("\\b" + key + "\\b").matcher(message).find());
  }
}
