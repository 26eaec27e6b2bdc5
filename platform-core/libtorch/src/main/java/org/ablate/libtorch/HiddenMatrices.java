package org.ablate.libtorch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ablate.tensor.Composite;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Op;
import org.ablate.tensor.Tensor;

/**
 * Finds the parameters of a graph that lead from hidden features to hidden features, by what the
 * graph does with them: they are a factor of matrix products, no rows of theirs are looked up, and
 * their products are not the logits. What is computed of one parameter alone, such as a normalized
 * matrix, counts as the parameter.
 */
final class HiddenMatrices {
  private final Set<String> factors = new HashSet<>();
  private final Set<String> tables = new HashSet<>();
  private final Set<String> classifiers = new HashSet<>();

  private HiddenMatrices() {}

  /** Their names. */
  static Set<String> of(Graph graph) {
    HiddenMatrices found = new HiddenMatrices();
    found.examine(graph, Map.of());
    return graph.parameters().stream()
        .filter(parameter -> found.factors.contains(parameter.name()))
        .filter(parameter -> !found.tables.contains(parameter.name()))
        .filter(parameter -> !found.classifiers.contains(parameter.name()))
        .filter(parameter -> isMatrix(parameter.shape().sizes()))
        .map(Op.Parameter::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether a parameter is a matrix or a stack of matrices: a gain of each head, [head, 1, 1], and
   * a bias of each expert, [expert, 1, out], are none.
   */
  private static boolean isMatrix(long... sizes) {
    int rank = sizes.length;
    return rank >= 2 && sizes[rank - 2] > 1 && sizes[rank - 1] > 1;
  }

  /**
   * Notes what becomes of parameters.
   *
   * @param given the parameters that inputs of the graph stand for, by the input's name
   */
  private void examine(Graph graph, Map<String, String> given) {
    Origins origins = new Origins(given);
    for (Tensor node : graph.nodes()) {
      origins.add(node);
      factorsOf(node).forEach(factor -> origins.note(factor, factors));
      if (node.op() instanceof Op.Take || node.op() instanceof Op.Gather) {
        origins.note(node.operands().get(0), tables);
      } else if (node.op() instanceof Op.Scan scan) {
        examine(scan.body(), inside(scan, node.operands(), origins));
      } else if (node.op() instanceof Op.Call call
          && call.composite() instanceof Composite.CrossEntropy) {
        lastFactors(node.operands().get(0)).forEach(factor -> origins.note(factor, classifiers));
      }
    }
  }

  /** What is multiplied in a matrix product; nothing for other operators. */
  private static List<Tensor> factorsOf(Tensor node) {
    boolean isLinear =
        node.op() instanceof Op.Call call && call.composite() instanceof Composite.Linear;
    return isLinear || node.op() instanceof Op.Matmul ? node.operands().subList(0, 2) : List.of();
  }

  /** The factors of the products that a value comes from with no other product in between. */
  private static Set<Tensor> lastFactors(Tensor value) {
    Set<Tensor> factors = new HashSet<>();
    Set<Tensor> seen = new HashSet<>(Set.of(value));
    Deque<Tensor> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      Tensor node = open.pop();
      List<Tensor> ofProduct = factorsOf(node);
      factors.addAll(ofProduct);
      if (ofProduct.isEmpty()) {
        node.operands().stream().filter(seen::add).forEach(open::push);
      }
    }
    return factors;
  }

  private static Map<String, String> inside(Op.Scan scan, List<Tensor> operands, Origins origins) {
    Map<String, String> given = new HashMap<>();
    List<Op.Input> inputs = scan.body().inputs();
    for (int i = 0; i < inputs.size(); i++) {
      String parameter = origins.parameters.get(operands.get(i));
      if (parameter != null) {
        given.put(inputs.get(i).name(), parameter);
      }
    }
    return given;
  }

  /**
   * The parameter that a value is made of, if it is made of one and of nothing else that varies.
   */
  private static final class Origins {
    private final Map<String, String> given;
    private final Map<Tensor, String> parameters = new HashMap<>();
    private final Set<Tensor> fixed = new HashSet<>();

    Origins(Map<String, String> given) {
      this.given = given;
    }

    void add(Tensor node) {
      Op op = node.op();
      if (op instanceof Op.Parameter parameter) {
        parameters.put(node, parameter.name());
      } else if (op instanceof Op.Input input && given.containsKey(input.name())) {
        parameters.put(node, given.get(input.name()));
      } else if (op instanceof Op.Constant || op instanceof Op.Range || op instanceof Op.Extent) {
        fixed.add(node);
      } else if (!node.operands().isEmpty()) {
        addComputed(node);
      }
    }

    private void addComputed(Tensor node) {
      List<Tensor> varying = node.operands().stream().filter(x -> !fixed.contains(x)).toList();
      Set<String> names = new HashSet<>();
      varying.forEach(operand -> names.add(parameters.get(operand)));
      if (varying.isEmpty()) {
        fixed.add(node);
      } else if (names.size() == 1 && !names.contains(null)) {
        parameters.put(node, names.iterator().next());
      }
    }

    void note(Tensor value, Set<String> where) {
      String parameter = parameters.get(value);
      if (parameter != null) {
        where.add(parameter);
      }
    }
  }
}
