package org.ablate.report;

import java.util.List;
import java.util.Optional;

/**
 * A step of a computation with its numbers.
 *
 * @param name of what it gives, if that has one
 * @param formula what it is made of; empty for what is learned
 * @param axes what its numbers are ordered by
 * @param whole whether its numbers are whole by their kind, as positions are
 * @param numbers in row-major order
 */
public record Step(
    Optional<String> name, String formula, List<Axis> axes, boolean whole, List<Double> numbers) {

  /**
   * An axis.
   *
   * @param name what it stands for
   * @param size how many entries it has
   * @param labels what its entries stand for; empty where they are only counted
   */
  public record Axis(String name, int size, List<String> labels) {

    /** Requires a label for each entry, or none. */
    public Axis {
      labels = List.copyOf(labels);
      if (!labels.isEmpty() && labels.size() != size) {
        throw new IllegalArgumentException(
            "the axis '%s' has %d entries and %d labels".formatted(name, size, labels.size()));
      }
    }

    /** {@code head=2}; {@code 1} where it stands for nothing. */
    @Override
    public String toString() {
      return name.equals("1") ? "1" : name + "=" + size;
    }
  }

  /** Requires as many numbers as the axes say. */
  public Step {
    axes = List.copyOf(axes);
    numbers = List.copyOf(numbers);
    int expected = axes.stream().mapToInt(Axis::size).reduce(1, Math::multiplyExact);
    if (numbers.size() != expected) {
      throw new IllegalArgumentException(
          "%d numbers for the axes %s".formatted(numbers.size(), axes));
    }
  }
}
