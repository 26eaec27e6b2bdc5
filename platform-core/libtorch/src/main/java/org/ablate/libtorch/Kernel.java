package org.ablate.libtorch;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Computes a value on the device. Everything about it that is known before a run has been decided
 * when it is made. It runs inside a {@link org.bytedeco.javacpp.PointerScope}, and gives a new
 * native object even where it shares memory with an operand.
 */
@FunctionalInterface
interface Kernel {

  /**
   * The value.
   *
   * @param x the operands
   * @param sizes the sizes of the run
   */
  Tensor run(Tensor[] x, Sizes sizes);

  /** This one, among those that may compute several values. */
  default JointKernel alone() {
    return (x, sizes) -> List.of(run(x, sizes)); // [the value's shape]
  }
}
