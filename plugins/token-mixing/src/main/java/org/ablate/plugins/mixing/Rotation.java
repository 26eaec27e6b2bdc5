package org.ablate.plugins.mixing;

import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Rotates pairs of numbers by angles that grow with the position. Su et al. (2021),
 * arXiv:2104.09864, eq. 34, where a number's partner is half the width away.
 */
final class Rotation {
  private static final double BASE = 10_000;

  private Rotation() {}

  /**
   * Rotates.
   *
   * @param x [batch, head, position, d], d even
   * @param place integers [batch or 1, position]
   */
  static Tensor of(Scope scope, Tensor x, Tensor place) {
    int half = Math.toIntExact(x.size(-1) / 2);
    double[] frequencies = new double[half];
    for (int i = 0; i < half; i++) {
      frequencies[i] = Math.pow(BASE, -(double) i / half);
    }
    Tensor angle =
        place
            .toFloat()
            .unsqueeze(-1)
            .multiply(scope.constant(frequencies, Dim.of("pair", half)))
            .unsqueeze(1)
            .rename(-2, x.dim(-2).name()); // [batch or 1, 1, position, pair]
    Tensor first = x.slice(-1, 0, half).rename(-1, "pair"); // [batch, head, position, pair]
    Tensor second = x.slice(-1, half, 2L * half).rename(-1, "pair"); // as first
    return Tensor.concat(
            -1,
            first.multiply(angle.cos()).subtract(second.multiply(angle.sin())),
            second.multiply(angle.cos()).add(first.multiply(angle.sin())))
        .rename(-1, x.dim(-1).name()); // [batch, head, position, d]
  }
}
