package org.ablate.plugins.positional_encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.plugins.positional_encoding.Randomized.Encoding;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

class RandomizedTest {
  private static final int RANGE = 8;
  private static final Randomized RANDOMIZED = new Randomized(Encoding.ROTARY, RANGE, 2);

  @Test
  void training_takes_the_positions_with_the_largest_random_numbers_in_order() {
    double[] numbers = {0.1, 0.9, 0.3, 0.8, 0.2, 0.7, 0.6, 0.0};

    assertArrayEquals(new double[] {1, 3, 5}, placed(numbers, 0, 1, 2));
  }

  @Test
  void a_sequence_as_long_as_the_range_gets_all_positions() {
    double[] numbers = new SplittableRandom(1).doubles(RANGE).toArray();

    assertArrayEquals(
        new double[] {0, 1, 2, 3, 4, 5, 6, 7}, placed(numbers, 0, 1, 2, 3, 4, 5, 6, 7));
  }

  @Test
  void padding_before_the_first_token_takes_none_of_the_drawn_positions_from_tokens() {
    double[] numbers = {0.1, 0.9, 0.3, 0.8, 0.2, 0.7, 0.6, 0.0};

    assertArrayEquals(new double[] {1, 1, 3}, placed(numbers, 0, 0, 1));
  }

  @Test
  void drawn_positions_are_uniform_over_the_range() {
    SplittableRandom random = new SplittableRandom(7);
    int draws = 2000;
    int[] counts = new int[RANGE];
    for (int draw = 0; draw < draws; draw++) {
      for (double position : placed(random.doubles(RANGE).toArray(), 0, 1)) {
        counts[(int) position]++;
      }
    }
    // Binomial with probability 1/4: mean 500, standard deviation 19.4; five of them either way.
    for (int count : counts) {
      assertTrue(Math.abs(count - draws / 4) < 97, "drawn " + count + " times");
    }
  }

  @Test
  void outside_of_training_tokens_stand_a_stride_apart() {
    for (Mode mode : new Mode[] {Mode.INFERENCE, Mode.DECODING_START, Mode.DECODING_STEP}) {
      assertArrayEquals(new double[] {0, 2, 4}, placed(mode, Map.of(), 0, 1, 2), mode.name());
    }
  }

  @Test
  void a_sequence_is_at_most_as_long_as_the_range_has_strides() {
    assertEquals(OptionalInt.of(4), RANDOMIZED.maxLength());
  }

  @Test
  void it_encodes_as_the_encoding_that_it_names() {
    double[][] x = Traced.random(2, 4);
    PositionalEncoding rotary = new Rotary(10_000, Rotary.Layout.HALF_SPLIT, 1, RotaryScaling.NONE);

    assertArrayEquals(Traced.queries(rotary, x, 3, 6)[1], Traced.queries(RANDOMIZED, x, 3, 6)[1]);
    assertArrayEquals(
        Traced.embeddings(new Learned(RANGE), x, 3, 6).out(),
        Traced.embeddings(new Randomized(Encoding.LEARNED, RANGE, 2), x, 3, 6).out());
    assertArrayEquals(
        Traced.bias(
                new Alibi(Alibi.Distance.SYMMETRIC, false), 2, true, new long[] {7}, new long[] {3})
            .out(),
        Traced.bias(
                new Randomized(Encoding.ALIBI, RANGE, 2), 2, true, new long[] {7}, new long[] {3})
            .out());
  }

  @Test
  void embeddings_are_scaled_when_those_of_the_encoding_within_are() {
    assertTrue(new Randomized(Encoding.LEARNED, RANGE, 2).isScaledWithEmbeddings());
    assertFalse(new Randomized(Encoding.SINUSOIDAL, RANGE, 2).isScaledWithEmbeddings());
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertEquals(
        "range must be at least 1, got 0", refusal(() -> new Randomized(Encoding.ROTARY, 0, 1)));
    assertEquals(
        "stride must be between 1 and the range, 8, got 9",
        refusal(() -> new Randomized(Encoding.ROTARY, RANGE, 9)));
  }

  private static double[] placed(double[] numbers, long... counted) {
    return placed(Mode.TRAINING, Map.of("places", Array.of(numbers, RANGE)), counted);
  }

  private static double[] placed(Mode mode, Map<String, Array> random, long... counted) {
    Graph graph =
        Graph.trace(
            mode,
            scope -> {
              Tensor positions =
                  scope.input(
                      "positions",
                      DataType.INTEGER,
                      Dim.of("batch", 1),
                      Dim.symbolic("position")); // [batch, position]
              Positions placed =
                  RANDOMIZED.place(scope, new Positions(positions, positions, false));
              return Map.of("query", placed.query(), "key", placed.key());
            });
    Map<String, Array> inputs = new HashMap<>(random);
    inputs.put("positions", Array.of(counted, 1, counted.length));
    Map<String, Array> outputs = Interpreter.run(graph, inputs, Map.of());
    assertArrayEquals(outputs.get("query").toDoubles(), outputs.get("key").toDoubles());
    return outputs.get("query").toDoubles();
  }

  private static String refusal(Runnable work) {
    return assertThrows(IllegalArgumentException.class, work::run).getMessage();
  }
}
