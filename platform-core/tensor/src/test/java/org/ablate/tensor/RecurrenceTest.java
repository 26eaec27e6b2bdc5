package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RecurrenceTest {
  /** A few roundings of numbers near one. */
  private static final double ROUNDING = 1e-14;

  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim POSITION = Dim.symbolic("position");
  private static final Dim D = Dim.of("d", 2);

  private static final Array X = Array.of(new double[] {1, 2, 3, 4, 5, 6}, 1, 3, 2);

  // ---- What it computes

  @Test
  void a_running_sum_is_a_cumulative_sum() {
    Graph graph =
        trace(
            scope -> {
              Tensor x = x(scope); // [batch, position, d]
              return Map.of(
                  "scan", x.scan(1, zeros(scope), Tensor::add), "cumulative", x.cumulativeSum(1));
            });
    Map<String, Array> outputs = run(graph, X);
    assertValues(outputs.get("cumulative").toDoubles(), outputs.get("scan"));
  }

  /** Elman (1990): h' = tanh(W x + U h). */
  private static Graph elman() {
    return trace(
        scope -> {
          Tensor states =
              x(scope)
                  .scan(
                      1,
                      zeros(scope),
                      (state, entry) -> {
                        Tensor input = scope.projection("input", entry, D); // [batch, d]
                        return scope.projection("hidden", state, D).add(input).tanh(); // [batch, d]
                      });
          return Map.of("states", states);
        });
  }

  @Test
  void a_recurrent_network_follows_its_formula() {
    Map<String, Array> weights =
        Map.of(
            "input.weight", Array.of(new double[] {0.1, 0.2, -0.3, 0.4}, 2, 2),
            "hidden.weight", Array.of(new double[] {0.5, -0.6, 0.7, 0.8}, 2, 2));
    double[] expected = new double[6];
    double a = 0;
    double b = 0;
    for (int i = 0; i < 3; i++) {
      double first = X.at(2 * i);
      double second = X.at(2 * i + 1);
      double nextA = Math.tanh(0.1 * first - 0.3 * second + 0.5 * a + 0.7 * b);
      double nextB = Math.tanh(0.2 * first + 0.4 * second - 0.6 * a + 0.8 * b);
      expected[2 * i] = a = nextA;
      expected[2 * i + 1] = b = nextB;
    }
    assertValues(expected, Interpreter.run(elman(), Map.of("x", X), weights).get("states"));
  }

  @Test
  void a_step_has_its_parameters_once() {
    assertEquals(
        List.of("input.weight", "hidden.weight"),
        elman().parameters().stream().map(Op.Parameter::name).toList());
  }

  @Test
  void several_states_and_several_sequences() {
    Graph graph =
        trace(
            scope -> {
              Tensor x = x(scope); // [batch, position, d]
              Tensor decay = scope.input("decay", DataType.FLOAT, BATCH, POSITION); // [b, p]
              Tensor one = scope.zeros(Shape.of(BATCH)).add(1); // [batch]
              Recurrence recurrence =
                  Recurrence.along(
                      1,
                      List.of(x, decay),
                      List.of(zeros(scope), one),
                      (states, entries) -> {
                        Tensor kept = entries.get(1); // [batch]
                        Tensor sum =
                            states
                                .get(0)
                                .multiply(kept.unsqueeze(-1))
                                .add(entries.get(0)); // [b, d]
                        Tensor product = states.get(1).multiply(kept); // [batch]
                        return new Recurrence.Result(
                            List.of(sum, product), List.of(sum.sum(-1).squeeze(-1)));
                      });
              assertEquals("[batch, d=2]", recurrence.last().get(0).type().toString());
              assertEquals("[batch]", recurrence.last().get(1).type().toString());
              assertEquals("[batch, position]", recurrence.stacked().get(0).type().toString());
              return Map.of(
                  "sum", recurrence.last().get(0),
                  "product", recurrence.last().get(1),
                  "given", recurrence.stacked().get(0));
            });
    Map<String, Array> outputs =
        Interpreter.run(
            graph, Map.of("x", X, "decay", Array.of(new double[] {0.5, 0.25, 2}, 1, 3)), Map.of());
    assertValues(new double[] {11.5, 15}, outputs.get("sum"));
    assertValues(new double[] {0.25}, outputs.get("product"));
    assertValues(new double[] {3, 7.75, 26.5}, outputs.get("given"));
  }

  @Test
  void an_empty_axis_leaves_the_first_state() {
    Graph graph =
        trace(
            scope -> {
              Tensor start = zeros(scope).add(7); // [batch, d]
              Recurrence sum =
                  Recurrence.along(
                      1,
                      List.of(x(scope)),
                      List.of(start),
                      (states, entries) -> {
                        Tensor next = states.get(0).add(entries.get(0)); // [batch, d]
                        return new Recurrence.Result(List.of(next), List.of(next));
                      });
              return Map.of("last", sum.last().get(0), "states", sum.stacked().get(0));
            });
    Map<String, Array> outputs = run(graph, Array.of(new double[0], 1, 0, 2));
    assertValues(new double[] {7, 7}, outputs.get("last"));
    assertArrayEquals(new long[] {1, 0, 2}, outputs.get("states").shape());
  }

  @Test
  void a_recurrence_within_a_step() {
    Graph graph =
        trace(
            scope -> {
              Tensor x = x(scope); // [batch, position, d]
              Tensor first = scope.zeros(Shape.of(BATCH)); // [batch]
              Tensor rows =
                  x.scan(
                      1,
                      first,
                      (outer, row) ->
                          row.scan(1, outer, Tensor::add).select(1, 1)); // [batch, position]
              return Map.of("rows", rows, "sums", x.sum(-1).squeeze(-1).cumulativeSum(1));
            });
    Map<String, Array> outputs = run(graph, X);
    assertValues(outputs.get("sums").toDoubles(), outputs.get("rows"));
  }

  @Test
  void a_step_sees_what_is_outside_of_it_from_either_side_of_an_operator() {
    Graph graph =
        trace(
            scope -> {
              Tensor two = scope.constant(new double[] {2}); // []
              Tensor states =
                  x(scope)
                      .scan(
                          1,
                          zeros(scope),
                          (state, entry) -> two.multiply(state).add(two.add(1).multiply(entry)));
              return Map.of("states", states);
            });
    assertValues(new double[] {3, 6, 15, 24, 45, 66}, run(graph, X).get("states"));
  }

  @Test
  void what_no_state_changes_is_computed_outside_of_the_step() {
    Graph graph =
        trace(
            scope -> {
              Tensor two = scope.constant(new double[] {2}); // []
              return Map.of(
                  "y", x(scope).scan(1, zeros(scope), (state, entry) -> state.add(two.exp())));
            });
    Op.Scan scan = (Op.Scan) graph.result().op();
    assertTrue(scan.body().nodes().stream().noneMatch(node -> node.op().label().equals("exp")));
  }

  @Test
  void decoding_in_parts_gives_the_whole() {
    Function<Scope, Map<String, Tensor>> definition =
        scope -> {
          Tensor start =
              scope.mode().isDecoding()
                  ? scope.previous("hidden", DataType.FLOAT, Shape.of(BATCH, D))
                  : zeros(scope); // [batch, d]
          Recurrence recurrence =
              Recurrence.along(
                  1,
                  List.of(x(scope)),
                  List.of(start),
                  (states, entries) -> {
                    Tensor next = states.get(0).multiply(0.5).add(entries.get(0)).tanh();
                    return new Recurrence.Result(List.of(next), List.of(next));
                  });
          if (scope.mode().isDecoding()) {
            scope.next("hidden", recurrence.last().get(0));
          }
          return Map.of("y", recurrence.stacked().get(0));
        };
    double[] whole = run(Graph.trace(Mode.INFERENCE, definition), X).get("y").toDoubles();
    Graph step = Graph.trace(Mode.DECODING_STEP, definition);
    Map<String, Array> inputs = new HashMap<>();
    inputs.put("hidden", Array.of(new double[2], 1, 2));
    for (int i = 0; i < 3; i++) {
      inputs.put("x", Array.of(new double[] {X.at(2 * i), X.at(2 * i + 1)}, 1, 1, 2));
      Evaluation evaluation = Interpreter.evaluate(step, inputs, Map.of());
      assertValues(new double[] {whole[2 * i], whole[2 * i + 1]}, evaluation.outputs().get("y"));
      inputs.putAll(evaluation.nextStates());
    }
  }

  @Test
  void composites_of_a_step_expand_too() {
    Graph graph =
        trace(
            scope ->
                Map.of(
                    "y",
                    x(scope).scan(1, zeros(scope), (state, entry) -> state.add(entry).silu())));
    Graph expanded = graph.expanded();
    Op.Scan scan = (Op.Scan) expanded.result().op();
    assertTrue(scan.body().nodes().stream().noneMatch(node -> node.op() instanceof Op.Call));
    assertValues(run(graph, X).get("y").toDoubles(), run(expanded, X).get("y"));
  }

  @Test
  void its_cost_is_that_of_its_step_for_each_entry() {
    Graph graph = elman();
    Cost cost = Cost.of(graph, 4);
    // two products of [batch, 2] × [2, 2], a sum and a tanh
    assertEquals("20·batch·position", cost.flops().toString());
    assertEquals(Polynomial.of(8), cost.parameters());
    assertEquals("8·batch·position", Cost.ownByScope(graph, 4).get("hidden").flops().toString());
  }

  @Test
  void a_step_can_be_random_in_what_it_is_given() {
    Graph graph =
        Graph.trace(
            Mode.TRAINING,
            scope -> {
              Tensor x = x(scope); // [batch, position, d]
              Tensor noise = scope.normal("noise", x.shape()); // [batch, position, d]
              return Map.of("y", x.add(noise).scan(1, zeros(scope), Tensor::add));
            });
    SplittableRandom random = new SplittableRandom(1);
    double[] noise = random.doubles(6).toArray();
    Map<String, Array> inputs = Map.of("x", X, "noise", Array.of(noise, 1, 3, 2));
    Array y = Interpreter.run(graph, inputs, Map.of()).get("y");
    assertEquals(1 + 3 + 5 + noise[0] + noise[2] + noise[4], y.at(4), ROUNDING);
  }

  // ---- What is refused

  @Test
  void sequences_of_different_lengths() {
    assertMistake(
        "scan: the sequences differ in length: position and other",
        () ->
            trace(
                scope -> {
                  Tensor other = scope.input("other", DataType.FLOAT, BATCH, Dim.symbolic("other"));
                  Recurrence.along(
                      1,
                      List.of(x(scope), other),
                      List.of(zeros(scope)),
                      (states, entries) -> new Recurrence.Result(states, List.of()));
                  return Map.of();
                }));
  }

  @Test
  void a_state_that_changes_its_type() {
    assertMistake(
        "scan: a state is [batch, d=2] before a step and [batch, 1] after it",
        () -> trace(scope -> Map.of("y", x(scope).scan(1, zeros(scope), (s, e) -> s.sum(-1)))));
  }

  @Test
  void a_state_that_is_forgotten() {
    assertMistake(
        "scan: there are 1 states before a step and 0 after it",
        () ->
            trace(
                scope -> {
                  Recurrence.along(
                      1,
                      List.of(x(scope)),
                      List.of(zeros(scope)),
                      (states, entries) -> new Recurrence.Result(List.of(), states));
                  return Map.of();
                }));
  }

  @Test
  void an_axis_that_is_not_there() {
    assertMistake(
        "scan: there is no axis 3 in [batch, position, d=2]",
        () -> trace(scope -> Map.of("y", x(scope).scan(3, zeros(scope), Tensor::add))));
  }

  @Test
  void a_step_that_gives_too_few_axes() {
    assertMistake(
        "scan: what a step gives has no place for axis 1: []",
        () ->
            trace(
                scope -> {
                  Tensor number = scope.constant(new double[] {0}); // []
                  return Map.of("y", x(scope).scan(1, number, (state, entry) -> state.add(1)));
                }));
  }

  @Test
  void a_probe_within_a_step() {
    assertMistake(
        "probe: the value belongs to another graph, or to the step of a recurrence",
        () ->
            trace(
                scope ->
                    Map.of(
                        "y",
                        x(scope).scan(1, zeros(scope), (s, e) -> scope.probe("state", s.add(e))))));
  }

  @Test
  void a_value_that_leaves_a_step() {
    assertMistake(
        "add: an operand belongs to another graph",
        () ->
            trace(
                scope -> {
                  Tensor[] leaked = new Tensor[1];
                  Tensor x = x(scope); // [batch, position, d]
                  x.scan(1, zeros(scope), (state, entry) -> leaked[0] = state.add(entry));
                  return Map.of("y", x.add(leaked[0]));
                }));
  }

  @Test
  void a_recurrence_along_nothing() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Recurrence.along(0, List.of(), List.of(), (s, e) -> null));
    assertEquals("a recurrence needs at least one sequence to go along", refused.getMessage());
  }

  private static void assertMistake(String complaint, Executable definition) {
    TensorException mistake = assertThrows(TensorException.class, definition);
    List<String> lines = mistake.getMessage().lines().toList();
    assertEquals(complaint, lines.get(0));
    assertTrue(lines.get(1).startsWith("  at RecurrenceTest."), mistake.getMessage());
  }

  private static Tensor x(Scope scope) {
    return scope.input("x", DataType.FLOAT, BATCH, POSITION, D); // [batch, position, d]
  }

  private static Tensor zeros(Scope scope) {
    return scope.zeros(Shape.of(BATCH, D)); // [batch, d]
  }

  private static Graph trace(Function<Scope, Map<String, Tensor>> definition) {
    return Graph.trace(Mode.INFERENCE, definition);
  }

  private static Map<String, Array> run(Graph graph, Array x) {
    return Interpreter.run(graph, Map.of("x", x), Map.of());
  }

  private static void assertValues(double[] expected, Array actual) {
    assertArrayEquals(expected, actual.toDoubles(), ROUNDING);
  }
}
