package org.ablate.libtorch;

import static org.bytedeco.pytorch.global.torch.arange;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.scalar_tensor;
import static org.bytedeco.pytorch.global.torch.where;

import java.util.List;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Op;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Shape;
import org.ablate.tensor.TensorType;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** How libtorch computes each operator. */
final class Kernels {
  private final Transfer transfer;
  private final Natives natives;
  private final ScalarTypeOptional sameType;
  private final BoolOptional stably;

  /**
   * Makes kernels.
   *
   * @param natives owns what the kernels hold on to
   */
  Kernels(Transfer transfer, Natives natives) {
    this.transfer = transfer;
    this.natives = natives;
    this.sameType = natives.own(new ScalarTypeOptional());
    this.stably = natives.own(new BoolOptional(true));
  }

  Kernel constant(Array value, Shape shape) {
    return (x, sizes) -> {
      try (Tensor flat = transfer.toDevice(value)) { // [elements]
        return flat.reshape(sizes.of(shape)); // [shape...]
      }
    };
  }

  Kernel range(Polynomial extent) {
    return (x, sizes) -> {
      try (Scalar end = new Scalar(sizes.of(extent))) {
        return arange(end, transfer.options(DataType.INTEGER)); // [extent]
      }
    };
  }

  Kernel extent(Polynomial extent) {
    return (x, sizes) -> {
      try (Scalar value = new Scalar(sizes.of(extent))) {
        return scalar_tensor(value, transfer.options(DataType.INTEGER)); // []
      }
    };
  }

  static Kernel unary(Op.Unary.Function function) {
    return switch (function) {
      case NEGATE -> (x, sizes) -> x[0].neg(); // [...]
      case ABS -> (x, sizes) -> x[0].abs(); // [...]
      case EXP -> (x, sizes) -> x[0].exp(); // [...]
      case LOG -> (x, sizes) -> x[0].log(); // [...]
      case SQRT -> (x, sizes) -> x[0].sqrt(); // [...]
      case RSQRT -> (x, sizes) -> x[0].rsqrt(); // [...]
      case RECIPROCAL -> (x, sizes) -> x[0].reciprocal(); // [...]
      case SIN -> (x, sizes) -> x[0].sin(); // [...]
      case COS -> (x, sizes) -> x[0].cos(); // [...]
      case TANH -> (x, sizes) -> x[0].tanh(); // [...]
      case SIGMOID -> (x, sizes) -> x[0].sigmoid(); // [...]
      case ERF -> (x, sizes) -> x[0].erf(); // [...]
      case RELU -> (x, sizes) -> x[0].relu(); // [...]
      case FLOOR -> (x, sizes) -> x[0].floor(); // [...]
      case SIGN -> (x, sizes) -> x[0].sign(); // [...]
    };
  }

  static Kernel binary(Op.Binary.Function function) {
    return switch (function) {
      case ADD -> (x, sizes) -> x[0].add(x[1]); // [...]
      case SUBTRACT -> (x, sizes) -> x[0].sub(x[1]); // [...]
      case MULTIPLY -> (x, sizes) -> x[0].mul(x[1]); // [...]
      case DIVIDE -> (x, sizes) -> x[0].div(x[1]); // [...]
      case POWER -> (x, sizes) -> x[0].pow(x[1]); // [...]
      case MAXIMUM -> (x, sizes) -> x[0].maximum(x[1]); // [...]
      case MINIMUM -> (x, sizes) -> x[0].minimum(x[1]); // [...]
      case REMAINDER -> (x, sizes) -> x[0].remainder(x[1]); // [...]
    };
  }

  /**
   * A function of operands that are both smaller than its result. They are laid out in order first,
   * since libtorch lays out a result like its operands: what follows is faster on one in order.
   */
  static Kernel outer(Kernel function) {
    return (x, sizes) -> {
      try (Tensor left = x[0].contiguous();
          Tensor right = x[1].contiguous()) {
        return function.run(new Tensor[] {left, right}, sizes); // [...]
      }
    };
  }

  /** A function of an operand and a number. */
  Kernel binary(Op.Binary.Function function, Array number) {
    Scalar c = scalar(number);
    return switch (function) {
      case ADD -> (x, sizes) -> x[0].add(c); // [...]
      case SUBTRACT -> (x, sizes) -> x[0].sub(c); // [...]
      case MULTIPLY -> (x, sizes) -> x[0].mul(c); // [...]
      case DIVIDE -> (x, sizes) -> x[0].div(c); // [...]
      case POWER -> (x, sizes) -> x[0].pow(c); // [...]
      case MAXIMUM -> (x, sizes) -> x[0].clamp_min(c); // [...]
      case MINIMUM -> (x, sizes) -> x[0].clamp_max(c); // [...]
      case REMAINDER -> (x, sizes) -> x[0].remainder(c); // [...]
    };
  }

  static Kernel square() {
    return (x, sizes) -> x[0].square(); // [...]
  }

  static Kernel compare(Op.Compare.Relation relation) {
    return switch (relation) {
      case EQUAL -> (x, sizes) -> x[0].eq(x[1]); // [...]
      case NOT_EQUAL -> (x, sizes) -> x[0].ne(x[1]); // [...]
      case LESS -> (x, sizes) -> x[0].lt(x[1]); // [...]
      case LESS_OR_EQUAL -> (x, sizes) -> x[0].le(x[1]); // [...]
      case GREATER -> (x, sizes) -> x[0].gt(x[1]); // [...]
      case GREATER_OR_EQUAL -> (x, sizes) -> x[0].ge(x[1]); // [...]
    };
  }

  /** A comparison with a number. */
  Kernel compare(Op.Compare.Relation relation, Array number) {
    Scalar c = scalar(number);
    return switch (relation) {
      case EQUAL -> (x, sizes) -> x[0].eq(c); // [...]
      case NOT_EQUAL -> (x, sizes) -> x[0].ne(c); // [...]
      case LESS -> (x, sizes) -> x[0].lt(c); // [...]
      case LESS_OR_EQUAL -> (x, sizes) -> x[0].le(c); // [...]
      case GREATER -> (x, sizes) -> x[0].gt(c); // [...]
      case GREATER_OR_EQUAL -> (x, sizes) -> x[0].ge(c); // [...]
    };
  }

  static Kernel logic(Op.Logic.Connective connective) {
    return switch (connective) {
      case AND -> (x, sizes) -> x[0].logical_and(x[1]); // [...]
      case OR -> (x, sizes) -> x[0].logical_or(x[1]); // [...]
    };
  }

  static Kernel not() {
    return (x, sizes) -> x[0].logical_not(); // [...]
  }

  static Kernel choose() {
    return (x, sizes) -> where(x[0], x[1], x[2]); // [...]
  }

  /** (condition, a): a where the condition holds, elsewhere a number. */
  Kernel chooseOr(Array number) {
    Scalar c = scalar(number);
    return (x, sizes) -> where(x[0], x[1], c); // [...]
  }

  Kernel cast(DataType to) {
    ScalarType type = transfer.nativeType(to);
    return (x, sizes) -> x[0].to(type); // [...]
  }

  /**
   * The product. Matrices on the left that all meet the same one on the right are put below each
   * other and multiplied at once: libtorch would take them one by one, which for small ones, such
   * as those of additive attention, is several times slower.
   */
  static Kernel matmul(Shape left, Shape right, Shape result) {
    if (!meetsTheSame(left, right)) {
      return (x, sizes) -> x[0].matmul(x[1]); // [..., m, n]
    }
    return (x, sizes) -> {
      try (Tensor rows = x[0].flatten(-3, -2); // [..., a · m, k]
          Tensor same = x[1].squeeze(-3); // [..., k, n]
          Tensor product = rows.matmul(same)) { // [..., a · m, n]
        return product.reshape(sizes.of(result)); // [..., a, m, n]
      }
    };
  }

  /** Whether the axis before the matrices is there on the left, and 1 on the right. */
  private static boolean meetsTheSame(Shape left, Shape right) {
    return left.rank() > 2 && right.rank() > 2 && !isOne(left.dim(-3)) && isOne(right.dim(-3));
  }

  private static boolean isOne(Dim dim) {
    return dim.isKnown() && dim.size() == 1;
  }

  Kernel reduce(Op.Reduce.Function function, long[] axes) {
    return switch (function) {
      case SUM -> (x, sizes) -> x[0].sum(axes, true, sameType); // [..., 1, ...]
      case MEAN -> (x, sizes) -> x[0].mean(axes, true, sameType); // [..., 1, ...]
      case MAXIMUM -> maximum(axes);
    };
  }

  private Kernel maximum(long... axes) {
    Scalar leastFloat = natives.own(new Scalar(Double.NEGATIVE_INFINITY));
    Scalar leastInteger = natives.own(new Scalar(Long.MIN_VALUE));
    return (x, sizes) -> {
      if (x[0].numel() > 0) {
        return x[0].amax(axes, true); // [..., 1, ...]
      }
      try (Tensor zeros = x[0].sum(axes, true, sameType)) { // [..., 1, ...]
        return zeros.add(x[0].is_floating_point() ? leastFloat : leastInteger); // [..., 1, ...]
      }
    };
  }

  static Kernel softmax(int axis) {
    return (x, sizes) -> x[0].softmax(axis); // [...]
  }

  static Kernel logSoftmax(int axis) {
    return (x, sizes) -> x[0].log_softmax(axis); // [...]
  }

  static Kernel cumulativeSum(int axis) {
    return (x, sizes) -> x[0].cumsum(axis); // [...]
  }

  Kernel argMax(int axis) {
    LongOptional along = natives.own(new LongOptional(axis));
    return (x, sizes) -> x[0].argmax(along, false); // [... without axis]
  }

  /** Sorts stably, because libtorch's topk leaves open which of equal elements comes first. */
  Kernel topK(Polynomial k, int axis) {
    return (x, sizes) -> {
      long count = sizes.of(k);
      if (count > x[0].size(axis)) {
        throw new IllegalArgumentException(
            "there are no %d largest of %d".formatted(count, x[0].size(axis)));
      }
      try (T_TensorTensor_T sorted = x[0].sort(stably, axis, true)) {
        return sorted.get1().narrow(axis, 0, count); // [..., k, ...]
      }
    };
  }

  /** The rows of a table: [n, ...] at [i...] → [i..., ...]. */
  static Kernel take(TensorType table, Shape result) {
    if (table.dataType() == DataType.FLOAT && table.shape().rank() == 2) {
      return (x, sizes) -> embedding(x[0], x[1]); // [i..., d]
    }
    return (x, sizes) -> {
      try (Tensor flat = x[1].reshape(-1); // [indices]
          Tensor rows = x[0].index_select(0, flat)) { // [indices, ...]
        return rows.reshape(sizes.of(result)); // [i..., ...]
      }
    };
  }

  static Kernel gather(int axis) {
    return (x, sizes) -> x[0].gather(axis, x[1]); // [indices' shape]
  }

  static Kernel reshape(Shape to) {
    return (x, sizes) -> x[0].reshape(sizes.of(to)); // [to...]
  }

  static Kernel transpose(List<Integer> order) {
    long[] axes = order.stream().mapToLong(Integer::longValue).toArray();
    return (x, sizes) -> x[0].permute(axes); // [... in order]
  }

  static Kernel exchange(int first, int second) {
    return (x, sizes) -> x[0].transpose(first, second); // [... exchanged]
  }

  static Kernel flip(int axis) {
    return (x, sizes) -> x[0].flip(axis); // [...]
  }

  static Kernel broadcast(Shape to) {
    return (x, sizes) -> x[0].expand(sizes.of(to)); // [to...]
  }

  static Kernel slice(int axis, Polynomial start, Polynomial length) {
    return (x, sizes) -> x[0].narrow(axis, sizes.of(start), sizes.of(length)); // [..., length, ...]
  }

  static Kernel concat(int axis) {
    return (x, sizes) -> {
      try (TensorVector operands = new TensorVector(x)) {
        return cat(operands, axis); // [..., sum, ...]
      }
    };
  }

  static Kernel detach() {
    return (x, sizes) -> x[0].detach(); // [...]
  }

  private Scalar scalar(Array number) {
    return natives.own(
        number.dataType() == DataType.FLOAT
            ? new Scalar(number.at(0))
            : new Scalar((long) number.at(0)));
  }
}
