package org.ablate.tensor;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a graph in double precision with plain loops: what each operator means, for other engines to
 * be compared with. Composites are run by their bodies.
 */
public final class Interpreter {
  private Interpreter() {}

  /**
   * The outputs of a graph.
   *
   * @param inputs the values of inputs, decoding state and random numbers, by name
   * @param weights the values of parameters and buffers, by name
   * @throws IllegalArgumentException if a value is missing or does not fit, or if an index is out
   *     of range
   */
  public static Map<String, Array> run(
      Graph graph, Map<String, Array> inputs, Map<String, Array> weights) {
    return evaluate(graph, inputs, weights).outputs();
  }

  /** Like {@link #run}, keeping every intermediate value. */
  public static Evaluation evaluate(
      Graph graph, Map<String, Array> inputs, Map<String, Array> weights) {
    return evaluate(graph, inputs, weights, Map.of());
  }

  /**
   * Like {@link #evaluate(Graph, Map, Map)}.
   *
   * @param known sizes that the inputs need not tell, such as {@link Scope#PAST} where no state
   *     grows with it
   */
  public static Evaluation evaluate(
      Graph graph, Map<String, Array> inputs, Map<String, Array> weights, Map<String, Long> known) {
    Map<String, Long> symbols = Bindings.of(graph, inputs, known);
    Map<String, Array> given = new HashMap<>(weights);
    given.putAll(inputs);
    return new Evaluation(graph, values(graph, symbols, given));
  }

  /** The outputs of the body of an operator, whose inputs are the operands in order. */
  static List<Numbers> body(Graph body, List<Numbers> operands, Map<String, Long> symbols) {
    Map<String, Array> given = new HashMap<>();
    for (int i = 0; i < operands.size(); i++) {
      given.put(body.inputs().get(i).name(), operands.get(i).toArray());
    }
    Numbers[] values = values(body, symbols, given);
    return body.outputs().values().stream().map(output -> values[output.id()]).toList();
  }

  private static Numbers[] values(
      Graph graph, Map<String, Long> symbols, Map<String, Array> given) {
    Numbers[] values = new Numbers[graph.nodes().size()];
    Map<Graph, List<Numbers>> loops = new IdentityHashMap<>();
    for (Tensor node : graph.nodes()) {
      List<Numbers> operands = node.operands().stream().map(o -> values[o.id()]).toList();
      try {
        int[] sizes = Numbers.sizes(node.shape().sizes(symbols));
        Meaning meaning = new Meaning(node.type(), sizes, operands, symbols, given, loops);
        values[node.id()] = node.op().match(meaning);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(e.getMessage() + where(node), e);
      }
    }
    return values;
  }

  /** The place of a value in its graph, as the end of a message. */
  static String where(Tensor node) {
    String scope = node.scope().isEmpty() ? "" : "%n  in %s".formatted(node.scope());
    return "%n  at %s".formatted(node) + scope;
  }
}
