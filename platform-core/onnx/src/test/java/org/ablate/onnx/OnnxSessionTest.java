package org.ablate.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.function.Function;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

class OnnxSessionTest {
  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim POSITION = Dim.symbolic("position");
  private static final Dim PAST = Dim.symbolic(Scope.PAST);

  private static final OnnxRuntime RUNTIME = OnnxRuntime.open(Provider.CPU);

  private static OnnxSession session(Mode mode, Function<Scope, Tensor> definition) {
    Graph graph = Graph.trace(mode, scope -> Map.of("result", definition.apply(scope)));
    return RUNTIME.load(OnnxModel.of(graph, graph.initialWeights(1), Precision.FLOAT32));
  }

  private static Array floats(double... values) {
    return Array.of(values, values.length);
  }

  @Test
  void several_outputs_come_in_the_order_of_their_names() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, BATCH); // [batch]
              return Map.of("negative", x.negate(), "above", x.greater(0), "itself", x);
            });
    try (OnnxSession session = RUNTIME.load(OnnxModel.of(graph, Map.of(), Precision.FLOAT64))) {
      Map<String, Array> outputs = session.run(Map.of("x", floats(1, -2)));
      assertEquals("[above, itself, negative]", outputs.keySet().toString());
      assertArrayEquals(new double[] {-1, 2}, outputs.get("negative").toDoubles());
      assertArrayEquals(new double[] {1, 0}, outputs.get("above").toDoubles());
      assertArrayEquals(new double[] {1, -2}, outputs.get("itself").toDoubles());
    }
  }

  @Test
  void floats_come_in_the_precision_of_the_model() {
    Graph graph =
        Graph.trace(Mode.INFERENCE, s -> Map.of("y", s.input("x", DataType.FLOAT, BATCH).negate()));
    for (Precision precision : Precision.values()) {
      try (OnnxSession session = RUNTIME.load(OnnxModel.of(graph, Map.of(), precision))) {
        Array y = session.run(Map.of("x", floats(0.1))).get("y");
        switch (precision) {
          case FLOAT32 -> assertEquals(-0.1f, assertInstanceOf(Array.Floats.class, y).values()[0]);
          case FLOAT64 -> assertEquals(-0.1, assertInstanceOf(Array.Doubles.class, y).values()[0]);
        }
      }
    }
  }

  @Test
  void an_axis_may_be_empty() {
    try (OnnxSession session =
        session(
            Mode.DECODING_STEP,
            s -> s.append("keys", s.input("x", DataType.FLOAT, BATCH, POSITION), -1))) {
      Map<String, Array> outputs =
          session.run(
              Map.of(
                  "x", Array.of(new float[] {1, 2}, 1, 2), "keys", Array.of(new float[0], 1, 0)));
      assertArrayEquals(new double[] {1, 2}, outputs.get("result").toDoubles());
    }
  }

  @Test
  void a_recurrence_along_an_empty_axis_is_refused() {
    try (OnnxSession session =
        session(
            Mode.INFERENCE,
            s ->
                s.input("x", DataType.FLOAT, BATCH, POSITION)
                    .scan(1, s.input("start", DataType.FLOAT, BATCH), Tensor::add))) {
      OnnxException refused =
          assertThrows(
              OnnxException.class,
              () -> session.run(Map.of("x", Array.of(new float[0], 1, 0), "start", floats(3))));
      assertEquals(
          "ONNX Runtime cannot run a recurrence along an empty axis"
              + "%n  at %%2 scan [batch]".formatted(),
          refused.getMessage());
    }
  }

  @Test
  void what_one_call_of_decoding_leaves_is_what_the_next_one_takes() {
    try (OnnxSession session =
        session(
            Mode.DECODING_STEP,
            s -> s.append("keys", s.input("x", DataType.FLOAT, POSITION), 0).sum(0))) {
      Map<String, Array> first =
          session.run(Map.of("x", floats(1, 2), "keys", Array.of(new float[0], 0)));
      Map<String, Array> second =
          session.run(Map.of("x", floats(4), "keys", first.get(OnnxModel.next("keys"))));
      assertArrayEquals(new double[] {7}, second.get("result").toDoubles());
      assertArrayEquals(new double[] {1, 2, 4}, second.get("keys.next").toDoubles());
    }
  }

  @Test
  void random_numbers_are_taken_as_they_are_given() {
    try (OnnxSession session =
        session(Mode.TRAINING, s -> s.dropout("drop", s.input("x", DataType.FLOAT, BATCH), 0.5))) {
      Map<String, Array> outputs =
          session.run(Map.of("x", floats(1, 2, 3), "drop", floats(0.1, 0.5, 0.9)));
      assertArrayEquals(new double[] {0, 4, 6}, outputs.get("result").toDoubles());
    }
  }

  // ---- Sizes

  @Test
  void a_size_is_found_in_an_axis_that_is_a_polynomial() {
    Dim twice = new Dim("twice", POSITION.extent().times(2).plus(Polynomial.of(1)));
    try (OnnxSession session =
        session(
            Mode.INFERENCE,
            s -> s.input("x", DataType.FLOAT, twice).slice(0, Polynomial.of(1), POSITION))) {
      Array result = session.run(Map.of("x", floats(0, 1, 2, 3, 4, 5, 6))).get("result");
      assertArrayEquals(new double[] {1, 2, 3}, result.toDoubles());
    }
  }

  @Test
  void a_size_is_found_in_a_product_with_another_input_s() {
    Dim rows = new Dim("row", BATCH.extent().times(POSITION.extent()));
    try (OnnxSession session =
        session(
            Mode.INFERENCE,
            s -> {
              Tensor x = s.input("x", DataType.FLOAT, rows); // [row]
              s.input("y", DataType.FLOAT, BATCH);
              return x.unflatten(0, BATCH, POSITION); // [batch, position]
            })) {
      Map<String, Array> inputs = Map.of("x", floats(0, 1, 2, 3, 4, 5), "y", floats(0, 0));
      assertArrayEquals(new long[] {2, 3}, session.run(inputs).get("result").shape());
    }
  }

  @Test
  void a_size_that_no_input_tells_is_stated() {
    try (OnnxSession session =
        session(
            Mode.DECODING_STEP, s -> s.input("x", DataType.INTEGER, BATCH).add(s.extent(PAST)))) {
      Map<String, Array> inputs = Map.of("x", Array.of(new long[] {1, 2}, 2));
      Array result = session.run(inputs, Map.of(Scope.PAST, 10L)).get("result");
      assertArrayEquals(new double[] {11, 12}, result.toDoubles());
      var refused = assertThrows(IllegalArgumentException.class, () -> session.run(inputs));
      assertEquals("the size of 'past' is not given; given are [batch]", refused.getMessage());
    }
  }

  // ---- Refusals

  @Test
  void inputs_that_contradict_each_other_are_refused_as_by_every_engine() {
    try (OnnxSession session =
        session(
            Mode.INFERENCE,
            s -> s.input("x", DataType.FLOAT, BATCH).add(s.input("y", DataType.FLOAT, BATCH)))) {
      var refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> session.run(Map.of("x", floats(1, 2), "y", floats(1))));
      assertEquals(
          "the input 'y' of shape [batch] is given with the sizes [1], but axis 0 must be 2, because batch=2 in the input 'x'",
          refused.getMessage());
    }
  }

  @Test
  void random_numbers_must_be_given() {
    try (OnnxSession session =
        session(Mode.TRAINING, s -> s.uniform("noise", Shape.of(Dim.of("n", 2))))) {
      var missing = assertThrows(IllegalArgumentException.class, () -> session.run(Map.of()));
      assertEquals(
          "the random numbers 'noise' are not given, and there is no generator here; inference must draw none",
          missing.getMessage());
      var unfit =
          assertThrows(
              IllegalArgumentException.class, () -> session.run(Map.of("noise", floats(1))));
      assertEquals(
          "the random numbers 'noise' must have the sizes [2], but [1] are given",
          unfit.getMessage());
    }
  }

  @Test
  void a_part_beyond_its_axis_is_refused() {
    try (OnnxSession session =
        session(
            Mode.INFERENCE,
            s -> {
              Tensor x = s.input("x", DataType.FLOAT, POSITION); // [position]
              return x.slice(0, 0, 3); // [3]
            })) {
      var refused =
          assertThrows(
              IllegalArgumentException.class, () -> session.run(Map.of("x", floats(1, 2))));
      assertEquals(
          "an axis of 2 has no part of size 3 that starts at 0%n  at %%1 slice [position=3]"
              .formatted(),
          refused.getMessage());
    }
  }

  @Test
  void an_index_below_zero_counts_from_the_end() {
    try (OnnxSession session =
        session(
            Mode.INFERENCE,
            s ->
                s.range(Dim.of("token", 3))
                    .take(s.input("tokens", DataType.INTEGER, POSITION)))) { // [position]
      Array tokens = Array.of(new long[] {-1, 1}, 2);
      assertArrayEquals(
          new double[] {2, 1}, session.run(Map.of("tokens", tokens)).get("result").toDoubles());
    }
  }

  @Test
  void an_index_beyond_its_table_is_refused_with_the_node() {
    try (OnnxSession session =
        session(
            Mode.INFERENCE,
            s -> {
              Tensor tokens = s.input("tokens", DataType.INTEGER, POSITION); // [position]
              return s.in(
                  "embedding",
                  in ->
                      in.parameter("weight", Initializer.ZEROS, Dim.of("token", 3), Dim.of("d", 2))
                          .take(tokens)); // [position, d]
            })) {
      var refused =
          assertThrows(
              OnnxException.class,
              () -> session.run(Map.of("tokens", Array.of(new long[] {3}, 1))));
      assertEquals(
          "ONNX Runtime cannot run the model: Error code - ORT_INVALID_ARGUMENT - message: Non-zero status code returned while running Gather node. Name:'embedding/take_2' Status Message: indices element out of data bounds, idx=3 must be within the inclusive range [-3,2]",
          refused.getMessage());
    }
  }
}
