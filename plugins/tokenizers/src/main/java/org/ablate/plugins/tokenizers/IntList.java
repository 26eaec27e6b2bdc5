package org.ablate.plugins.tokenizers;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Numbers in a row that grows, without an object for each. */
final class IntList {
  private int[] values = new int[4];
  private int size;

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  IntStream stream() {
    return Arrays.stream(values, 0, size);
  }
}
