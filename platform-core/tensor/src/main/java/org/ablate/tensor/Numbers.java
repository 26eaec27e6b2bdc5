package org.ablate.tensor;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * A value of the interpreter: numbers that are found by their coordinates, one for each axis. All
 * data types are held in double precision, in which integers up to 2⁵³ are exact.
 */
record Numbers(DataType dataType, int[] sizes, double[] elements) {

  static Numbers of(Array array) {
    return new Numbers(array.dataType(), sizes(array.shape()), array.toDoubles());
  }

  /** Sizes as they index Java's arrays. */
  static int[] sizes(long[] shape) {
    int[] sizes = new int[shape.length];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = Math.toIntExact(shape[axis]);
    }
    return sizes;
  }

  /** Numbers of which each is a function of its coordinates, which it leaves as they are. */
  static Numbers each(DataType dataType, int[] sizes, ToDoubleFunction<int[]> element) {
    double[] elements = new double[count(sizes)];
    int[] coordinates = new int[sizes.length];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = element.applyAsDouble(coordinates);
      advance(coordinates, sizes);
    }
    return new Numbers(dataType, sizes, elements);
  }

  /** Visits all coordinates in order; the visitor leaves them as they are. */
  static void visit(int[] sizes, Consumer<int[]> visitor) {
    int[] coordinates = new int[sizes.length];
    for (int i = count(sizes); i > 0; i--) {
      visitor.accept(coordinates);
      advance(coordinates, sizes);
    }
  }

  private static int count(int[] sizes) {
    int count = 1;
    for (int size : sizes) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  private static void advance(int[] coordinates, int[] sizes) {
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      coordinates[axis]++;
      if (coordinates[axis] < sizes[axis]) {
        return;
      }
      coordinates[axis] = 0;
    }
  }

  double at(int... coordinates) {
    int index = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      index = index * sizes[axis] + coordinates[axis];
    }
    return elements[index];
  }

  /** The number at coordinates of a shape that this one stretches to. */
  double stretchedAt(int... coordinates) {
    return elements[stretchedIndex(coordinates)];
  }

  /** Where the number is that {@link #stretchedAt} gives. */
  int stretchedIndex(int... coordinates) {
    int missing = coordinates.length - sizes.length;
    int index = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      index = index * sizes[axis] + (sizes[axis] == 1 ? 0 : coordinates[missing + axis]);
    }
    return index;
  }

  int rank() {
    return sizes.length;
  }

  /** The same elements, in the same order, under other sizes. */
  Numbers reshaped(int[] newSizes) {
    return new Numbers(dataType, newSizes, elements);
  }

  Array toArray() {
    long[] shape = Arrays.stream(sizes).asLongStream().toArray();
    return switch (dataType) {
      case FLOAT -> Array.of(elements.clone(), shape);
      case INTEGER -> Array.of(Arrays.stream(elements).mapToLong(x -> (long) x).toArray(), shape);
      case BOOLEAN -> {
        boolean[] truths = new boolean[elements.length];
        for (int i = 0; i < truths.length; i++) {
          truths[i] = elements[i] != 0;
        }
        yield Array.of(truths, shape);
      }
    };
  }
}
