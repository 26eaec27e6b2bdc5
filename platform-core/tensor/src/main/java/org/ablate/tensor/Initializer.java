package org.ablate.tensor;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** How a parameter starts. */
public sealed interface Initializer {

  /** Values for a shape, in row-major order. */
  float[] values(long[] shape, RandomGenerator random);

  Initializer ZEROS = new Constant(0);

  Initializer ONES = new Constant(1);

  /** Every entry the same. */
  record Constant(double value) implements Initializer {
    @Override
    public float[] values(long[] shape, RandomGenerator random) {
      float[] values = new float[elements(shape)];
      Arrays.fill(values, (float) value);
      return values;
    }
  }

  /** Independent normal entries of mean zero. */
  record Normal(double standardDeviation) implements Initializer {
    @Override
    public float[] values(long[] shape, RandomGenerator random) {
      float[] values = new float[elements(shape)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() * standardDeviation);
      }
      return values;
    }
  }

  /** Independent entries, uniform in [-bound, bound). */
  record Uniform(double bound) implements Initializer {
    @Override
    public float[] values(long[] shape, RandomGenerator random) {
      float[] values = new float[elements(shape)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(-bound, bound);
      }
      return values;
    }
  }

  /**
   * Uniform with variance 2 / (fan in + fan out), for a matrix of shape [in, out]. Glorot and
   * Bengio (2010), eq. 16.
   *
   * @param gain multiplies every entry
   */
  record XavierUniform(double gain) implements Initializer {
    public XavierUniform() {
      this(1);
    }

    @Override
    public float[] values(long[] shape, RandomGenerator random) {
      double fanSum = (double) shape[shape.length - 2] + shape[shape.length - 1];
      return new Uniform(gain * Math.sqrt(6 / fanSum)).values(shape, random);
    }
  }

  private static int elements(long[] shape) {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }
}
