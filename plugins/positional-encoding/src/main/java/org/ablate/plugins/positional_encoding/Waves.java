package org.ablate.plugins.positional_encoding;

import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** Sines and cosines of the position, as sinusoidal encodings share them. */
final class Waves {
  private Waves() {}

  /**
   * sin(p / b^(2i/d)) and cos(p / b^(2i/d)) for i in [0, d / 2).
   *
   * @param dModel d, which must be even
   * @param positions integers [batch or 1, position]
   * @return [batch or 1, position, d_model]
   */
  static Tensor of(
      Scope scope, double base, Sinusoidal.Layout layout, long dModel, Tensor positions) {
    if (dModel % 2 != 0) {
      throw new IllegalArgumentException(
          "sinusoidal positions need an even d_model, got " + dModel);
    }
    Tensor frequencies =
        scope.constant(Frequencies.of(base, dModel), Dim.of("pair", dModel / 2)); // [pair]
    Tensor angle =
        positions.toFloat().unsqueeze(-1).multiply(frequencies); // [batch, position, pair]
    return layout == Sinusoidal.Layout.INTERLEAVED
        ? Tensor.stack("wave", angle.sin(), angle.cos()).flatten(-2, -1, "d_model")
        : Tensor.concat(-1, angle.sin(), angle.cos()); // [batch, position, d_model]
  }
}
