package org.ablate.plugins.normalization;

import org.ablate.tensor.Tensor;

/** Vectors of length 1, as scale norm and fix norm share them. */
final class UnitLength {
  private UnitLength() {}

  /**
   * x / max(‖x‖, ε) over the last axis, written so that a vector of zeros has a gradient.
   *
   * @param x [..., d]
   * @return [..., d]
   */
  static Tensor of(Tensor x, double epsilon) {
    Tensor squaredLength = x.square().sum(-1); // [..., 1]
    return x.multiply(squaredLength.maximum(epsilon * epsilon).rsqrt()); // [..., d]
  }
}
