package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class InterpreterTest {
  /** A few roundings of numbers near one. */
  private static final double ROUNDING = 1e-12;

  private static final Dim ROW = Dim.symbolic("row");

  @Test
  void parameters_and_inputs_come_together() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, ROW, Dim.of("in", 2)); // [row, in]
              return Map.of("y", scope.linear("layer", x, Dim.of("out", 1))); // [row, out]
            });
    Map<String, Array> outputs =
        Interpreter.run(
            graph,
            Map.of("x", Array.of(new double[] {1, 2, 3, 4}, 2, 2)),
            Map.of(
                "layer.weight", Array.of(new double[] {10, 100}, 2, 1),
                "layer.bias", Array.of(new double[] {0.5}, 1)));
    assertArrayEquals(new double[] {210.5, 430.5}, outputs.get("y").toDoubles(), ROUNDING);
    assertArrayEquals(new long[] {2, 1}, outputs.get("y").shape());
  }

  @Test
  void random_numbers_must_be_given() {
    Graph graph =
        Graph.trace(Mode.TRAINING, scope -> Map.of("noise", scope.uniform("noise", Shape.of())));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> Interpreter.run(graph, Map.of(), Map.of()));
    assertEquals(
        "the random numbers 'noise' are not given, and there is no generator here; inference must draw none"
            + "%n  at %%0 random []".formatted(),
        refused.getMessage());
  }

  private static final Graph LINEAR =
      Graph.trace(
          Mode.INFERENCE,
          scope -> {
            Tensor x = scope.input("x", DataType.FLOAT, ROW, Dim.of("in", 2)); // [row, in]
            return Map.of("y", scope.projection("layer", x, Dim.of("out", 1))); // [row, out]
          });

  private static final Map<String, Array> INPUTS = Map.of("x", Array.of(new double[2], 1, 2));

  @Test
  void a_parameter_must_be_given() {
    assertRefused(
        "the parameter 'layer.weight' is not given; given are [x]"
            + "%n  at %%1 parameter [in=2, out=1]%n  in layer".formatted(),
        Map.of());
  }

  @Test
  void a_parameter_must_have_its_shape() {
    assertRefused(
        "the parameter 'layer.weight' must have the sizes [2, 1] and hold float,"
            + " but [1, 2] of float are given"
            + "%n  at %%1 parameter [in=2, out=1]%n  in layer".formatted(),
        Map.of("layer.weight", Array.of(new double[2], 1, 2)));
  }

  @Test
  void a_parameter_must_hold_floats() {
    assertRefused(
        "the parameter 'layer.weight' must have the sizes [2, 1] and hold float,"
            + " but [2, 1] of integer are given"
            + "%n  at %%1 parameter [in=2, out=1]%n  in layer".formatted(),
        Map.of("layer.weight", Array.of(new long[2], 2, 1)));
  }

  private static void assertRefused(String message, Map<String, Array> weights) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> Interpreter.run(LINEAR, INPUTS, weights));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void every_intermediate_value_can_be_looked_at() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, ROW, Dim.of("in", 2)); // [row, in]
              return Map.of("y", x.add(1).multiply(2));
            });
    Evaluation evaluation = Interpreter.evaluate(graph, INPUTS, Map.of());
    Tensor sum = graph.result().operands().get(0); // [row, in]
    assertArrayEquals(new double[] {1, 1}, evaluation.valueOf(sum).toDoubles());
    assertArrayEquals(new double[] {2, 2}, evaluation.valueOf(graph.result()).toDoubles());
  }

  @Test
  void a_value_of_another_graph_cannot_be_looked_at() {
    Evaluation evaluation = Interpreter.evaluate(LINEAR, INPUTS, LINEAR.initialWeights(1));
    Tensor foreign =
        Graph.trace(Mode.INFERENCE, scope -> Map.of("y", scope.range(ROW))).result(); // [row]
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> evaluation.valueOf(foreign));
    assertEquals("%0 range integer [row] belongs to another graph", refused.getMessage());
  }

  @Test
  void random_numbers_are_inputs() {
    Graph graph =
        Graph.trace(
            Mode.TRAINING,
            scope -> Map.of("noise", scope.in("layer", s -> s.normal("noise", Shape.of(ROW)))));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> Interpreter.run(graph, Map.of(), Map.of()));
    assertEquals(
        "the size of 'row' is not given; given are []"
            + "%n  at %%0 random [row]%n  in layer".formatted(),
        refused.getMessage());
    Array noise = Array.of(new double[] {0.5, -1}, 2);
    Evaluation evaluation =
        Interpreter.evaluate(graph, Map.of("layer.noise", noise), Map.of(), Map.of("row", 2L));
    assertArrayEquals(noise.toDoubles(), evaluation.outputs().get("noise").toDoubles());
  }

  @Test
  void what_is_not_an_input_is_left_alone() {
    Map<String, Array> more = Map.of("x", Array.of(new double[2], 1, 2), "y", Array.scalar(1));
    assertEquals(0, Interpreter.run(LINEAR, more, LINEAR.initialWeights(1)).get("y").at(0));
  }
}
