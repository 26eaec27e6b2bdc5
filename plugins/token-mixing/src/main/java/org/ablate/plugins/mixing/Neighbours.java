package org.ablate.plugins.mixing;

import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * Positions with those around them, zeros where there are none. In decoding those before are what
 * earlier calls saw last.
 *
 * @param all [batch, before + position + after, d]
 * @param positions the axis of the positions themselves
 */
record Neighbours(Tensor all, Dim positions) {

  /**
   * Looks around.
   *
   * @param name of the state in decoding
   * @param x [batch, position, d]
   * @param before how many positions before each are needed
   * @param after how many positions after each are needed; none in decoding
   */
  static Neighbours of(Scope scope, String name, Tensor x, int before, int after) {
    if (!scope.mode().isDecoding() || before == 0) {
      return new Neighbours(x.pad(1, before, after), x.dim(1));
    }
    Dim kept = Dim.of("kept", before);
    Tensor last =
        scope.previous(
            name, DataType.FLOAT, Shape.of(x.dim(0), kept, x.dim(2))); // [batch, kept, d]
    Tensor all = Tensor.concat(1, last, x); // [batch, kept + position, d]
    scope.next(name, all.slice(1, x.dim(1).extent(), kept)); // [batch, kept, d]
    return new Neighbours(all, x.dim(1));
  }

  /** What stands some positions further on, from {@code -before}: [batch, position, d]. */
  Tensor at(int before, int offset) {
    return all.slice(1, Polynomial.of(before + offset), positions); // [batch, position, d]
  }
}
