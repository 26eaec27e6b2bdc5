package org.ablate.libtorch;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Op;
import org.ablate.tensor.Tensor;

/**
 * Whether scores can be −∞, far below what is finite elsewhere, or no number, because a graph says
 * so: by a large constant, by an input, or by a function that is infinite somewhere. Products of
 * matrices count as finite, since a network whose products are not has diverged.
 */
final class Extremes {
  /** The product of two numbers below it is still far from what stands for a forbidden score. */
  private static final double LARGE = 1e12;

  private final Set<Tensor> seen = new HashSet<>();

  private Extremes() {}

  static boolean mayBeAmong(Tensor scores) {
    return new Extremes().reach(scores);
  }

  private boolean reach(Tensor tensor) {
    Op op = tensor.op();
    if (!seen.add(tensor) || op instanceof Op.Matmul || tensor.dataType() != DataType.FLOAT) {
      return false;
    }
    return op instanceof Op.Input
        || op instanceof Op.Scan
        || (op instanceof Op.Constant constant && isLarge(constant.value()))
        || (op instanceof Op.Unary unary && isInfinite(unary.function(), tensor.operands().get(0)))
        || (op instanceof Op.Binary binary && isInfinite(binary.function(), tensor))
        || tensor.operands().stream().anyMatch(this::reach);
  }

  private static boolean isLarge(Array array) {
    return Arrays.stream(array.toDoubles()).anyMatch(number -> !(Math.abs(number) < LARGE));
  }

  private static boolean isInfinite(Op.Unary.Function function, Tensor x) {
    return switch (function) {
      case LOG, RSQRT, RECIPROCAL -> !isKeptFromZero(x);
      case NEGATE, ABS, EXP, SQRT, SIN, COS, TANH, SIGMOID, ERF, RELU, FLOOR, SIGN -> false;
    };
  }

  private static boolean isInfinite(Op.Binary.Function function, Tensor result) {
    return switch (function) {
      case DIVIDE -> !isKeptFromZero(result.operands().get(1));
      case POWER -> true;
      case ADD, SUBTRACT, MULTIPLY, MAXIMUM, MINIMUM, REMAINDER -> false;
    };
  }

  /** Whether it is a number, or one is added as in log(1 + x), or it is at least a number. */
  private static boolean isKeptFromZero(Tensor x) {
    boolean guarded =
        x.op() instanceof Op.Binary binary
            && (binary.function() == Op.Binary.Function.ADD
                || binary.function() == Op.Binary.Function.MAXIMUM);
    return isConstant(x) || (guarded && x.operands().stream().anyMatch(Extremes::isConstant));
  }

  private static boolean isConstant(Tensor x) {
    return x.op() instanceof Op.Constant;
  }
}
