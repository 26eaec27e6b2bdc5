package org.ablate.libtorch;

/**
 * How large gradients may be. First each number is brought between −value and value, then all of
 * them are scaled down so that their Euclidean norm is at most the norm. Pascanu, Mikolov and
 * Bengio (2013), arXiv:1211.5063, algorithm 1.
 *
 * @param norm the largest norm of all gradients together; infinite for no limit
 * @param value the largest absolute value of a number; infinite for no limit
 */
public record Clipping(double norm, double value) {
  /** No limit. */
  public static final Clipping NONE =
      new Clipping(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** A limit for the norm alone. */
  public static Clipping toNorm(double norm) {
    return new Clipping(norm, Double.POSITIVE_INFINITY);
  }
}
