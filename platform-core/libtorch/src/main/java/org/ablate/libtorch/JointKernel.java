package org.ablate.libtorch;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Computes several values at once, under the conditions of a {@link Kernel}. */
@FunctionalInterface
interface JointKernel {

  /**
   * The values.
   *
   * @param x the operands
   * @param sizes the sizes of the run
   */
  List<Tensor> run(Tensor[] x, Sizes sizes);
}
