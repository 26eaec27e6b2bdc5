package org.ablate.libtorch;

import java.util.List;
import org.ablate.tensor.Tensor;

/**
 * A value in a plan: given to a run, computed by a kernel from other values, or one of several that
 * a kernel computes at once. Those have one value before them that stands for the computation.
 */
final class Value {
  /** The place in the order of computation; operands come before what is made of them. */
  final int id;

  /** The value of the graph that it belongs to, for messages. */
  final Tensor origin;

  /** What computes it; null where it is given, or a result of its only operand. */
  final JointKernel kernel;

  final List<Value> operands;

  /** Whether it depends on nothing but the sizes of a run. */
  final boolean constant;

  /** Which of the results of its only operand it is, where it is one of several. */
  final int result;

  private Value(
      int id,
      Tensor origin,
      JointKernel kernel,
      List<Value> operands,
      boolean constant,
      int result) {
    this.id = id;
    this.origin = origin;
    this.kernel = kernel;
    this.operands = List.copyOf(operands);
    this.constant = constant;
    this.result = result;
  }

  static Value given(int id, Tensor origin) {
    return new Value(id, origin, null, List.of(), false, 0);
  }

  static Value computed(int id, Tensor origin, Kernel kernel, List<Value> operands) {
    boolean fixed = operands.stream().allMatch(operand -> operand.constant);
    return new Value(id, origin, kernel.alone(), operands, fixed, 0);
  }

  /** A value that differs from run to run although it depends on no other. */
  static Value random(int id, Tensor origin, Kernel kernel, List<Value> operands) {
    return new Value(id, origin, kernel.alone(), operands, false, 0);
  }

  /** What stands for a computation of several values; it has no number itself. */
  static Value joint(int id, Tensor origin, JointKernel kernel, List<Value> operands) {
    return new Value(id, origin, kernel, operands, false, 0);
  }

  /** One of the values that are computed together. */
  static Value result(int id, Tensor origin, Value joint, int result) {
    return new Value(id, origin, null, List.of(joint), false, result);
  }

  boolean isComputed() {
    return kernel != null;
  }

  /** Whether it is one of the values that are computed together. */
  boolean isResult() {
    return kernel == null && !operands.isEmpty();
  }
}
