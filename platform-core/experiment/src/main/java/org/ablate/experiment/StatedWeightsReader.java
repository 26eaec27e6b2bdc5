package org.ablate.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.document.Scalar;
import org.ablate.document.Sequence;

/** Reads weights by their names, or nested by the parts of these: numbers in lists in lists. */
final class StatedWeightsReader {
  private final Problems problems;
  private final Map<String, StatedWeight> weights = new LinkedHashMap<>();

  private StatedWeightsReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * All weights of a mapping.
   *
   * @param problems takes what is no number, or makes no shape
   */
  static Map<String, StatedWeight> read(Mapping values, Problems problems) {
    StatedWeightsReader reader = new StatedWeightsReader(problems);
    reader.read("", values);
    return reader.weights;
  }

  private void read(String prefix, Mapping values) {
    for (Mapping.Entry entry : values.entries()) {
      String name = prefix + entry.key();
      if (entry.value() instanceof Mapping inner) {
        read(name + ".", inner);
      } else {
        weight(name, entry.value());
      }
    }
  }

  private void weight(String name, Node value) {
    List<Integer> sizes = sizes(value);
    List<Double> numbers = new ArrayList<>();
    int before = problems.count();
    fill(name, value, sizes, numbers);
    if (problems.count() == before) {
      weights.put(name, new StatedWeight(sizes, numbers));
    }
  }

  /** Those of the first list, of the first list in it, and so on. */
  private static List<Integer> sizes(Node value) {
    List<Integer> sizes = new ArrayList<>();
    Node first = value;
    while (first instanceof Sequence list && !list.items().isEmpty()) {
      sizes.add(list.items().size());
      first = list.items().get(0);
    }
    return sizes;
  }

  private void fill(String name, Node node, List<Integer> sizes, List<Double> numbers) {
    boolean isNumber =
        node instanceof Scalar scalar
            && scalar.value() instanceof Number number
            && Double.isFinite(number.doubleValue());
    boolean isList =
        node instanceof Sequence list && !sizes.isEmpty() && list.items().size() == sizes.get(0);
    if (isList) {
      List<Integer> inner = sizes.subList(1, sizes.size());
      ((Sequence) node).items().forEach(item -> fill(name, item, inner, numbers));
    } else if (isNumber && sizes.isEmpty()) {
      numbers.add(((Number) ((Scalar) node).value()).doubleValue());
    } else {
      problems.add(
          node.location(),
          "'%s' must have %s, but has %s".formatted(name, expected(sizes), found(node)));
    }
  }

  private static String expected(List<Integer> sizes) {
    return sizes.isEmpty()
        ? "a number here"
        : "a list of %d here, as before".formatted(sizes.get(0));
  }

  private static String found(Node node) {
    if (node instanceof Sequence list) {
      return "a list of " + list.items().size();
    }
    if (node instanceof Mapping) {
      return "a mapping";
    }
    Object value = ((Scalar) node).value();
    return value instanceof String text
        ? "the text '%s'".formatted(text)
        : value == null ? "nothing" : value.toString();
  }
}
