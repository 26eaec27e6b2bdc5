package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What calls of incremental decoding leave for each other. */
class DecodingTest {
  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim POSITION = Dim.symbolic("position");

  @Test
  void what_is_appended_is_read_after_what_was_before() {
    Graph graph = step(scope -> scope.append("keys", x(scope), -1));
    assertEquals("[batch, position=past + position]", graph.result().type().toString());
    Evaluation evaluation =
        Interpreter.evaluate(
            graph,
            Map.of(
                "x", Array.of(new double[] {3, 4}, 1, 2),
                "keys", Array.of(new double[] {1, 2}, 1, 2)),
            Map.of());
    assertArrayEquals(new double[] {1, 2, 3, 4}, evaluation.nextStates().get("keys").toDoubles());
    assertArrayEquals(new double[] {1, 2, 3, 4}, evaluation.outputs().get("y").toDoubles());
  }

  @Test
  void the_first_call_appends_to_nothing() {
    Graph graph = trace(Mode.DECODING_START, scope -> scope.append("keys", x(scope), -1));
    Evaluation evaluation =
        Interpreter.evaluate(
            graph,
            Map.of(
                "x", Array.of(new double[] {3, 4}, 1, 2),
                "keys", Array.of(new double[0], 1, 0)),
            Map.of());
    assertArrayEquals(new double[] {3, 4}, evaluation.nextStates().get("keys").toDoubles());
  }

  @Test
  void outside_decoding_nothing_is_appended_to() {
    Graph graph = trace(Mode.TRAINING, scope -> scope.append("keys", x(scope), -1));
    assertEquals(Map.of(), graph.states());
    assertEquals("input", graph.result().op().label());
  }

  @Test
  void a_running_sum_goes_from_call_to_call() {
    Graph graph =
        step(
            scope -> {
              Tensor x = x(scope).sum(-1); // [batch, 1]
              Tensor sum = scope.previous("sum", DataType.FLOAT, x.shape()).add(x); // [batch, 1]
              scope.next("sum", sum);
              return sum;
            });
    Map<String, Array> state = Map.of("sum", Array.of(new double[] {0}, 1, 1));
    for (double expected : new double[] {3, 6, 9}) {
      Map<String, Array> inputs = new HashMap<>(state);
      inputs.put("x", Array.of(new double[] {1, 2}, 1, 2));
      state = Interpreter.evaluate(graph, inputs, Map.of()).nextStates();
      assertEquals(expected, state.get("sum").at(0));
    }
  }

  @Test
  void a_state_that_is_only_read_stays() {
    Graph graph = step(scope -> scope.previous("sum", DataType.FLOAT, Shape.of(BATCH)));
    Graph.State state = graph.states().get("sum");
    assertSame(state.previous(), state.next());
  }

  @Test
  void what_is_computed_once_is_computed_in_the_first_call() {
    Function<Scope, Tensor> definition =
        scope -> scope.once("memory", () -> x(scope).exp(), BATCH, POSITION);
    Graph first = trace(Mode.DECODING_START, definition);
    assertEquals("exp", first.result().op().label());
    assertTrue(first.states().get("memory").read().isEmpty());
    assertSame(first.result(), first.states().get("memory").next());
  }

  @Test
  void what_is_computed_once_is_read_in_later_calls() {
    Graph later =
        step(
            scope ->
                scope.once(
                    "memory",
                    () -> {
                      throw new IllegalStateException("computed again");
                    },
                    BATCH,
                    POSITION));
    assertEquals(
        new Op.Input("memory", TensorType.floats(Shape.of(BATCH, POSITION))), later.result().op());
    assertSame(later.result(), later.states().get("memory").next());
  }

  @Test
  void outside_decoding_once_is_always() {
    Graph graph =
        trace(Mode.INFERENCE, scope -> scope.once("memory", () -> x(scope).exp(), BATCH, POSITION));
    assertEquals("exp", graph.result().op().label());
    assertEquals(Map.of(), graph.states());
  }

  @Test
  void what_is_computed_once_must_have_the_shape_that_later_calls_read() {
    assertMistake(
        "once: the value must be [batch]",
        () -> trace(Mode.DECODING_START, scope -> scope.once("memory", () -> x(scope), BATCH)));
  }

  @Test
  void there_is_no_state_outside_decoding() {
    assertMistake(
        "previous: there is no decoding state in inference; ask for it where scope.mode().isDecoding()",
        () ->
            trace(Mode.INFERENCE, scope -> scope.previous("sum", DataType.FLOAT, Shape.of(BATCH))));
  }

  @Test
  void only_a_state_that_was_read_can_be_left() {
    assertMistake(
        "next: there is no state 'sum'",
        () ->
            step(
                scope -> {
                  Tensor x = x(scope); // [batch, position]
                  scope.next("sum", x);
                  return x;
                }));
  }

  @Test
  void a_state_keeps_its_data_type_and_its_number_of_axes() {
    assertMistake(
        "next: the state 'sum' is another",
        () ->
            step(
                scope -> {
                  Tensor sum = scope.previous("sum", DataType.FLOAT, Shape.of(BATCH)); // [batch]
                  scope.next("sum", x(scope));
                  return sum;
                }));
  }

  @Test
  void each_entry_into_a_shared_scope_has_its_own_state() {
    Graph graph =
        step(
            scope -> {
              Tensor x = x(scope); // [batch, position]
              Tensor first = scope.shared("layer", s -> s.append("keys", x, -1)); // [batch, key]
              Tensor second =
                  scope.shared("layer", s -> s.append("keys", x.exp(), -1)); // [batch, key]
              return first.add(second); // [batch, key]
            });
    assertEquals(List.of("layer.keys", "layer.keys_2"), List.copyOf(graph.states().keySet()));
    assertNotSame(
        graph.states().get("layer.keys").next(), graph.states().get("layer.keys_2").next());
  }

  @Test
  void a_part_that_sees_its_whole_sequence_has_no_state() {
    Graph graph =
        step(
            scope ->
                scope
                    .withoutDecoding()
                    .in("encoder", encoder -> encoder.append("keys", x(encoder), -1)));
    assertEquals(Map.of(), graph.states());
  }

  @Test
  void a_graph_with_other_outputs_reads_and_leaves_the_same_state() {
    Graph graph =
        step(
            scope -> {
              Tensor x = x(scope); // [batch, position]
              Tensor sum = scope.previous("sum", DataType.FLOAT, Shape.of(BATCH, Dim.one()));
              scope.next("sum", x.sum(-1));
              return sum.add(x.exp()); // [batch, position]
            });
    Graph other = graph.withOutputs(Map.of("x", graph.nodes().get(0)));
    assertEquals(graph.inputs(), other.inputs());
    assertEquals(graph.states().keySet(), other.states().keySet());
    assertTrue(other.states().get("sum").read().isPresent());
  }

  private static void assertMistake(String complaint, Executable definition) {
    TensorException mistake = assertThrows(TensorException.class, definition);
    assertEquals(complaint, mistake.getMessage().lines().findFirst().orElseThrow());
  }

  private static Tensor x(Scope scope) {
    return scope.input("x", DataType.FLOAT, BATCH, POSITION); // [batch, position]
  }

  private static Graph step(Function<Scope, Tensor> definition) {
    return trace(Mode.DECODING_STEP, definition);
  }

  private static Graph trace(Mode mode, Function<Scope, Tensor> definition) {
    return Graph.trace(mode, scope -> Map.of("y", definition.apply(scope)));
  }
}
