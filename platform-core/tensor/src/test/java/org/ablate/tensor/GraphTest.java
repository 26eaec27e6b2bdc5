package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static final Dim ROW = Dim.symbolic("row");
  private static final Dim WIDTH = Dim.of("width", 2);

  private static final Map<String, Array> INPUTS =
      Map.of("x", Array.of(new double[] {1, 2, 3, 4}, 2, 2));

  /** Two outputs that share a part, and one that has a parameter of its own. */
  private static Graph graph() {
    return Graph.trace(
        Mode.TRAINING,
        scope -> {
          Tensor x = scope.input("x", DataType.FLOAT, ROW, WIDTH); // [row, width]
          Tensor shared = scope.probe("shared", x.silu()); // [row, width]
          Tensor first = scope.linear("first", shared, WIDTH); // [row, width]
          Tensor second = scope.probe("second", shared.sum(-1)); // [row, 1]
          Tensor mean = scope.buffer("mean", Initializer.ZEROS, WIDTH); // [width]
          scope.update(mean, mean.add(x.mean(0).squeeze(0)));
          return Map.of("first", first, "second", second);
        });
  }

  @Test
  void operands_come_before_what_is_made_of_them() {
    for (Tensor node : graph().nodes()) {
      node.operands().forEach(operand -> assertTrue(operand.id() < node.id()));
    }
  }

  @Test
  void a_nodes_id_is_its_place() {
    Graph graph = graph();
    for (int i = 0; i < graph.nodes().size(); i++) {
      assertEquals(i, graph.nodes().get(i).id());
    }
  }

  @Test
  void what_is_given_is_listed_in_the_order_of_definition() {
    Graph graph = graph();
    assertEquals(List.of("x"), graph.inputs().stream().map(Op.Input::name).toList());
    assertEquals(
        List.of("first.weight", "first.bias"),
        graph.parameters().stream().map(Op.Parameter::name).toList());
    assertEquals(List.of("mean"), graph.buffers().stream().map(Op.Buffer::name).toList());
  }

  @Test
  void several_outputs_are_not_one() {
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () ->
                Graph.trace(
                        Mode.INFERENCE,
                        scope -> {
                          Map<String, Tensor> outputs = new LinkedHashMap<>();
                          outputs.put("a", scope.range(ROW)); // [row]
                          outputs.put("b", scope.range(ROW)); // [row]
                          return outputs;
                        })
                    .result());
    assertEquals("the graph has the outputs [a, b]", refused.getMessage());
  }

  @Test
  void outputs_are_in_the_order_of_their_names_whatever_that_of_the_definition() {
    Map<String, Tensor> stated = new LinkedHashMap<>();
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT); // []
              List.of("loss", "logits", "accuracy").forEach(name -> stated.put(name, x.negate()));
              return stated;
            });

    assertEquals(List.of("accuracy", "logits", "loss"), List.copyOf(graph.outputs().keySet()));
  }

  @Test
  void other_outputs_need_no_more_than_they_use() {
    Graph graph = graph();
    Graph second = graph.withOutputs(Map.of("second", graph.outputs().get("second")));
    assertEquals(List.of(), second.parameters());
    assertEquals(Set.of("second"), second.outputs().keySet());
    Map<String, Array> weights = graph.initialWeights(1);
    assertArrayEquals(
        Interpreter.run(graph, INPUTS, weights).get("second").toDoubles(),
        Interpreter.run(second, INPUTS, weights).get("second").toDoubles());
  }

  @Test
  void an_intermediate_value_can_be_an_output() {
    Graph graph = graph();
    Graph probed = graph.withOutputs(graph.probes());
    assertEquals(graph.probes().keySet(), probed.outputs().keySet());
    Evaluation evaluation = Interpreter.evaluate(graph, INPUTS, graph.initialWeights(1));
    Map<String, Array> outputs = Interpreter.run(probed, INPUTS, graph.initialWeights(1));
    assertArrayEquals(
        evaluation.probes().get("shared").toDoubles(), outputs.get("shared").toDoubles());
  }

  @Test
  void probes_that_are_not_computed_any_more_are_gone() {
    Graph graph = graph();
    Graph first = graph.withOutputs(Map.of("first", graph.outputs().get("first")));
    assertEquals(Set.of("shared"), first.probes().keySet());
  }

  @Test
  void stages_that_are_not_computed_any_more_are_gone() {
    Graph graph =
        Graph.trace(
            Mode.TRAINING,
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, ROW, WIDTH); // [row, width]
              Tensor first = scope.stage(x.silu()); // [row, width]
              return Map.of("first", first, "second", scope.stage(first.exp()));
            });
    assertEquals(
        List.of(graph.outputs().get("first"), graph.outputs().get("second")), graph.stages());
    assertEquals(2, graph.expanded().stages().size());
    Graph first = graph.withOutputs(Map.of("first", graph.outputs().get("first")));
    assertEquals(List.of(first.outputs().get("first")), first.stages());
  }

  @Test
  void updates_stay_whatever_the_outputs() {
    Graph graph = graph();
    Graph none = graph.withOutputs(Map.of());
    Evaluation evaluation = Interpreter.evaluate(none, INPUTS, graph.initialWeights(1));
    assertArrayEquals(new double[] {2, 3}, evaluation.updates().get("mean").toDoubles());
  }

  @Test
  void an_output_must_be_a_value_of_the_graph() {
    Tensor foreign = graph().nodes().get(3);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> graph().withOutputs(Map.of("y", foreign)));
    assertEquals("the output 'y' belongs to another graph", refused.getMessage());
  }

  @Test
  void a_part_makes_of_what_it_is_given_what_the_whole_does() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, ROW, WIDTH); // [row, width]
              Tensor hidden = scope.probe("hidden", x.exp()); // [row, width]
              return Map.of("y", scope.linear("map", hidden, WIDTH).add(x));
            });
    Tensor hidden = graph.probes().get("hidden");
    Tensor mapped = graph.outputs().get("y").operands().get(0);
    Graph part = graph.between(Map.of("h", hidden), Map.of("m", mapped));
    assertEquals(List.of("h"), part.inputs().stream().map(Op.Input::name).toList());
    assertEquals(graph.parameters(), part.parameters());
    Map<String, Array> weights = graph.initialWeights(1);
    Evaluation whole = Interpreter.evaluate(graph, INPUTS, weights);
    assertArrayEquals(
        whole.valueOf(mapped).toDoubles(),
        Interpreter.run(part, Map.of("h", whole.valueOf(hidden)), weights).get("m").toDoubles());
  }

  @Test
  void a_part_is_given_values_of_the_graph() {
    Tensor foreign = graph().nodes().get(3);
    assertEquals(
        "the input 'h' belongs to another graph",
        assertThrows(
                IllegalArgumentException.class,
                () -> graph().between(Map.of("h", foreign), Map.of()))
            .getMessage());
  }

  @Test
  void expanding_keeps_names_scopes_and_values() {
    Graph graph = graph();
    Graph expanded = graph.expanded();
    assertEquals(graph.parameters(), expanded.parameters());
    assertEquals(graph.probes().keySet(), expanded.probes().keySet());
    assertEquals(graph.outputs().get("first").scope(), expanded.outputs().get("first").scope());
    Map<String, Array> weights = graph.initialWeights(1);
    Map<String, Array> expected = Interpreter.run(graph, INPUTS, weights);
    Interpreter.run(expanded, INPUTS, weights)
        .forEach(
            (name, value) -> assertArrayEquals(expected.get(name).toDoubles(), value.toDoubles()));
  }

  @Test
  void it_is_written_one_value_a_line() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, ROW, WIDTH); // [row, width]
              return Map.of("y", x.matmul(x.transpose(0, 1)));
            });
    assertEquals(
        String.join(
            System.lineSeparator(),
            "%0 input [row, width=2]  []",
            "%1 transpose [width=2, row]  [%0]",
            "%2 matmul [row, row]  [%0, %1]",
            "y = %2"),
        graph.toString());
  }
}
