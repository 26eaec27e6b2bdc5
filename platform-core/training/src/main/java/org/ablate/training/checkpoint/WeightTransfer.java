package org.ablate.training.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.tensor.NamePattern;

/**
 * Which weights of one model another model starts from: those of the same name and shape.
 *
 * @param taken the values that are taken over, by name
 * @param unfit names that both have, with shapes that differ; drawn as ever
 * @param leftOut names that the new model does not have, or that were not to be taken
 * @param fresh names that only the new model has, or that were not to be taken; drawn as ever
 * @param share the part of the new model's numbers that is taken over
 */
public record WeightTransfer(
    Map<String, Array> taken,
    List<String> unfit,
    List<String> leftOut,
    List<String> fresh,
    double share) {
  private static final int MOST_NAMES = 6;

  /** Takes copies. */
  public WeightTransfer {
    taken = Map.copyOf(taken);
    unfit = List.copyOf(unfit);
    leftOut = List.copyOf(leftOut);
    fresh = List.copyOf(fresh);
  }

  /**
   * Compares names and shapes.
   *
   * @param graph of the new model
   * @param source the weights of the other one
   * @param include names of those that may be taken, where {@code *} stands for any characters;
   *     all, if there is none
   * @param exclude names of those that may not
   * @throws IllegalArgumentException if a pattern fits no weight, or none is taken; the message
   *     says so
   */
  public static WeightTransfer of(
      Graph graph, Map<String, Array> source, List<String> include, List<String> exclude) {
    Map<String, long[]> own = new LinkedHashMap<>();
    graph.parameters().forEach(p -> own.put(p.name(), p.shape().sizes()));
    graph.buffers().forEach(b -> own.put(b.name(), b.shape().sizes()));
    Stream.concat(include.stream(), exclude.stream())
        .forEach(pattern -> requireFit(pattern, source));
    Map<String, Array> taken = new LinkedHashMap<>();
    List<String> unfit = new ArrayList<>();
    Set<String> others = new HashSet<>();
    List<String> leftOut = new ArrayList<>();
    for (Map.Entry<String, Array> weight : new TreeMap<>(source).entrySet()) {
      String name = weight.getKey();
      boolean asked = include.isEmpty() || fitsAny(include, name);
      if (!own.containsKey(name) || !asked || fitsAny(exclude, name)) {
        leftOut.add(name);
      } else if (!Arrays.equals(own.get(name), weight.getValue().shape())) {
        others.add(name);
        unfit.add(
            "%s %s, here %s"
                .formatted(
                    name,
                    Arrays.toString(weight.getValue().shape()),
                    Arrays.toString(own.get(name))));
      } else {
        taken.put(name, weight.getValue());
      }
    }
    if (taken.isEmpty()) {
      throw new IllegalArgumentException(
          "none of its weights fits this model; of other shapes: %s; left out: %s"
              .formatted(some(unfit), some(leftOut)));
    }
    List<String> fresh =
        own.keySet().stream()
            .filter(name -> !taken.containsKey(name) && !others.contains(name))
            .toList();
    return new WeightTransfer(taken, unfit, leftOut, fresh, share(own, taken));
  }

  private static void requireFit(String pattern, Map<String, Array> source) {
    if (source.keySet().stream().noneMatch(name -> fits(pattern, name))) {
      throw new IllegalArgumentException(
          "it has no weight '%s'; it has %s"
              .formatted(pattern, some(source.keySet().stream().sorted().toList())));
    }
  }

  private static boolean fitsAny(List<String> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> fits(pattern, name));
  }

  private static boolean fits(String pattern, String name) {
    return new NamePattern(pattern).fits(name);
  }

  private static double share(Map<String, long[]> own, Map<String, Array> taken) {
    double all = own.values().stream().mapToDouble(WeightTransfer::count).sum();
    return taken.keySet().stream().mapToDouble(name -> count(own.get(name))).sum() / all;
  }

  private static double count(long[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /** What became of the weights, in a line. */
  public String summary() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%d of %d weights, %.1f %% of the numbers",
                taken.size(),
                taken.size() + unfit.size() + fresh.size(),
                100 * share));
    append(text, "of other shapes", unfit);
    append(text, "left out", leftOut);
    append(text, "new", fresh);
    return text.toString();
  }

  private static void append(StringBuilder text, String label, List<String> names) {
    if (!names.isEmpty()) {
      text.append("; %s: %s".formatted(label, some(names)));
    }
  }

  private static String some(List<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    String shown = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return names.size() <= MOST_NAMES
        ? shown
        : "%s and %d more".formatted(shown, names.size() - MOST_NAMES);
  }
}
