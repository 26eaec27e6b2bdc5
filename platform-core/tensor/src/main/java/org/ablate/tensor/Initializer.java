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
      float[] values = new float[Array.elements(shape)];
      Arrays.fill(values, (float) value);
      return values;
    }
  }

  /** Independent normal entries of mean zero. */
  record Normal(double standardDeviation) implements Initializer {
    @Override
    public float[] values(long[] shape, RandomGenerator random) {
      float[] values = new float[Array.elements(shape)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() * standardDeviation);
      }
      return values;
    }
  }

  /** Independent entries, uniform in [-bound, bound). */
  record Uniform(double bound) implements Initializer {
    /**
     * Checks the bound.
     *
     * @throws IllegalArgumentException if it is not a positive number
     */
    public Uniform {
      requirePositive("the bound of uniform entries", bound);
    }

    @Override
    public float[] values(long[] shape, RandomGenerator random) {
      float[] values = new float[Array.elements(shape)];
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
    /**
     * Checks the gain.
     *
     * @throws IllegalArgumentException if it is not a positive number
     */
    public XavierUniform {
      requirePositive("the gain of Xavier's initializer", gain);
    }

    public XavierUniform() {
      this(1);
    }

    @Override
    public float[] values(long[] shape, RandomGenerator random) {
      double fanSum = (double) shape[shape.length - 2] + shape[shape.length - 1];
      return new Uniform(gain * Math.sqrt(6 / fanSum)).values(shape, random);
    }
  }

  /**
   * Normal columns of a matrix [in, out], orthogonal in each block of as many columns as there are
   * rows: any one of them is distributed as if it were drawn alone. Yu et al. (2016),
   * arXiv:1610.09072, §3.
   */
  record OrthogonalNormal() implements Initializer {
    @Override
    public float[] values(long[] shape, RandomGenerator random) {
      if (shape.length != 2) {
        throw new IllegalArgumentException(
            "orthogonal columns are those of a matrix [in, out], not of axes of sizes "
                + Arrays.toString(shape));
      }
      int rows = Math.toIntExact(shape[0]);
      int columns = Math.toIntExact(shape[1]);
      float[] values = new float[Array.elements(shape)];
      if (rows == 0) {
        return values;
      }
      double[][] block = new double[rows][];
      for (int column = 0; column < columns; column++) {
        int inBlock = column % rows;
        double[] alone = normal(rows, random);
        double length = Math.sqrt(dot(alone, alone));
        block[inBlock] = direction(block, inBlock, random);
        for (int row = 0; row < rows; row++) {
          values[row * columns + column] = (float) (length * block[inBlock][row]);
        }
      }
      return values;
    }

    /** A random direction that is orthogonal to those before it in the block. */
    private static double[] direction(double[][] block, int count, RandomGenerator random) {
      double[] vector = normal(block.length, random);
      for (int i = 0; i < count; i++) {
        double[] before = block[i];
        double along = dot(vector, before);
        Arrays.setAll(vector, row -> vector[row] - along * before[row]);
      }
      double length = Math.sqrt(dot(vector, vector));
      Arrays.setAll(vector, row -> vector[row] / length);
      return vector;
    }

    private static double[] normal(int size, RandomGenerator random) {
      double[] vector = new double[size];
      Arrays.setAll(vector, i -> random.nextGaussian());
      return vector;
    }

    private static double dot(double[] left, double[] right) {
      double sum = 0;
      for (int i = 0; i < left.length; i++) {
        sum += left[i] * right[i];
      }
      return sum;
    }
  }

  private static void requirePositive(String what, double number) {
    if (!(number > 0 && Double.isFinite(number))) {
      throw new IllegalArgumentException(
          "%s must be a number above 0, not %s".formatted(what, number));
    }
  }
}
