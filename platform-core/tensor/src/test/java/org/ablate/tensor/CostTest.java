package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CostTest {
  private static final int FLOAT_BYTES = 4;

  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim POSITION = Dim.symbolic("position");
  private static final Dim IN = Dim.of("in", 3);
  private static final Dim OUT = Dim.of("out", 5);

  @Test
  void a_matrix_product_is_a_multiplication_and_an_addition_for_each_term() {
    assertEquals(
        "6·batch·position²", flops(x -> x.matmul(x.transpose(-2, -1)), BATCH, POSITION, IN));
  }

  @Test
  void stretched_matrices_count_for_each_product() {
    Graph graph =
        graph(
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, BATCH, POSITION, IN);
              return x.matmul(scope.parameter("w", Initializer.ZEROS, IN, OUT));
            });
    assertEquals("30·batch·position", cost(graph).flops().toString());
  }

  @Test
  void element_wise_operators_count_the_elements_of_the_result() {
    assertEquals("3·batch", flops(Tensor::exp, BATCH, IN));
    assertEquals("3·batch", flops(x -> x.less(0), BATCH, IN));
    assertEquals("15·batch", flops(x -> x.unsqueeze(-1).add(ones(x)), BATCH, IN));
  }

  private static Tensor ones(Tensor x) {
    return x.scalar(1).broadcastTo(Shape.of(OUT)); // [out]
  }

  @Test
  void reductions_count_what_goes_in() {
    assertEquals("3·batch", flops(x -> x.sum(-1), BATCH, IN));
    assertEquals("3·batch", flops(x -> x.argMax(-1), BATCH, IN));
    assertEquals("3·batch", flops(x -> x.topK(2, -1), BATCH, IN));
    assertEquals("3·batch", flops(x -> x.cumulativeSum(0), BATCH, IN));
  }

  @Test
  void softmax_is_five_operations_for_each_element() {
    assertEquals("15·batch", flops(x -> x.softmax(-1), BATCH, IN));
    assertEquals("15·batch", flops(x -> x.logSoftmax(0), BATCH, IN));
  }

  @Test
  void moving_numbers_is_no_arithmetic() {
    assertEquals(
        "0", flops(x -> Tensor.concat(0, x.transpose(0, 1).transpose(1, 0), x), BATCH, IN));
    assertEquals("0", flops(x -> x.slice(-1, 0, 2).detach().unsqueeze(0), BATCH, IN));
    assertEquals("0", flops(x -> x.flip(-1), BATCH, IN));
  }

  @Test
  void integers_are_no_floats() {
    Graph graph = graph(scope -> scope.range(POSITION).multiply(2).add(1));
    assertEquals("0", cost(graph).flops().toString());
  }

  @Test
  void a_composite_costs_what_its_body_costs() {
    Graph graph =
        graph(
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, BATCH, IN);
              Tensor gain = scope.parameter("gain", Initializer.ONES, IN);
              return x.rmsNorm(gain, 1e-5).gelu();
            });
    assertEquals(cost(graph.expanded()), cost(graph));
  }

  @Test
  void parameters_are_counted_once_each() {
    Graph graph =
        graph(
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, BATCH, IN);
              UnaryOperator<Tensor> layer =
                  in -> scope.shared("layer", inner -> inner.linear("linear", in, IN));
              return layer.apply(layer.apply(x));
            });
    assertEquals(Polynomial.of(3 * 3 + 3), cost(graph).parameters());
    assertEquals(Polynomial.of(4 * (3 * 3 + 3)), cost(graph).parameterBytes());
    assertEquals("42·batch", cost(graph).flops().toString());
  }

  @Test
  void activations_are_what_a_run_creates() {
    assertEquals("12·batch", activationBytes(Tensor::exp, BATCH, IN));
    assertEquals("3·batch", activationBytes(x -> x.less(0), BATCH, IN));
    assertEquals("27·batch", activationBytes(x -> x.less(0).toInteger(), BATCH, IN));
  }

  @Test
  void views_share_the_memory_of_their_operand() {
    assertEquals("0", activationBytes(x -> x.transpose(0, 1).unsqueeze(0), BATCH, IN));
    assertEquals("0", activationBytes(x -> x.slice(1, 0, 1).detach(), BATCH, IN));
  }

  @Test
  void a_wider_float_takes_more_memory() {
    Graph graph = graph(scope -> scope.input("x", DataType.FLOAT, BATCH).exp());
    assertEquals("8·batch", Cost.of(graph, 8).activationBytes().toString());
  }

  @Test
  void a_cache_grows_with_the_past() {
    Graph graph =
        Graph.trace(
            Mode.DECODING_STEP,
            scope -> {
              Tensor key = scope.input("key", DataType.FLOAT, BATCH, POSITION, IN);
              return Map.of("keys", scope.in("attention", in -> in.append("key", key, 1)));
            });
    assertEquals("12·batch·past + 12·batch·position", cost(graph).stateBytes().toString());
    assertEquals(
        cost(graph).stateBytes(),
        Cost.ownByScope(graph, FLOAT_BYTES).get("attention").stateBytes());
  }

  @Test
  void each_scope_costs_what_is_computed_in_it() {
    Graph graph =
        graph(
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, BATCH);
              return scope.in("outer", outer -> outer.in("inner", inner -> x.exp()).add(1)).exp();
            });
    assertEquals("3·batch", cost(graph).flops().toString());
    assertEquals(
        Map.of("", "batch", "outer", "batch", "outer.inner", "batch"),
        flopsOf(Cost.ownByScope(graph, FLOAT_BYTES)));
  }

  private static Map<String, String> flopsOf(Map<String, Cost> costs) {
    return costs.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().flops().toString()));
  }

  private static String flops(UnaryOperator<Tensor> definition, Dim... dims) {
    return cost(graph(definition, dims)).flops().toString();
  }

  private static String activationBytes(UnaryOperator<Tensor> definition, Dim... dims) {
    return cost(graph(definition, dims)).activationBytes().toString();
  }

  private static Graph graph(UnaryOperator<Tensor> definition, Dim... dims) {
    return graph(scope -> definition.apply(scope.input("x", DataType.FLOAT, dims)));
  }

  private static Graph graph(Function<Scope, Tensor> definition) {
    return Graph.trace(Mode.INFERENCE, scope -> Map.of("result", definition.apply(scope)));
  }

  private static Cost cost(Graph graph) {
    return Cost.of(graph, FLOAT_BYTES);
  }
}
