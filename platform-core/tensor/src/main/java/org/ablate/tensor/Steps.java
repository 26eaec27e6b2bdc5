package org.ablate.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A computation step by step, for a person who follows it: every value with a name, what is learned
 * before it is used, and what products, sums, softmaxes and the like give in between. Functions of
 * single numbers and changes of axes are parts of the formula in which their results are used.
 */
public final class Steps {

  /**
   * One step.
   *
   * @param name of the value, or of the parameter, if it has one
   * @param formula what it is made of; empty for what is learned
   * @param value what it gives
   */
  public record Step(Optional<String> name, String formula, Tensor value) {}

  private final Notation notation;
  private final String path;
  private final Set<Tensor> named = new HashSet<>();
  private final Map<Tensor, List<Tensor>> users = new HashMap<>();
  private final Map<Tensor, String> references = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();

  private Steps(Graph graph, String path) {
    this.notation = Notation.of(graph);
    this.path = path;
    for (Tensor value : graph.nodes()) {
      if (!notation.names(value).isEmpty()) {
        named.add(Layout.content(value));
      }
      for (Tensor operand : value.operands()) {
        users.computeIfAbsent(operand, used -> new ArrayList<>()).add(value);
      }
    }
    graph.nodes().forEach(this::add);
  }

  /**
   * The steps below a path of scopes.
   *
   * @param path such as {@code encoder.layer.0}; empty for all of a graph
   */
  public static List<Step> of(Graph graph, String path) {
    return List.copyOf(new Steps(graph, path).steps);
  }

  private void add(Tensor value) {
    if (value.op() instanceof Op.Parameter parameter) {
      if (isBelow(parameter.name())) {
        steps.add(new Step(Optional.of(parameter.name()), "", value));
      }
      return;
    }
    List<String> names = notation.names(value);
    for (String name : names) {
      if (isBelow(name)) {
        steps.add(new Step(Optional.of(name), notation.formula(name, value, references), value));
      }
    }
    if (names.isEmpty() && isBelow(value.scope()) && isStep(value) && !named.contains(value)) {
      String formula = notation.formula(value, references);
      steps.add(new Step(Optional.empty(), formula, asUsed(value)));
      references.put(value, "(%d)".formatted(steps.size()));
    }
  }

  /** A value with the axes that it is used with. */
  private Tensor asUsed(Tensor value) {
    List<Tensor> all = users.getOrDefault(value, List.of());
    return all.size() == 1 && Layout.isOnly(all.get(0)) ? asUsed(all.get(0)) : value; // as used
  }

  private boolean isBelow(String name) {
    return path.isEmpty() || name.equals(path) || name.startsWith(path + ".");
  }

  private static boolean isStep(Tensor value) {
    return value.dataType() == DataType.FLOAT
        && !value.operands().isEmpty()
        && !(value.op() instanceof Op.Unary)
        && !Layout.isOnly(value)
        && !isTransposition(value);
  }

  private static boolean isTransposition(Tensor value) {
    return value.op() instanceof Op.Transpose;
  }
}
