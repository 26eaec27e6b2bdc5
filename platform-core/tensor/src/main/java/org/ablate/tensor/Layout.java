package org.ablate.tensor;

import java.util.List;
import java.util.stream.IntStream;

/** Operators that leave every number as it is, and at most place it elsewhere among the axes. */
final class Layout {
  private Layout() {}

  /** Whether a value has the numbers of its operand, where the last axis stays the last. */
  static boolean isOnly(Tensor value) {
    Op op = value.op();
    if (op instanceof Op.Transpose transpose) {
      List<Integer> order = transpose.order();
      return order.get(order.size() - 1) == order.size() - 1;
    }
    if (op instanceof Op.Slice slice) {
      return value.operands().get(0).dim(slice.axis()).fits(slice.result());
    }
    return op instanceof Op.Reshape
        || op instanceof Op.Broadcast
        || op instanceof Op.Detach
        || op instanceof Op.Cast
        || isTimesOne(value)
        || isPlusNothing(value);
  }

  private static boolean isTimesOne(Tensor value) {
    return value.op() instanceof Op.Binary binary
        && binary.function() == Op.Binary.Function.MULTIPLY
        && value.operands().get(1).op() instanceof Op.Constant constant
        && constant.value().size() == 1
        && constant.value().at(0) == 1;
  }

  private static boolean isPlusNothing(Tensor value) {
    return value.op() instanceof Op.Binary binary
        && binary.function() == Op.Binary.Function.ADD
        && value.operands().get(1).op() instanceof Op.Extent extent
        && extent.polynomial().equals(Polynomial.ZERO);
  }

  /** The value whose numbers a value has. */
  static Tensor content(Tensor value) {
    Tensor content = value; // as value
    while (isOnly(content)) {
      content = content.operands().get(0); // other axes
    }
    return content;
  }

  /** Whether the last two axes are exchanged, and no others. */
  static boolean isTransposed(Op.Transpose transpose) {
    List<Integer> order = transpose.order();
    int rank = order.size();
    return rank >= 2
        && order.get(rank - 1) == rank - 2
        && order.get(rank - 2) == rank - 1
        && IntStream.range(0, rank - 2).allMatch(axis -> order.get(axis) == axis);
  }
}
