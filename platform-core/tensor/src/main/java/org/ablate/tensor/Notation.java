package org.ablate.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The formulas of a graph as the field writes them: read off its operators and the names of their
 * operands. A name is short: without what it shares with the place of the formula. Axes that are
 * only split, joined, reordered or stretched leave no trace, as the shapes tell them; where the
 * last two are exchanged there is a ᵀ.
 */
public final class Notation {
  /** How Vaswani et al. (2017), arXiv:1706.03762, eq. 1, write what heads are made of. */
  private static final Map<String, String> SYMBOLS =
      Map.of("queries", "Q", "keys", "K", "values", "V");

  private final Map<Tensor, List<String>> names = new HashMap<>();

  private Notation(Graph graph) {
    graph.probes().forEach(this::add);
    graph.outputs().forEach(this::add);
  }

  private void add(String name, Tensor value) {
    names.computeIfAbsent(value, unnamed -> new ArrayList<>()).add(name);
  }

  /** The notation of a graph, in which values have the names of its probes and outputs. */
  public static Notation of(Graph graph) {
    return new Notation(graph);
  }

  /** What stands on the left of the formula of a named value: {@code Q} for {@code …queries}. */
  public static String symbol(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    return SYMBOLS.getOrDefault(last, last);
  }

  /** What stands on the right, for a value under one of its names. */
  public String formula(String name, Tensor value) {
    return formula(name, value, Map.of());
  }

  /**
   * What stands on the right, for a value under one of its names.
   *
   * @param references what stands for values whose own formulas are long
   */
  String formula(String name, Tensor value, Map<Tensor, String> references) {
    String place = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
    List<String> all = names(value);
    int earlier = all.indexOf(name) - 1;
    return earlier < 0
        ? new FormulaWriter(this, place, references).definition(value)
        : relative(all.get(earlier), place);
  }

  /** The formula of a value that has no name. */
  String formula(Tensor value, Map<Tensor, String> references) {
    return new FormulaWriter(this, value.scope(), references).definition(value);
  }

  /** The names of a value in their order; none for most. */
  List<String> names(Tensor value) {
    return names.getOrDefault(value, List.of());
  }

  /** What a value is called at a place, if it has a name. */
  Optional<String> called(Tensor value, String place) {
    if (value.op() instanceof Op.Parameter parameter) {
      return Optional.of(learned(parameter.name(), place));
    }
    if (value.op() instanceof Op.Buffer buffer) {
      return Optional.of(learned(buffer.name(), place));
    }
    if (value.op() instanceof Op.Input input) {
      return Optional.of("input " + input.name());
    }
    List<String> all = names(value);
    return all.isEmpty() ? Optional.empty() : Optional.of(relative(all.get(all.size() - 1), place));
  }

  /** The name of a weight, with at least what it is the weight of. */
  private static String learned(String name, String place) {
    String shortest = relative(name, place);
    String[] parts = name.split("\\.");
    return shortest.contains(".") || parts.length < 2
        ? shortest
        : parts[parts.length - 2] + "." + shortest;
  }

  /** A name without what it shares with a place; a number stays with what it counts. */
  static String relative(String name, String place) {
    String[] parts = name.split("\\.");
    String[] around = place.split("\\.");
    int shared = 0;
    while (shared < Math.min(parts.length - 1, around.length)
        && parts[shared].equals(around[shared])) {
      shared++;
    }
    if (shared > 0 && Character.isDigit(parts[shared].charAt(0))) {
      shared--;
    }
    String rest = String.join(".", List.of(parts).subList(shared, parts.length));
    return SYMBOLS.getOrDefault(rest, rest);
  }
}
