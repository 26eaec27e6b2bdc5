package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ProgramTest {
  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim POSITION = Dim.symbolic("position");
  private static final Dim TOKEN = Dim.of("token", 5);
  private static final Dim D_MODEL = Dim.of("d_model", 2);

  private static Libtorch open() {
    return Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
  }

  private static Graph embedding() {
    return Graph.trace(
        Mode.INFERENCE,
        s -> {
          Tensor tokens = s.input("tokens", DataType.INTEGER, BATCH, POSITION); // [b, position]
          return s.in(
              "embedding",
              inner -> {
                Tensor table = inner.parameter("weight", Initializer.ONES, TOKEN, D_MODEL);
                return Map.of("rows", table.take(tokens));
              });
        });
  }

  /** Runs the embedding on what cannot be run, and tells the message. */
  private static String refusal(Map<String, Array> inputs) {
    Graph graph = embedding();
    return refusal(graph, graph.initialWeights(0), inputs);
  }

  private static String refusal(Graph graph, Map<String, Array> values, Map<String, Array> inputs) {
    try (Libtorch libtorch = open();
        Weights weights = libtorch.weights(values, Set.of());
        Program program = libtorch.compile(graph)) {
      return assertThrows(LibtorchException.class, () -> program.run(weights, inputs)).getMessage();
    }
  }

  @Test
  void a_missing_input_is_named() {
    assertEquals(
        "the input 'tokens' is not given; given are [token]",
        refusal(Map.of("token", Array.of(new long[2], 1, 2))));
  }

  @Test
  void an_input_of_another_data_type_is_named() {
    assertEquals(
        "the input 'tokens' takes integer, not float",
        refusal(Map.of("tokens", Array.of(new double[2], 1, 2))));
  }

  @Test
  void an_input_of_another_shape_is_named_with_what_is_expected() {
    assertEquals(
        "the input 'tokens' of shape [batch, position] is given with the sizes [2], which are 1 and not 2",
        refusal(Map.of("tokens", Array.of(new long[2], 2))));
  }

  @Test
  void an_index_beyond_the_table_is_named_with_its_place() {
    assertEquals(
        "the index 5 at [1, 0] of the input 'tokens' is not among 0 to 4"
            + "%n  at %%1 take [batch, position, d_model=2]%n  in embedding".formatted(),
        refusal(Map.of("tokens", Array.of(new long[] {0, 4, 5, -1}, 2, 2)))
            .replaceFirst("%\\d+ take", "%1 take"));
  }

  @Test
  void an_index_below_the_table_is_named_with_its_place() {
    assertTrue(
        refusal(Map.of("tokens", Array.of(new long[] {0, -1}, 1, 2)))
            .startsWith("the index -1 at [0, 1] of the input 'tokens' is not among 0 to 4"));
  }

  @Test
  void an_index_that_was_computed_is_named_with_its_place() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            s -> {
              Tensor table = s.parameter("positions", Initializer.ONES, TOKEN, D_MODEL); // [t, d]
              Tensor x = s.input("x", DataType.FLOAT, POSITION); // [position]
              return Map.of("rows", table.take(s.range(POSITION)), "x", x);
            });
    assertTrue(
        refusal(graph, graph.initialWeights(0), Map.of("x", Array.of(new double[6], 6)))
            .matches(
                "(?s)the index 5 at \\[5] of %\\d+ range integer \\[position] is not among 0 to 4.*"));
  }

  @Test
  void a_label_beyond_the_classes_is_named_with_its_place() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            s -> {
              Tensor logits = s.input("logits", DataType.FLOAT, BATCH, TOKEN); // [batch, token]
              Tensor labels = s.input("labels", DataType.INTEGER, BATCH); // [batch]
              return Map.of("loss", logits.crossEntropy(labels, 0));
            });
    Map<String, Array> inputs =
        Map.of(
            "logits", Array.of(new double[15], 3, 5),
            "labels", Array.of(new long[] {1, -100, -5}, 3));
    assertTrue(
        refusal(graph, Map.of(), inputs)
            .startsWith("the index -5 at [2] of the input 'labels' is not among 0 to 4"));
  }

  @Test
  void a_missing_weight_is_named() {
    assertEquals(
        "the graph needs the weight 'embedding.weight' of shape [token=5, d_model=2], and the weights have none of the name",
        refusal(embedding(), Map.of(), Map.of("tokens", Array.of(new long[2], 1, 2))));
  }

  @Test
  void a_weight_of_another_shape_is_named() {
    assertEquals(
        "the graph needs the weight 'embedding.weight' of shape [token=5, d_model=2], but its sizes are [5, 3]",
        refusal(
            embedding(),
            Map.of("embedding.weight", Array.of(new float[15], 5, 3)),
            Map.of("tokens", Array.of(new long[2], 1, 2))));
  }

  @Test
  void more_largest_than_there_are_is_refused_with_its_place() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            s ->
                s.in(
                    "router",
                    inner -> {
                      Tensor x = inner.input("x", DataType.FLOAT, BATCH); // [batch]
                      return Map.of("best", x.topK(3, 0));
                    }));
    assertEquals(
        "there are no 3 largest of 2%n  at %%1 top_k integer [top=3]%n  in router".formatted(),
        refusal(graph, Map.of(), Map.of("x", Array.of(new double[2], 2))));
  }

  @Test
  void what_libtorch_itself_refuses_is_told_with_its_place() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            s -> {
              Tensor x = s.input("x", DataType.INTEGER, BATCH); // [batch]
              return Map.of("rest", s.range(BATCH).remainder(x));
            });
    assertEquals(
        "ZeroDivisionError%n  at %%2 remainder integer [batch]".formatted(),
        refusal(graph, Map.of(), Map.of("x", Array.of(new long[] {1, 0}, 2))));
  }

  @Test
  void a_part_that_would_start_before_its_axis_is_refused() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            s -> {
              Tensor x = s.input("x", DataType.FLOAT, BATCH); // [batch]
              return Map.of("part", x.slice(0, BATCH.extent().minus(Polynomial.of(3)), Dim.one()));
            });
    assertEquals(
        "an axis of 2 has no part of size 1 that starts at -1%n  at %%1 slice [1]".formatted(),
        refusal(graph, Map.of(), Map.of("x", Array.of(new double[2], 2))));
  }

  @Test
  void an_output_may_be_an_input_a_weight_or_a_constant() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            s -> {
              Tensor x = s.input("x", DataType.FLOAT, BATCH); // [batch]
              Tensor w = s.parameter("w", Initializer.ONES, D_MODEL); // [d_model]
              return Map.of("x", x, "w", w, "place", s.range(BATCH), "same", x.rename(0, "row"));
            });
    try (Libtorch libtorch = open();
        Weights weights = libtorch.weights(graph.initialWeights(0), Set.of("w"));
        Program program = libtorch.compile(graph)) {
      for (int run = 0; run < 2; run++) {
        Map<String, Array> inputs = Map.of("x", Array.of(new double[] {7, 8}, 2));
        Map<String, Array> outputs = program.run(weights, inputs);
        assertArrayEquals(new double[] {7, 8}, outputs.get("x").toDoubles());
        assertArrayEquals(new double[] {7, 8}, outputs.get("same").toDoubles());
        assertArrayEquals(new double[] {1, 1}, outputs.get("w").toDoubles());
        assertArrayEquals(new double[] {0, 1}, outputs.get("place").toDoubles());
      }
    }
  }

  @Test
  void values_that_depend_on_sizes_follow_the_sizes() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            s -> {
              Tensor x = s.input("x", DataType.FLOAT, BATCH, POSITION); // [batch, position]
              return Map.of("y", x.add(s.range(POSITION).toFloat().square()));
            });
    try (Libtorch libtorch = open();
        Weights none = libtorch.weights(Map.of(), Set.of());
        Program program = libtorch.compile(graph)) {
      for (int round = 0; round < 2; round++) {
        for (int positions = 1; positions <= 40; positions++) {
          Map<String, Array> inputs = Map.of("x", Array.of(new double[positions], 1, positions));
          double[] y = program.run(none, inputs).get("y").toDoubles();
          assertEquals((positions - 1) * (positions - 1), y[positions - 1]);
        }
      }
    }
  }

  @Test
  void equal_computations_run_once() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            s -> {
              Tensor tokens = s.input("tokens", DataType.INTEGER, BATCH, POSITION); // [b, position]
              Tensor once = tokens.notEqual(0).toFloat(); // [batch, position]
              Tensor twice = tokens.notEqual(0).toFloat(); // [batch, position]
              return Map.of("sum", once.add(twice));
            });
    try (Transfer transfer = new Transfer(Device.CPU, Precision.FLOAT32);
        RandomSource random = new RandomSource(transfer);
        Natives natives = new Natives()) {
      Plan plan =
          Lowering.plan(
              graph, Roots.ofRun(graph), ProductPrecision.FULL, transfer, random, natives);
      assertEquals(3, plan.instructions().size()); // not equal, to float, add
    }
  }

  @Test
  void intermediate_values_are_released_at_their_last_use() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            s -> {
              Tensor x = s.input("x", DataType.FLOAT, BATCH); // [batch]
              Tensor y = x.exp(); // [batch]
              return Map.of("z", y.sin().multiply(y).tanh());
            });
    try (Transfer transfer = new Transfer(Device.CPU, Precision.FLOAT32);
        RandomSource random = new RandomSource(transfer);
        Natives natives = new Natives()) {
      Plan plan =
          Lowering.plan(
              graph, Roots.ofRun(graph), ProductPrecision.FULL, transfer, random, natives);
      List<Integer> released = plan.instructions().stream().map(i -> i.released().length).toList();
      assertEquals(List.of(1, 0, 2, 1), released); // x after exp, y and its sine after multiply, …
    }
  }

  @Test
  void the_gradient_of_what_an_output_does_not_depend_on_is_zero() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            s -> {
              Tensor w = s.parameter("w", Initializer.ONES, D_MODEL); // [d_model]
              Tensor x = s.input("x", DataType.FLOAT, D_MODEL); // [d_model]
              s.input("unused", DataType.FLOAT, BATCH);
              return Map.of("y", w.detach().multiply(x));
            });
    try (Libtorch libtorch = open();
        Weights weights = libtorch.weights(graph.initialWeights(0), Set.of("w"));
        Program program = libtorch.compile(graph)) {
      Map<String, Array> inputs =
          Map.of("x", Array.of(new double[2], 2), "unused", Array.of(new double[3], 3));
      Map<String, Array> gradients = program.gradients(weights, inputs);
      assertEquals(Set.of("w", "x", "unused"), gradients.keySet());
      assertArrayEquals(new double[2], gradients.get("w").toDoubles());
      assertArrayEquals(new double[] {1, 1}, gradients.get("x").toDoubles());
      assertArrayEquals(new double[3], gradients.get("unused").toDoubles());
    }
  }
}
