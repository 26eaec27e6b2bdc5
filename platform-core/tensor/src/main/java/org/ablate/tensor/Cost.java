package org.ablate.tensor;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What one forward run of a graph costs, as polynomials in the symbolic axes; found from the
 * operators, so that it cannot differ from what is run.
 *
 * <p>How floating-point operations are counted:
 *
 * <ul>
 *   <li>a product of matrices [m, k] × [k, n] is 2·m·k·n, a multiplication and an addition each,
 *       whether or not a mask later discards some of the results;
 *   <li>an element-wise operator on floats is 1 for each element of its result; exponentials, roots
 *       and comparisons are no dearer than additions;
 *   <li>sums, means, maxima, cumulative sums and the search for the largest are 1 for each element
 *       that goes in;
 *   <li>softmax and log-softmax are 5 for each element: maximum, difference, exponential, sum, and
 *       quotient or difference;
 *   <li>a composite is what its body is, even where an engine has a faster kernel;
 *   <li>a recurrence is its step as often as its axis is long;
 *   <li>drawing random numbers, choosing, moving and converting are nothing, and neither is
 *       arithmetic on integers and booleans.
 * </ul>
 *
 * @param flops floating-point operations
 * @param parameters learnable numbers; one that is used in several places counts once
 * @param parameterBytes the memory that they take
 * @param activationBytes the memory of all values that the run creates, as if none were released
 *     and no kernel fused; reshaped, transposed, stretched and sliced values share that of their
 *     operand, and what is given to the run is not counted
 * @param stateBytes the memory of what a call of incremental decoding leaves for the next one
 */
public record Cost(
    Polynomial flops,
    Polynomial parameters,
    Polynomial parameterBytes,
    Polynomial activationBytes,
    Polynomial stateBytes) {

  static final Cost NOTHING =
      new Cost(Polynomial.ZERO, Polynomial.ZERO, Polynomial.ZERO, Polynomial.ZERO, Polynomial.ZERO);

  /**
   * The cost of a whole graph.
   *
   * @param floatBytes the bytes of a float, such as 4; an integer has 8 and a boolean 1
   */
  public static Cost of(Graph graph, int floatBytes) {
    return ownByScope(graph, floatBytes).values().stream().reduce(NOTHING, Cost::plus);
  }

  /** The cost of each scope without the scopes below it. */
  static Map<String, Cost> ownByScope(Graph graph, int floatBytes) {
    Map<String, Cost> costs = new LinkedHashMap<>();
    Set<Graph> steps = new HashSet<>();
    for (Tensor node : graph.nodes()) {
      Cost cost = node.op().match(new OperatorCost(node, floatBytes));
      costs.merge(node.scope(), cost, Cost::plus);
      if (node.op() instanceof Op.Scan scan && steps.add(scan.body())) {
        Polynomial length = node.operands().get(scan.states()).dim(scan.axis()).extent();
        ownByScope(scan.body(), floatBytes)
            .forEach((scope, step) -> costs.merge(scope, step.times(length), Cost::plus));
      }
    }
    graph
        .states()
        .forEach(
            (name, state) ->
                costs.merge(
                    scopeOf(name), ofState(bytes(state.next().type(), floatBytes)), Cost::plus));
    return costs;
  }

  /** The sum, in every respect. */
  public Cost plus(Cost other) {
    return new Cost(
        flops.plus(other.flops),
        parameters.plus(other.parameters),
        parameterBytes.plus(other.parameterBytes),
        activationBytes.plus(other.activationBytes),
        stateBytes.plus(other.stateBytes));
  }

  private Cost times(Polynomial count) {
    return new Cost(
        flops.times(count),
        parameters.times(count),
        parameterBytes.times(count),
        activationBytes.times(count),
        stateBytes.times(count));
  }

  static Polynomial bytes(TensorType type, int floatBytes) {
    int width =
        switch (type.dataType()) {
          case FLOAT -> floatBytes;
          case INTEGER -> Long.BYTES;
          case BOOLEAN -> 1;
        };
    return type.shape().elements().times(width);
  }

  private static Cost ofState(Polynomial bytes) {
    return new Cost(Polynomial.ZERO, Polynomial.ZERO, Polynomial.ZERO, Polynomial.ZERO, bytes);
  }

  private static String scopeOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }
}
