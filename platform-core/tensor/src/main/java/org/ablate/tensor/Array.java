package org.ablate.tensor;

import java.util.Arrays;

/**
 * Numbers in the memory of the JVM, in row-major order: what goes into a graph and comes out of it.
 * The arrays that it wraps are not copied; who passes one gives it away.
 */
public sealed interface Array {

  /** The size of each axis. */
  long[] shape();

  DataType dataType();

  /** The element at a row-major index, booleans as 0 and 1. */
  double at(int index);

  /** The number of elements. */
  default int size() {
    return elements(shape());
  }

  /**
   * How many elements fill a shape.
   *
   * @throws ArithmeticException if they are more than an array of Java can hold
   */
  static int elements(long... shape) {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  /** All elements in double precision, in row-major order. */
  default double[] toDoubles() {
    double[] doubles = new double[size()];
    Arrays.setAll(doubles, this::at);
    return doubles;
  }

  static Array of(float[] values, long... shape) {
    return new Floats(values, shape);
  }

  static Array of(double[] values, long... shape) {
    return new Doubles(values, shape);
  }

  static Array of(long[] values, long... shape) {
    return new Integers(values, shape);
  }

  static Array of(boolean[] values, long... shape) {
    return new Booleans(values, shape);
  }

  static Array scalar(double value) {
    return new Doubles(new double[] {value}, new long[0]);
  }

  /** Single-precision numbers. */
  record Floats(float[] values, long[] shape) implements Array {
    public Floats {
      requireFit(values.length, shape);
    }

    @Override
    public DataType dataType() {
      return DataType.FLOAT;
    }

    @Override
    public double at(int index) {
      return values[index];
    }
  }

  /** Double-precision numbers. */
  record Doubles(double[] values, long[] shape) implements Array {
    public Doubles {
      requireFit(values.length, shape);
    }

    @Override
    public DataType dataType() {
      return DataType.FLOAT;
    }

    @Override
    public double at(int index) {
      return values[index];
    }
  }

  /** 64-bit integers. */
  record Integers(long[] values, long[] shape) implements Array {
    public Integers {
      requireFit(values.length, shape);
    }

    @Override
    public DataType dataType() {
      return DataType.INTEGER;
    }

    @Override
    public double at(int index) {
      return values[index];
    }
  }

  /** Truth values. */
  record Booleans(boolean[] values, long[] shape) implements Array {
    public Booleans {
      requireFit(values.length, shape);
    }

    @Override
    public DataType dataType() {
      return DataType.BOOLEAN;
    }

    @Override
    public double at(int index) {
      return values[index] ? 1 : 0;
    }
  }

  private static void requireFit(int length, long[] shape) {
    int expected = elements(shape);
    if (length != expected) {
      throw new IllegalArgumentException(
          "%d values do not fill the shape %s, which has %d"
              .formatted(length, Arrays.toString(shape), expected));
    }
  }
}
