package org.ablate.plugins.positional_encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Buckets of distances, read off a table whose entries all differ. */
class T5BiasTest {
  private static final T5Bias T5 = new T5Bias(32, 128, true);

  @Test
  void half_of_the_causal_buckets_hold_one_distance_each() {
    int[] buckets = IntStream.range(0, 16).toArray();
    assertBuckets(true, Arrays.stream(buckets).map(distance -> -distance).toArray(), buckets);
  }

  @Test
  void causal_buckets_then_grow_logarithmically_up_to_the_largest_distance() {
    // 16 + floor(16 ln(d / 16) / ln 8), as T5 of the Transformers library numbers them.
    assertBuckets(true, new int[] {-16, -18, -19, -20, -21}, 16, 16, 17, 17, 18);
    assertBuckets(true, new int[] {-32, -64, -112, -113}, 21, 26, 30, 31);
  }

  @Test
  void what_is_farther_than_the_largest_distance_is_in_the_last_bucket() {
    assertBuckets(true, new int[] {-127, -128, -129, -9999}, 31, 31, 31, 31);
    assertBuckets(false, new int[] {-9999, 9999}, 15, 31);
  }

  @Test
  void under_a_causal_mask_keys_after_the_query_share_its_own_bucket() {
    assertBuckets(true, new int[] {1, 5, 200}, 0, 0, 0);
  }

  @Test
  void in_both_directions_half_of_the_buckets_is_for_keys_after_the_query() {
    assertBuckets(false, new int[] {0, -1, -7, -8, -16, -32, -64}, 0, 1, 7, 8, 10, 12, 14);
    assertBuckets(false, new int[] {1, 7, 8, 16, 32, 64}, 17, 23, 24, 26, 28, 30);
  }

  @Test
  void every_distance_has_the_bucket_of_the_formula() {
    int[] distances = IntStream.range(0, 300).toArray();
    int[] before = Arrays.stream(distances).map(d -> -d).toArray();
    assertBuckets(true, before, Arrays.stream(distances).map(d -> formula(d, 32)).toArray());
    assertBuckets(false, before, Arrays.stream(distances).map(d -> formula(d, 16)).toArray());
  }

  @Test
  void each_head_has_its_own_numbers() {
    Traced bias = Traced.bias(T5, 2, true, new long[] {3}, new long[] {0});

    double[] table = bias.weight("weight");
    assertArrayEquals(new double[] {table[3 * 2], table[3 * 2 + 1]}, bias.out());
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertEquals(
        "buckets must be a multiple of 4, got 30", refusal(() -> new T5Bias(30, 128, true)));
    assertEquals(
        "max_distance must be greater than half the buckets, 16, got 16",
        refusal(() -> new T5Bias(32, 16, true)));
  }

  /** Exact in whole numbers: the bucket of d is the last whose power (m/e)^(k/n) is at most d/e. */
  private static int formula(int distance, int among) {
    int exact = among / 2;
    if (distance < exact) {
      return distance;
    }
    int bucket = exact;
    while (bucket < among - 1 && atLeast(distance, exact, bucket + 1 - exact)) {
      bucket++;
    }
    return bucket;
  }

  /**
   * Whether (d/e)^e is at least (128/e)^k, which is so when ln(d/e) / ln(128/e) e is at least k.
   */
  private static boolean atLeast(int distance, int exact, int power) {
    BigInteger e = BigInteger.valueOf(exact);
    BigInteger left = BigInteger.valueOf(distance).pow(exact).multiply(e.pow(power));
    BigInteger right = BigInteger.valueOf(128).pow(power).multiply(e.pow(exact));
    return left.compareTo(right) >= 0;
  }

  /** Of keys that stand so far after the query. */
  private static void assertBuckets(boolean causal, int[] distances, int... expected) {
    long query = 10_000;
    long[] keys = Arrays.stream(distances).mapToLong(d -> query + d).toArray();
    Traced bias = Traced.bias(T5, 1, causal, new long[] {query}, keys);
    List<Double> table = Arrays.stream(bias.weight("weight")).boxed().toList();
    int[] buckets = Arrays.stream(bias.out()).mapToInt(table::indexOf).toArray();
    assertArrayEquals(expected, buckets);
  }

  private static String refusal(Runnable work) {
    return assertThrows(IllegalArgumentException.class, work::run).getMessage();
  }
}
