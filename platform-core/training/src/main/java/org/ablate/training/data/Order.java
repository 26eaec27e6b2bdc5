package org.ablate.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Batches of as many examples each. Every epoch is a new permutation; a batch may reach from one
 * epoch into the next.
 */
public final class Order implements BatchOrder {
  private final int examples;
  private final int batchSize;
  private final long base;

  private long epoch = -1;
  private int[] permutation;

  /**
   * The order of a seed.
   *
   * @throws IllegalArgumentException if there are no examples
   */
  public Order(int examples, int batchSize, long seed) {
    if (examples < 1) {
      throw new IllegalArgumentException("there are no examples to train on");
    }
    this.examples = examples;
    this.batchSize = batchSize;
    this.base = new SplittableRandom(seed).nextLong();
  }

  @Override
  public double epochs(int step) {
    return (double) step * batchSize / examples;
  }

  @Override
  public List<Integer> batch(int step) {
    long start = (step - 1L) * batchSize;
    List<Integer> batch = new ArrayList<>(batchSize);
    for (long i = start; i < start + batchSize; i++) {
      enter(i / examples);
      batch.add(permutation[(int) (i % examples)]);
    }
    return List.copyOf(batch);
  }

  private void enter(long newEpoch) {
    if (newEpoch != epoch) {
      permutation = permutation(new SplittableRandom(base + newEpoch));
      epoch = newEpoch;
    }
  }

  /** Fisher and Yates's shuffle. */
  private int[] permutation(SplittableRandom random) {
    int[] shuffled = new int[examples];
    for (int i = 0; i < examples; i++) {
      int j = random.nextInt(i + 1);
      shuffled[i] = shuffled[j];
      shuffled[j] = i;
    }
    return shuffled;
  }
}
