package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Formulas, read off graphs. */
class NotationTest {
  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim QUERY = Dim.symbolic("query");
  private static final Dim KEY = Dim.symbolic("key");
  private static final Dim HEAD_DIM = Dim.of("head_dim", 4);

  private static Tensor input(Scope scope, String name, Dim... dims) {
    return scope.input(name, DataType.FLOAT, dims); // [dims...]
  }

  /** The formula of the only output. */
  private static String formula(Function<Scope, Tensor> definition) {
    Graph graph = Graph.trace(Mode.INFERENCE, s -> Map.of("y", definition.apply(s)));
    return Notation.of(graph).formula("y", graph.result());
  }

  /** Scaled dot-product attention of probed queries, keys and values. */
  private static Graph attention() {
    return Graph.trace(
        Mode.INFERENCE,
        scope ->
            Map.of(
                "y",
                scope.in(
                    "attention",
                    s -> {
                      Tensor q = s.probe("queries", s.projection("query", x(s, QUERY), HEAD_DIM));
                      Tensor k = s.probe("keys", s.projection("key", x(s, KEY), HEAD_DIM));
                      Tensor scores =
                          s.probe("scores", q.matmul(k.transpose(-2, -1)).multiply(0.5));
                      return s.probe("weights", scores.softmax(-1)); // [batch, query, key]
                    })));
  }

  private static Tensor x(Scope scope, Dim position) {
    return input(scope, position.name(), BATCH, position, HEAD_DIM); // [batch, position, head_dim]
  }

  private static String formula(Graph graph, String name) {
    return Notation.of(graph).formula(name, graph.probes().get(name));
  }

  @Test
  void products_of_letters_need_no_dot_and_a_root_is_named_after_its_axis() {
    assertEquals("Q Kᵀ / √head_dim", formula(attention(), "attention.scores"));
  }

  @Test
  void names_leave_out_what_they_share_with_the_place_of_the_formula() {
    assertEquals("input query · query.weight", formula(attention(), "attention.queries"));
    assertEquals("softmax(scores)", formula(attention(), "attention.weights"));
    Graph graph = attention();
    assertEquals("attention.weights", Notation.of(graph).formula("y", graph.result()));
  }

  @Test
  void the_left_side_is_the_letter_of_the_field_or_the_last_part_of_the_name() {
    assertEquals("Q", Notation.symbol("decoder.layer.0.self_attention.queries"));
    assertEquals("scores", Notation.symbol("decoder.layer.0.self_attention.scores"));
  }

  @Test
  void rows_of_a_table_are_a_product_with_one_hot_vectors() {
    assertEquals(
        "one-hot(input tokens) · table · √width",
        formula(
            scope ->
                scope
                    .parameter("table", Initializer.ZEROS, Dim.of("token", 9), Dim.of("width", 16))
                    .take(scope.input("tokens", DataType.INTEGER, KEY))
                    .multiply(4)));
  }

  @Test
  void what_binds_less_stands_in_parentheses() {
    assertEquals(
        "(input a + input b) ⊙ input c − (input a − input b)",
        formula(
            scope -> {
              Tensor a = input(scope, "a", KEY); // [key]
              Tensor b = input(scope, "b", KEY); // [key]
              Tensor c = input(scope, "c", KEY); // [key]
              return a.add(b).multiply(c).subtract(a.subtract(b)); // [key]
            }));
  }

  @Test
  void masks_are_told_inside_of_the_softmax() {
    assertEquals(
        "softmax(input scores where input mask)",
        formula(
            scope ->
                input(scope, "scores", QUERY, KEY)
                    .softmax(scope.input("mask", DataType.BOOLEAN, QUERY, KEY))));
    assertEquals(
        "softmax(input scores where key ≤ query)",
        formula(scope -> input(scope, "scores", QUERY, KEY).causalSoftmax()));
    assertEquals(
        "softmax(input scores where key ≤ query and input is_token)",
        formula(
            scope -> {
              Tensor scores = input(scope, "scores", QUERY, QUERY.renamed("key")); // [query, key]
              Tensor isToken =
                  scope.input("is_token", DataType.BOOLEAN, QUERY.renamed("key")); // [key]
              return scores.softmax(scores.causalMask().and(isToken)); // [query, key]
            }));
  }

  @Test
  void changes_of_axes_leave_no_trace() {
    assertEquals(
        "sin(input x) + 0.25",
        formula(
            scope ->
                input(scope, "x", BATCH, KEY, HEAD_DIM)
                    .transpose(0, 1)
                    .sin()
                    .flatten(0, 1, "all")
                    .add(0.25)));
  }

  @Test
  void sums_say_over_what_they_are_unless_it_is_the_last_axis() {
    assertEquals(
        "sum(input x over key) / mean(input x)",
        formula(
            scope -> {
              Tensor x = input(scope, "x", KEY, HEAD_DIM); // [key, head_dim]
              return x.sum(0).divide(x.mean(-1)); // [key, head_dim]
            }));
  }

  @Test
  void a_square_and_a_choice_are_written_as_such() {
    assertEquals(
        "{(input x)² where input x > 0, else −1}",
        formula(
            scope -> {
              Tensor x = input(scope, "x", KEY); // [key]
              return x.greater(0).where(x.square(), -1); // [key]
            }));
  }

  @Test
  void numbers_have_no_more_digits_than_they_need() {
    assertEquals(
        "(input x + 1e−6) · 120.5 + 0.3333 + 12",
        formula(scope -> input(scope, "x", KEY).add(1e-6).multiply(120.5).add(1 / 3.0).add(12)));
  }

  @Test
  void what_is_long_and_comes_from_elsewhere_is_told_by_its_place() {
    assertEquals(
        "encoder.norm(…) + 2",
        formula(
            scope -> {
              Tensor far =
                  scope.in(
                      "encoder",
                      s ->
                          s.in(
                              "norm",
                              n -> {
                                Tensor x = input(n, "a_rather_long_name", KEY); // [key]
                                return Tensor.concat(0, x, x, x); // [3 * key]
                              }));
              return far.add(2); // [3 * key]
            }));
  }

  @Test
  void steps_are_what_has_a_name_what_is_learned_and_what_products_and_sums_give() {
    List<Steps.Step> steps = Steps.of(attention(), "attention");
    assertEquals(
        List.of(
            "attention.query.weight",
            "attention.queries = input query · query.weight",
            "attention.key.weight",
            "attention.keys = input key · key.weight",
            "Q Kᵀ",
            "attention.scores = Q Kᵀ / √head_dim",
            "attention.weights = softmax(scores)"),
        steps.stream()
            .map(
                step ->
                    step.name()
                        .map(n -> step.formula().isEmpty() ? n : n + " = " + step.formula())
                        .orElse(step.formula()))
            .toList());
  }

  @Test
  void a_long_part_is_referred_to_by_the_number_of_its_step() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor x = input(scope, "a_rather_long_name", KEY); // [key]
              Tensor sum = x.add(x).add(x).add(x); // [key]
              return Map.of("y", sum.multiply(sum.sin())); // [key]
            });
    List<Steps.Step> steps = Steps.of(graph, "");
    assertEquals("(3) ⊙ sin((3))", steps.get(steps.size() - 1).formula());
  }
}
