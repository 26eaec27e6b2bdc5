package org.ablate.plugins.positional_encoding;

import org.ablate.tensor.Dim;
import org.ablate.tensor.Tensor;

/** Turns pairs of a head's entries, as rotary encodings share it. */
final class Rotation {
  private Rotation() {}

  /**
   * How many entries of a head are turned: an even number.
   *
   * @param encoding for the message
   */
  static long requireEven(String encoding, long headDim) {
    if (headDim % 2 != 0) {
      throw new IllegalArgumentException(
          "%s positions need heads of even width, got head_dim = %d".formatted(encoding, headDim));
    }
    return headDim;
  }

  /**
   * Turns each pair by its angle.
   *
   * @param x [batch, head, position, head_dim]
   * @param angle [batch or 1, 1, position, pair]
   * @return [batch, head, position, head_dim]
   */
  static Tensor turned(Tensor x, Rotary.Layout layout, Tensor angle) {
    Tensor cos = angle.cos(); // [batch or 1, 1, position, pair]
    Tensor sin = angle.sin(); // [batch or 1, 1, position, pair]
    return layout == Rotary.Layout.INTERLEAVED
        ? interleaved(x, angle.dim(-1), cos, sin)
        : halfSplit(x, angle.size(-1), cos, sin); // [batch, head, position, head_dim]
  }

  private static Tensor interleaved(Tensor x, Dim pair, Tensor cos, Tensor sin) {
    Tensor pairs = x.unflatten(-1, pair, Dim.of("coordinate", 2)); // [..., position, pair, 2]
    Tensor first = pairs.select(-1, 0); // [batch, head, position, pair]
    Tensor second = pairs.select(-1, 1); // [batch, head, position, pair]
    return Tensor.stack(
            "coordinate",
            turnedFirst(first, second, cos, sin),
            turnedSecond(first, second, cos, sin))
        .flatten(-2, -1, "head_dim"); // [batch, head, position, head_dim]
  }

  private static Tensor halfSplit(Tensor x, long pairs, Tensor cos, Tensor sin) {
    Tensor first = x.slice(-1, 0, pairs); // [batch, head, position, pair]
    Tensor second = x.slice(-1, pairs, 2 * pairs); // [batch, head, position, pair]
    return Tensor.concat(
        -1,
        turnedFirst(first, second, cos, sin),
        turnedSecond(first, second, cos, sin)); // [batch, head, position, head_dim]
  }

  private static Tensor turnedFirst(Tensor first, Tensor second, Tensor cos, Tensor sin) {
    return first.multiply(cos).subtract(second.multiply(sin)); // [batch, head, position, pair]
  }

  private static Tensor turnedSecond(Tensor first, Tensor second, Tensor cos, Tensor sin) {
    return first.multiply(sin).add(second.multiply(cos)); // [batch, head, position, pair]
  }
}
