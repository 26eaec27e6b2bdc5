package org.ablate.training.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Batches of as many tokens each, or a few less, padding included, of examples of like length. In
 * every epoch examples of the same length find other neighbours, and the batches another order. An
 * example that is longer than a batch may be has one of its own.
 */
public final class TokenBatches implements BatchOrder {
  private final List<EncodedExample> examples;
  private final int tokens;
  private final long base;

  private long epoch = -1;
  private int firstStep = 1;
  private List<List<Integer>> batches = List.of();

  /**
   * The order of a seed.
   *
   * @param tokens how many a batch has at most
   */
  public TokenBatches(List<EncodedExample> examples, int tokens, long seed) {
    this.examples = List.copyOf(examples);
    this.tokens = tokens;
    this.base = new SplittableRandom(seed).nextLong();
  }

  @Override
  public List<Integer> batch(int step) {
    goTo(step);
    return batches.get(step - firstStep);
  }

  @Override
  public double epochs(int step) {
    goTo(step);
    return epoch + (step - firstStep + 1.0) / batches.size();
  }

  /** Makes the epochs up to the one of a step. */
  private void goTo(int step) {
    if (step < firstStep) {
      epoch = -1;
      firstStep = 1;
      batches = List.of();
    }
    while (step >= firstStep + batches.size()) {
      firstStep += batches.size();
      epoch++;
      batches = batches(new SplittableRandom(base + epoch));
    }
  }

  private List<List<Integer>> batches(SplittableRandom random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, examples.size()).boxed().toList());
    shuffle(order, random);
    order.sort(Comparator.comparingInt(i -> examples.get(i).length())); // keeps the order of equals
    List<List<Integer>> result = new ArrayList<>();
    List<Integer> batch = new ArrayList<>();
    for (int index : order) {
      batch.add(index);
      if (batch.size() > 1 && width(batch) * batch.size() > tokens) {
        batch.remove(batch.size() - 1);
        result.add(List.copyOf(batch));
        batch = new ArrayList<>(List.of(index));
      }
    }
    result.add(List.copyOf(batch));
    shuffle(result, random);
    return result;
  }

  /** The tokens of an example of a batch with its padding. */
  private int width(List<Integer> batch) {
    int source = 0;
    int target = 0;
    for (int index : batch) {
      source = Math.max(source, examples.get(index).source().length);
      target = Math.max(target, examples.get(index).tokens().length);
    }
    return source + target;
  }

  /** Fisher and Yates's shuffle. */
  private static void shuffle(List<?> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }
}
