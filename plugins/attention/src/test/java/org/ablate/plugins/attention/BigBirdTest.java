package org.ablate.plugins.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which blocks are seen at random; the others are in the formulas. */
class BigBirdTest {
  private static final int HEADS = 4;
  private static final int LENGTH = 12;

  /** Each token is a block that sees itself and two at random. */
  private static final BigBirdAttention RANDOM = new BigBirdAttention(1, 1, 0, 2, 7);

  /** Which keys each query sees, [head][query][key]: those whose value shows in the output. */
  private static boolean[][][] seen(BigBirdAttention attention, int length, boolean causal) {
    Row plain = Row.of(HEADS, HEADS, length, length);
    boolean[][][] seen = new boolean[HEADS][length][length];
    for (int key = 0; key < length; key++) {
      double[][][] value = new double[HEADS][length][Row.HEAD_DIM];
      for (double[][] head : value) {
        head[key][0] = 1;
      }
      Row row = new Row(plain.query(), plain.key(), value, causal, plain.tokens(), plain.bias());
      double[][][] out = row.through(attention, Map.of());
      for (int head = 0; head < HEADS; head++) {
        for (int query = 0; query < length; query++) {
          seen[head][query][key] = out[head][query][0] > 0;
        }
      }
    }
    return seen;
  }

  private static long count(boolean[] seen) {
    long count = 0;
    for (boolean one : seen) {
      count += one ? 1 : 0;
    }
    return count;
  }

  @Test
  void a_block_sees_itself_and_up_to_as_many_others_as_are_random() {
    long all = 0;
    for (boolean[][] head : seen(RANDOM, LENGTH, false)) {
      for (int query = 0; query < LENGTH; query++) {
        assertTrue(head[query][query]);
        assertTrue(count(head[query]) <= 3);
        all += count(head[query]);
      }
    }
    // A draw hits the own block or the one drawn before in about a sixth of all cases.
    assertTrue(all > 2.5 * HEADS * LENGTH, all + " seen");
  }

  @Test
  void every_block_is_seen_by_some_other_at_random() {
    boolean[] byOthers = new boolean[LENGTH];
    for (boolean[][] head : seen(RANDOM, LENGTH, false)) {
      for (int query = 0; query < LENGTH; query++) {
        for (int key = 0; key < LENGTH; key++) {
          byOthers[key] |= key != query && head[query][key];
        }
      }
    }
    assertEquals(LENGTH, count(byOthers));
  }

  @Test
  void tokens_of_a_block_see_the_same_blocks() {
    BigBirdAttention pairs = new BigBirdAttention(2, 1, 0, 1, 7);
    for (boolean[][] head : seen(pairs, LENGTH, false)) {
      for (int block = 0; block < LENGTH / 2; block++) {
        assertArrayEquals(head[2 * block], head[2 * block + 1]);
        for (int key = 0; key < LENGTH; key += 2) {
          assertEquals(head[2 * block][key], head[2 * block][key + 1]);
        }
      }
    }
  }

  @Test
  void heads_and_seeds_differ_and_a_seed_always_gives_the_same() {
    boolean[][][] seen = seen(RANDOM, LENGTH, false);
    boolean[][][] other = seen(new BigBirdAttention(1, 1, 0, 2, 8), LENGTH, false);
    assertFalse(Arrays.deepEquals(seen[0], seen[1]));
    assertFalse(Arrays.deepEquals(seen, other));
    assertTrue(Arrays.deepEquals(seen, seen(RANDOM, LENGTH, false)));
  }

  @Test
  void under_a_causal_mask_blocks_see_the_same_whatever_follows() {
    boolean[][][] some = seen(RANDOM, LENGTH / 2, true);
    boolean[][][] more = seen(RANDOM, LENGTH, true);
    for (int head = 0; head < HEADS; head++) {
      for (int query = 0; query < LENGTH / 2; query++) {
        assertArrayEquals(some[head][query], Arrays.copyOf(more[head][query], LENGTH / 2));
      }
    }
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertEquals(
        "window must be odd, as a block is in the middle of its neighbours, got 2",
        assertThrows(IllegalArgumentException.class, () -> new BigBirdAttention(1, 2, 0, 0, 0))
            .getMessage());
    assertEquals(
        "random_blocks must be at least 0, got -1",
        assertThrows(IllegalArgumentException.class, () -> new BigBirdAttention(1, 1, 0, -1, 0))
            .getMessage());
  }
}
