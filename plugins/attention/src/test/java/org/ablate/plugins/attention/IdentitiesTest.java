package org.ablate.plugins.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ablate.plugin.Attention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What variants are equal to where their settings make them so. */
class IdentitiesTest {
  /** Sums of a dozen terms near 1, in another order, differ by less. */
  private static final double TOLERANCE = 1e-12;

  /** What the means of so many random features are off by. */
  private static final double TOLERANCE_OF_CHANCE = 0.05;

  /** What ε under a root adds. */
  private static final double TOLERANCE_OF_EPSILON = 1e-9;

  private static final int HEADS = 4;
  private static final int LENGTH = 6;
  private static final Attention FULL = new ScaledDotProductAttention(0);

  private static Row row(int keyValueHeads) {
    return Row.of(HEADS, keyValueHeads, LENGTH, LENGTH).withPadding(2).withBias();
  }

  private static void requireEqual(Attention one, Attention other, Row row) {
    for (Row use : List.of(row, row.withCausality())) {
      requireEqual(use.through(one, use.weights(one)), use.through(other, use.weights(other)));
    }
  }

  private static void requireEqual(double[][][] one, double[][][] other) {
    for (int head = 0; head < one.length; head++) {
      for (int i = 0; i < one[head].length; i++) {
        assertArrayEquals(one[head][i], other[head][i], TOLERANCE);
      }
    }
  }

  @Test
  void as_many_groups_as_heads_are_multi_head_attention() {
    requireEqual(new GroupedQueryAttention(HEADS), FULL, row(HEADS));
  }

  @Test
  void groups_are_multi_head_attention_whose_keys_and_values_are_repeated() {
    Row shared = row(2);
    Row repeated =
        new Row(
            shared.query(),
            eachTwice(shared.key()),
            eachTwice(shared.value()),
            shared.causal(),
            shared.tokens(),
            shared.bias());
    requireEqual(
        shared.through(new GroupedQueryAttention(2), Map.of()), repeated.through(FULL, Map.of()));
  }

  private static double[][][] eachTwice(double[][][] heads) {
    return new double[][][] {heads[0], heads[0], heads[1], heads[1]};
  }

  @Test
  void a_window_of_at_least_the_length_is_full_attention() {
    requireEqual(new SlidingWindowAttention(LENGTH), FULL, row(HEADS));
  }

  @Test
  void a_stride_of_at_least_the_length_is_full_attention() {
    requireEqual(new StridedSparseAttention(LENGTH), FULL, row(HEADS));
  }

  @Test
  void a_stride_of_one_is_full_attention() {
    requireEqual(new StridedSparseAttention(1), FULL, row(HEADS));
  }

  @Test
  void a_window_without_gaps_is_a_sliding_window() {
    requireEqual(new DilatedAttention(3, 1), new SlidingWindowAttention(3), row(HEADS));
  }

  @Test
  void a_window_without_global_tokens_is_a_sliding_window() {
    requireEqual(new GlobalLocalAttention(3, 0), new SlidingWindowAttention(3), row(HEADS));
  }

  @Test
  void blocks_of_one_token_without_random_ones_are_a_window_and_global_tokens() {
    Row row = Row.of(HEADS, HEADS, LENGTH, LENGTH).withPadding(0).withBias();
    requireEqual(new BigBirdAttention(1, 3, 1, 0, 0), new GlobalLocalAttention(2, 1), row);
  }

  @Test
  void a_block_of_at_least_the_length_is_full_attention() {
    requireEqual(new BigBirdAttention(LENGTH, 1, 0, 0, 0), FULL, row(HEADS));
  }

  @Test
  void top_k_of_at_least_the_length_is_full_attention() {
    requireEqual(new TopKAttention(LENGTH), FULL, row(HEADS));
  }

  @Test
  void a_cap_that_no_score_comes_near_is_none() {
    requireEqual(new SoftCapAttention(1e7), FULL, row(HEADS));
  }

  @Test
  void a_general_score_with_the_unit_matrix_is_the_dot_product() {
    Attention general = new MultiplicativeAttention(MultiplicativeAttention.Form.GENERAL);
    Attention dot = new MultiplicativeAttention(MultiplicativeAttention.Form.DOT);
    double[] units = new double[HEADS * Row.HEAD_DIM * Row.HEAD_DIM];
    for (int i = 0; i < HEADS * Row.HEAD_DIM; i++) {
      units[i * Row.HEAD_DIM + i % Row.HEAD_DIM] = 1;
    }
    Row row = row(HEADS);
    requireEqual(row.through(general, Map.of("matrix", units)), row.through(dot, Map.of()));
  }

  @Test
  void heads_that_only_hear_themselves_are_multi_head_attention() {
    double[] own = new double[HEADS * HEADS];
    for (int head = 0; head < HEADS; head++) {
      own[head * HEADS + head] = 1;
    }
    Row row = row(HEADS);
    requireEqual(
        row.through(
            new TalkingHeadsAttention(), Map.of("scores_mixing", own, "weights_mixing", own)),
        row.through(FULL, Map.of()));
  }

  @Test
  void a_sink_that_nothing_falls_into_is_full_attention() {
    double[] never = new double[HEADS];
    Arrays.fill(never, -1e3);
    Row row = row(HEADS);
    requireEqual(
        row.through(new AttentionSink(AttentionSink.Form.LEARNED), Map.of("sink", never)),
        row.through(FULL, Map.of()));
  }

  @Test
  void local_attention_with_a_window_of_at_least_the_length_is_full_attention() {
    requireEqual(new GlobalLocalAttention(LENGTH, 0), FULL, row(HEADS));
  }

  @Test
  void with_all_tokens_global_attention_is_full() {
    requireEqual(new GlobalLocalAttention(1, LENGTH), FULL, row(HEADS));
  }

  @Test
  void keys_and_values_projected_to_themselves_are_full_attention() {
    double[] units = new double[LENGTH * LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      units[i * LENGTH + i] = 1;
    }
    Row row = Row.of(HEADS, HEADS, LENGTH, LENGTH);
    requireEqual(
        row.through(
            new LinformerAttention(LENGTH, LENGTH),
            Map.of("key_projection", units, "value_projection", units)),
        row.through(FULL, Map.of()));
  }

  @Test
  void longer_queries_and_keys_have_the_same_cosine() {
    Attention cosine = new CosineSimilarityAttention(10);
    Row row = row(HEADS);
    Row longer =
        new Row(
            twice(row.query()),
            twice(row.key()),
            row.value(),
            row.causal(),
            row.tokens(),
            row.bias());
    Map<String, double[]> weights = row.weights(cosine);
    double[][][] expected = row.through(cosine, weights);
    double[][][] actual = longer.through(cosine, weights);
    for (int head = 0; head < HEADS; head++) {
      for (int i = 0; i < LENGTH; i++) {
        assertArrayEquals(expected[head][i], actual[head][i], TOLERANCE_OF_EPSILON);
      }
    }
    assertFalse(cosine.seesMagnitude());
  }

  private static double[][][] twice(double[][][] heads) {
    return Arrays.stream(heads)
        .map(
            rows ->
                Arrays.stream(rows)
                    .map(row -> Arrays.stream(row).map(x -> 2 * x).toArray())
                    .toArray(double[][]::new))
        .toArray(double[][][]::new);
  }

  @Test
  void random_features_come_near_to_full_attention() {
    int features = 4_000;
    double[] directions = new double[Row.HEAD_DIM * features];
    SplittableRandom random = new SplittableRandom(3);
    Arrays.setAll(directions, i -> random.nextGaussian());
    Attention performer = new PerformerAttention(features, CausalForm.PARALLEL);
    Row row = Row.of(HEADS, HEADS, LENGTH, LENGTH).withPadding(2);
    double[][][] estimated = row.through(performer, Map.of("directions", directions));
    double[][][] expected = row.through(FULL, Map.of());
    for (int head = 0; head < HEADS; head++) {
      for (int i = 0; i < LENGTH; i++) {
        assertArrayEquals(expected[head][i], estimated[head][i], TOLERANCE_OF_CHANCE);
      }
    }
  }

  @Test
  void where_no_token_masks_another_selective_attention_is_full() {
    Row row = row(HEADS).withCausality();
    double[][][] query = row.query().clone();
    query[0] = new double[LENGTH][Row.HEAD_DIM];
    Row unselecting =
        new Row(
            query, row.key(), row.value(), true, row.tokens(), new double[HEADS][LENGTH][LENGTH]);
    requireEqual(
        unselecting.through(new SelectiveAttention(), Map.of()),
        unselecting.through(FULL, Map.of()));
  }

  /** All that see the distance between tokens by nothing but a positional encoding. */
  static Stream<Attention> withoutOrder() {
    return Stream.of(
        FULL,
        new AdditiveAttention(),
        new MultiplicativeAttention(MultiplicativeAttention.Form.GENERAL),
        new LinearAttention(CausalForm.PARALLEL, 1e-6),
        new PerformerAttention(6, CausalForm.PARALLEL),
        new BasedAttention(CausalForm.PARALLEL, 1e-6),
        new GatedOutputAttention(GatedOutputAttention.Form.HEADWISE),
        new TalkingHeadsAttention(),
        new SigmoidAttention(),
        new TopKAttention(2),
        new SparsemaxAttention(),
        new CosineSimilarityAttention(10),
        new QkNormAttention(QkNormAttention.Norm.LAYER, 1e-6),
        new QkNormAttention(QkNormAttention.Norm.RMS, 1e-6),
        new SoftCapAttention(0.5),
        new AttentionSink(AttentionSink.Form.LEARNED),
        new DifferentialAttention(0.8));
  }

  @ParameterizedTest
  @MethodSource("withoutOrder")
  void tokens_in_another_order_give_the_same_in_that_order(Attention attention) {
    int[] order = {3, 0, 5, 1, 4, 2};
    Row row = Row.of(HEADS, HEADS, LENGTH, LENGTH).withPadding(2);
    boolean[] tokens = new boolean[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      tokens[i] = row.tokens()[order[i]];
    }
    Row shuffled =
        new Row(
            ordered(row.query(), order),
            ordered(row.key(), order),
            ordered(row.value(), order),
            false,
            tokens,
            row.bias());
    Map<String, double[]> weights = row.weights(attention);
    requireEqual(
        ordered(row.through(attention, weights), order), shuffled.through(attention, weights));
  }

  private static double[][][] ordered(double[][][] heads, int[] order) {
    double[][][] ordered = new double[heads.length][order.length][];
    for (int head = 0; head < heads.length; head++) {
      for (int i = 0; i < order.length; i++) {
        ordered[head][i] = heads[head][order[i]];
      }
    }
    return ordered;
  }
}
