package org.ablate.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBatchesTest {
  private static final int TOKENS = 100;
  private static final List<EncodedExample> EXAMPLES = examples();

  private static List<EncodedExample> examples() {
    SplittableRandom random = new SplittableRandom(1);
    return IntStream.range(0, 300)
        .mapToObj(
            i ->
                new EncodedExample(
                    new int[random.nextInt(1, 20)], new int[random.nextInt(1, 20)], new int[1]))
        .toList();
  }

  private static TokenBatches order() {
    return new TokenBatches(EXAMPLES, TOKENS, 7);
  }

  private static int paddedTokens(List<Integer> batch) {
    int source = batch.stream().mapToInt(i -> EXAMPLES.get(i).source().length).max().orElseThrow();
    int target = batch.stream().mapToInt(i -> EXAMPLES.get(i).tokens().length).max().orElseThrow();
    return batch.size() * (source + target);
  }

  @Test
  void an_epoch_has_every_example_once() {
    TokenBatches order = order();
    List<Integer> seen = new ArrayList<>();
    for (int step = 1; seen.size() < EXAMPLES.size(); step++) {
      seen.addAll(order.batch(step));
    }

    assertEquals(
        IntStream.range(0, EXAMPLES.size()).boxed().toList(), seen.stream().sorted().toList());
  }

  @Test
  void no_batch_has_more_tokens_than_it_may() {
    TokenBatches order = order();
    for (int step = 1; step < 200; step++) {
      assertTrue(paddedTokens(order.batch(step)) <= TOKENS);
    }
  }

  @Test
  void little_is_padding() {
    TokenBatches order = order();
    int padded = 0;
    int tokens = 0;
    for (int step = 1; order.epochs(step) <= 1; step++) {
      padded += paddedTokens(order.batch(step));
      tokens += order.batch(step).stream().mapToInt(i -> EXAMPLES.get(i).length()).sum();
    }

    assertTrue(tokens > 0.7 * padded, tokens + " of " + padded);
  }

  @Test
  void a_step_has_the_same_examples_whatever_was_asked_before() {
    TokenBatches inSequence = order();
    List<List<Integer>> batches =
        IntStream.rangeClosed(1, 150).mapToObj(inSequence::batch).toList();
    TokenBatches jumping = order();

    assertEquals(batches.get(140), jumping.batch(141));
    assertEquals(batches.get(2), jumping.batch(3));
    assertNotEquals(batches.get(0), new TokenBatches(EXAMPLES, TOKENS, 8).batch(1));
  }

  @Test
  void an_example_that_is_too_long_has_a_batch_of_its_own() {
    List<EncodedExample> examples =
        List.of(
            EncodedExample.of(new int[3], new int[3]), EncodedExample.of(new int[30], new int[30]));
    TokenBatches order = new TokenBatches(examples, 10, 1);

    assertEquals(1, order.batch(1).size());
    assertEquals(1, order.batch(2).size());
    assertEquals(1, order.epochs(2));
  }
}
