package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DecodingSessionTest {
  /** A few hundred roundings of double-precision numbers near one. */
  private static final double TOLERANCE = 1e-13;

  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim D_MODEL = Dim.of("d_model", 2);

  private static Libtorch open() {
    return Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
  }

  private static Map<String, Array> tokens(long[] all, int from, int to) {
    return Map.of("tokens", Array.of(Arrays.copyOfRange(all, from, to), 1, to - from));
  }

  private static double[] last(Map<String, Array> outputs) {
    double[] logits = outputs.get("logits").toDoubles();
    int classes = Math.toIntExact(outputs.get("logits").shape()[2]);
    return Arrays.copyOfRange(logits, logits.length - classes, logits.length);
  }

  @Test
  void decoding_step_by_step_gives_what_the_whole_gives() {
    Graph full = TinyGpt.forMode(Mode.INFERENCE);
    long[] tokens = {1, 5, 2, 10, 3, 7, 7, 0};
    try (Libtorch libtorch = open();
        Weights weights = libtorch.weights(full.initialWeights(3), Set.of());
        Program program = libtorch.compile(full);
        DecodingSession session =
            libtorch.decoding(
                TinyGpt.forMode(Mode.DECODING_START),
                TinyGpt.forMode(Mode.DECODING_STEP),
                weights)) {
      for (int repetition = 0; repetition < 2; repetition++) {
        double[] first = last(session.start(tokens(tokens, 0, 3), 3));
        assertArrayEquals(last(program.run(weights, tokens(tokens, 0, 3))), first, TOLERANCE);
        for (int to = 4; to <= tokens.length; to++) {
          double[] next = last(session.step(tokens(tokens, to - 1, to), 1));
          assertArrayEquals(last(program.run(weights, tokens(tokens, 0, to))), next, TOLERANCE);
        }
      }
    }
  }

  @Test
  void several_positions_may_come_at_once() {
    Graph full = TinyGpt.forMode(Mode.INFERENCE);
    long[] tokens = {1, 5, 2, 10, 3, 7, 7, 0};
    try (Libtorch libtorch = open();
        Weights weights = libtorch.weights(full.initialWeights(3), Set.of());
        Program program = libtorch.compile(full);
        DecodingSession session =
            libtorch.decoding(
                TinyGpt.forMode(Mode.DECODING_START),
                TinyGpt.forMode(Mode.DECODING_STEP),
                weights)) {
      session.start(tokens(tokens, 0, 2), 2);
      double[] next = last(session.step(tokens(tokens, 2, 8), 6));
      assertArrayEquals(last(program.run(weights, tokens(tokens, 0, 8))), next, TOLERANCE);
    }
  }

  /** Adds up what it has seen, and tells how many positions that were. */
  private static Graph sums(Mode mode) {
    return Graph.trace(
        mode,
        s -> {
          Tensor x = s.input("x", DataType.FLOAT, BATCH, D_MODEL); // [batch, d_model]
          Tensor sum = s.previous("sum", DataType.FLOAT, x.shape()).add(x); // [batch, d_model]
          s.next("sum", sum);
          return Map.of("sum", sum, "past", s.extent(Dim.symbolic(Scope.PAST)));
        });
  }

  @Test
  void a_state_that_does_not_grow_starts_from_zeros() {
    try (Libtorch libtorch = open();
        Weights none = libtorch.weights(Map.of(), Set.of());
        DecodingSession session =
            libtorch.decoding(sums(Mode.DECODING_START), sums(Mode.DECODING_STEP), none)) {
      Map<String, Array> inputs = Map.of("x", Array.of(new double[] {1, 2}, 1, 2));
      assertArrayEquals(new double[] {1, 2}, session.start(inputs, 1).get("sum").toDoubles());
      assertArrayEquals(new double[] {2, 4}, session.step(inputs, 1).get("sum").toDoubles());
      Map<String, Array> third = session.step(inputs, 1);
      assertArrayEquals(new double[] {3, 6}, third.get("sum").toDoubles());
      assertEquals(2, third.get("past").at(0));
    }
  }

  @Test
  void sequences_go_on_in_another_order_and_several_times() {
    try (Libtorch libtorch = open();
        Weights none = libtorch.weights(Map.of(), Set.of());
        DecodingSession session =
            libtorch.decoding(sums(Mode.DECODING_START), sums(Mode.DECODING_STEP), none)) {
      session.start(Map.of("x", Array.of(new double[] {1, 2, 10, 20}, 2, 2)), 1);
      session.select(1, 0, 1);
      Map<String, Array> ones = Map.of("x", Array.of(new double[] {1, 1, 1, 1, 1, 1}, 3, 2));
      assertArrayEquals(
          new double[] {11, 21, 2, 3, 11, 21}, session.step(ones, 1).get("sum").toDoubles());
      session.select(1);
      Map<String, Array> one = Map.of("x", Array.of(new double[] {1, 1}, 1, 2));
      assertArrayEquals(new double[] {3, 4}, session.step(one, 1).get("sum").toDoubles());
    }
  }

  @Test
  void a_sequence_that_is_not_there_cannot_be_selected() {
    try (Libtorch libtorch = open();
        Weights none = libtorch.weights(Map.of(), Set.of());
        DecodingSession session =
            libtorch.decoding(sums(Mode.DECODING_START), sums(Mode.DECODING_STEP), none)) {
      session.start(Map.of("x", Array.of(new double[] {1, 2, 10, 20}, 2, 2)), 1);
      LibtorchException beyond = assertThrows(LibtorchException.class, () -> session.select(0, 5));
      assertEquals("the sequence 5 is not among 0 to 1", beyond.getMessage());
      LibtorchException below = assertThrows(LibtorchException.class, () -> session.select(-1));
      assertEquals("the sequence -1 is not among 0 to 1", below.getMessage());
      Map<String, Array> ones = Map.of("x", Array.of(new double[] {1, 1, 1, 1}, 2, 2));
      assertArrayEquals(new double[] {2, 3, 11, 21}, session.step(ones, 1).get("sum").toDoubles());
    }
  }

  /** Keeps the numbers of all sequences in one axis. */
  private static Graph entangled(Mode mode) {
    return Graph.trace(
        mode,
        s -> {
          Tensor x = s.input("x", DataType.FLOAT, BATCH, D_MODEL).flatten(0, 1, "all"); // [all]
          Tensor sum = s.previous("sum", DataType.FLOAT, x.shape()).add(x); // [all]
          s.next("sum", sum);
          return Map.of("sum", sum);
        });
  }

  @Test
  void sequences_that_share_an_axis_cannot_be_selected() {
    try (Libtorch libtorch = open();
        Weights none = libtorch.weights(Map.of(), Set.of());
        DecodingSession session =
            libtorch.decoding(
                entangled(Mode.DECODING_START), entangled(Mode.DECODING_STEP), none)) {
      session.start(Map.of("x", Array.of(new double[4], 2, 2)), 1);
      LibtorchException refused = assertThrows(LibtorchException.class, () -> session.select(1));
      assertEquals(
          "the state 'sum' [all=2·batch] has no axis of the size batch, by which sequences could be told apart",
          refused.getMessage());
    }
  }

  @Test
  void a_batch_of_another_size_is_refused() {
    try (Libtorch libtorch = open();
        Weights none = libtorch.weights(Map.of(), Set.of());
        DecodingSession session =
            libtorch.decoding(sums(Mode.DECODING_START), sums(Mode.DECODING_STEP), none)) {
      session.start(Map.of("x", Array.of(new double[2], 1, 2)), 1);
      Map<String, Array> wider = Map.of("x", Array.of(new double[4], 2, 2));
      LibtorchException refused =
          assertThrows(LibtorchException.class, () -> session.step(wider, 1));
      assertEquals(
          "the input 'sum' of shape [batch, d_model=2] is given with the sizes [1, 2], but axis 0 must be 2, because batch=2 in the input 'x'",
          refused.getMessage());
    }
  }

  @Test
  void a_step_before_the_start_is_refused() {
    try (Libtorch libtorch = open();
        Weights none = libtorch.weights(Map.of(), Set.of());
        DecodingSession session =
            libtorch.decoding(sums(Mode.DECODING_START), sums(Mode.DECODING_STEP), none)) {
      LibtorchException refused =
          assertThrows(LibtorchException.class, () -> session.step(Map.of(), 1));
      assertEquals("decoding has not been started", refused.getMessage());
    }
  }

  @Test
  void graphs_of_different_models_are_refused() {
    try (Libtorch libtorch = open();
        Weights none = libtorch.weights(Map.of(), Set.of())) {
      Graph start = TinyGpt.forMode(Mode.INFERENCE);
      LibtorchException refused =
          assertThrows(
              LibtorchException.class,
              () -> libtorch.decoding(start, sums(Mode.DECODING_STEP), none));
      assertEquals(
          "the later calls of decoding read the state 'sum', but the first one leaves only []",
          refused.getMessage());
    }
  }
}
