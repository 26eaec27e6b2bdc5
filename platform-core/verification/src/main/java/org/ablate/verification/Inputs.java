package org.ablate.verification;

import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.ablate.tensor.Array;
import org.ablate.tensor.Op;

/** Random values for the inputs of a graph. */
@FunctionalInterface
public interface Inputs {
  /** Without a hint an integer is 0 or 1, so that it is within any table of two rows. */
  long DEFAULT_LIMIT = 2;

  /**
   * Values for one input.
   *
   * @param sizes of its axes
   * @return an array of the input's data type and these sizes
   */
  Array values(Op.Input input, long[] sizes, RandomGenerator random);

  /** Normal floats, truth values like a fair coin, and integers from 0 up to a limit, exclusive. */
  static Inputs integersBelow(long limit) {
    return integersBelow(Map.of(), limit);
  }

  /**
   * Like {@link #integersBelow(long)}, with limits for some inputs by name; that of the others is
   * {@link #DEFAULT_LIMIT}.
   */
  static Inputs integersBelow(Map<String, Long> limits) {
    return integersBelow(limits, DEFAULT_LIMIT);
  }

  private static Inputs integersBelow(Map<String, Long> limits, long otherwise) {
    return (input, sizes, random) -> {
      int count = Array.elements(sizes);
      return switch (input.type().dataType()) {
        case FLOAT ->
            Array.of(DoubleStream.generate(random::nextGaussian).limit(count).toArray(), sizes);
        case INTEGER -> {
          long limit = limits.getOrDefault(input.name(), otherwise);
          yield Array.of(random.longs(count, 0, limit).toArray(), sizes);
        }
        case BOOLEAN -> {
          boolean[] truths = new boolean[count];
          for (int i = 0; i < count; i++) {
            truths[i] = random.nextBoolean();
          }
          yield Array.of(truths, sizes);
        }
      };
    };
  }
}
