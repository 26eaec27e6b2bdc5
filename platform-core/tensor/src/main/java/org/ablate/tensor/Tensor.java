package org.ablate.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A value in a computation that is being defined: it has a type and no numbers. Every method adds
 * one operator to the graph that the tensor belongs to, and returns its result.
 *
 * <p>Element-wise operators broadcast: axes are aligned from the last, axes of size 1 and missing
 * ones stretch. Negative axes count from the last. Reductions keep the reduced axis with size 1, so
 * that their result fits what they came from.
 */
public final class Tensor {
  private final Tracer tracer;
  private final int id;
  private final String scope;
  private final Op op;
  private final List<Tensor> operands;
  private final TensorType type;

  Tensor(Tracer tracer, int id, String scope, Op op, List<Tensor> operands, TensorType type) {
    this.tracer = tracer;
    this.id = id;
    this.scope = scope;
    this.op = op;
    this.operands = operands;
    this.type = type;
  }

  /** The place in the order of definition; operands come before what is made of them. */
  public int id() {
    return id;
  }

  /** The path of the scope that defined this value, such as {@code encoder.layer.0.attention}. */
  public String scope() {
    return scope;
  }

  /** The operator whose result this is. */
  public Op op() {
    return op;
  }

  /** What the operator was applied to. */
  public List<Tensor> operands() {
    return operands;
  }

  public TensorType type() {
    return type;
  }

  public Shape shape() {
    return type.shape();
  }

  public DataType dataType() {
    return type.dataType();
  }

  public int rank() {
    return shape().rank();
  }

  /**
   * An axis.
   *
   * @throws TensorException if there is none at the position
   */
  public Dim dim(int axis) {
    return checked("dim", () -> shape().dim(axis));
  }

  /**
   * The size of an axis that is known before a run.
   *
   * @throws TensorException if the size is symbolic
   */
  public long size(int axis) {
    Dim dim = dim(axis);
    if (!dim.isKnown()) {
      throw tracer.mistake(
          "size",
          "the size of %s is not known until the graph runs; scope.extent gives it as a value"
              .formatted(dim),
          List.of(this));
    }
    return dim.size();
  }

  // ---- Element-wise

  public Tensor negate() {
    return unary(Op.Unary.Function.NEGATE);
  }

  public Tensor abs() {
    return unary(Op.Unary.Function.ABS);
  }

  public Tensor exp() {
    return unary(Op.Unary.Function.EXP);
  }

  /** The natural logarithm. */
  public Tensor log() {
    return unary(Op.Unary.Function.LOG);
  }

  public Tensor sqrt() {
    return unary(Op.Unary.Function.SQRT);
  }

  /** 1 / √x. */
  public Tensor rsqrt() {
    return unary(Op.Unary.Function.RSQRT);
  }

  /** 1 / x. */
  public Tensor reciprocal() {
    return unary(Op.Unary.Function.RECIPROCAL);
  }

  public Tensor sin() {
    return unary(Op.Unary.Function.SIN);
  }

  public Tensor cos() {
    return unary(Op.Unary.Function.COS);
  }

  public Tensor tanh() {
    return unary(Op.Unary.Function.TANH);
  }

  /** 1 / (1 + e⁻ˣ). */
  public Tensor sigmoid() {
    return unary(Op.Unary.Function.SIGMOID);
  }

  /** The error function. */
  public Tensor erf() {
    return unary(Op.Unary.Function.ERF);
  }

  /** max(x, 0). */
  public Tensor relu() {
    return unary(Op.Unary.Function.RELU);
  }

  public Tensor floor() {
    return unary(Op.Unary.Function.FLOOR);
  }

  /** −1, 0 or 1. */
  public Tensor sign() {
    return unary(Op.Unary.Function.SIGN);
  }

  public Tensor square() {
    return multiply(this);
  }

  /** x · Φ(x). */
  public Tensor gelu() {
    return call(new Composite.Gelu());
  }

  /** The tanh approximation of {@link #gelu}. */
  public Tensor geluTanh() {
    return call(new Composite.GeluTanh());
  }

  /** x · σ(x). */
  public Tensor silu() {
    return call(new Composite.Silu());
  }

  /** log(1 + eˣ). */
  public Tensor softplus() {
    return call(new Composite.Softplus());
  }

  public Tensor add(Tensor other) {
    return binary(Op.Binary.Function.ADD, other);
  }

  public Tensor add(double value) {
    return add(scalar(value));
  }

  public Tensor subtract(Tensor other) {
    return binary(Op.Binary.Function.SUBTRACT, other);
  }

  public Tensor subtract(double value) {
    return subtract(scalar(value));
  }

  public Tensor multiply(Tensor other) {
    return binary(Op.Binary.Function.MULTIPLY, other);
  }

  public Tensor multiply(double value) {
    return multiply(scalar(value));
  }

  public Tensor divide(Tensor other) {
    return binary(Op.Binary.Function.DIVIDE, other);
  }

  public Tensor divide(double value) {
    return divide(scalar(value));
  }

  public Tensor power(Tensor exponent) {
    return binary(Op.Binary.Function.POWER, exponent);
  }

  public Tensor power(double exponent) {
    return power(scalar(exponent));
  }

  public Tensor maximum(Tensor other) {
    return binary(Op.Binary.Function.MAXIMUM, other);
  }

  public Tensor maximum(double value) {
    return maximum(scalar(value));
  }

  public Tensor minimum(Tensor other) {
    return binary(Op.Binary.Function.MINIMUM, other);
  }

  public Tensor minimum(double value) {
    return minimum(scalar(value));
  }

  /** What is left after division, with the sign of the divisor. */
  public Tensor remainder(Tensor divisor) {
    return binary(Op.Binary.Function.REMAINDER, divisor);
  }

  /** What is left after division, with the sign of the divisor. */
  public Tensor remainder(double divisor) {
    return remainder(scalar(divisor));
  }

  public Tensor equal(Tensor other) {
    return compare(Op.Compare.Relation.EQUAL, other);
  }

  public Tensor equal(double value) {
    return equal(scalar(value));
  }

  public Tensor notEqual(Tensor other) {
    return compare(Op.Compare.Relation.NOT_EQUAL, other);
  }

  public Tensor notEqual(double value) {
    return notEqual(scalar(value));
  }

  public Tensor less(Tensor other) {
    return compare(Op.Compare.Relation.LESS, other);
  }

  public Tensor less(double value) {
    return less(scalar(value));
  }

  public Tensor lessOrEqual(Tensor other) {
    return compare(Op.Compare.Relation.LESS_OR_EQUAL, other);
  }

  public Tensor lessOrEqual(double value) {
    return lessOrEqual(scalar(value));
  }

  public Tensor greater(Tensor other) {
    return compare(Op.Compare.Relation.GREATER, other);
  }

  public Tensor greater(double value) {
    return greater(scalar(value));
  }

  public Tensor greaterOrEqual(Tensor other) {
    return compare(Op.Compare.Relation.GREATER_OR_EQUAL, other);
  }

  public Tensor greaterOrEqual(double value) {
    return greaterOrEqual(scalar(value));
  }

  public Tensor and(Tensor other) {
    return add(new Op.Logic(Op.Logic.Connective.AND), this, other);
  }

  public Tensor or(Tensor other) {
    return add(new Op.Logic(Op.Logic.Connective.OR), this, other);
  }

  public Tensor not() {
    return add(new Op.Not(), this);
  }

  /** Where this condition holds the one value, elsewhere the other. */
  public Tensor where(Tensor then, Tensor otherwise) {
    return add(new Op.Where(), this, then, otherwise);
  }

  /** Where this condition holds the one value, elsewhere a number. */
  public Tensor where(Tensor then, double otherwise) {
    return where(then, then.scalar(otherwise));
  }

  /** As floats: true is 1. */
  public Tensor toFloat() {
    return dataType() == DataType.FLOAT ? this : add(new Op.Cast(DataType.FLOAT), this);
  }

  /** As integers: the fraction is dropped. */
  public Tensor toInteger() {
    return dataType() == DataType.INTEGER ? this : add(new Op.Cast(DataType.INTEGER), this);
  }

  // ---- Products, reductions, scans

  /** [..., m, k] × [..., k, n] → [..., m, n]; the axes before the last two broadcast. */
  public Tensor matmul(Tensor other) {
    return add(new Op.Matmul(), this, other);
  }

  /** xW + b, for this [..., in], a weight [in, out] and a bias [out]. */
  public Tensor linear(Tensor weight, Tensor bias) {
    return call(new Composite.Linear(), weight, bias);
  }

  /** The sum over axes, which stay with size 1. */
  public Tensor sum(int... axes) {
    return reduce(Op.Reduce.Function.SUM, axes);
  }

  /** The mean over axes, which stay with size 1. */
  public Tensor mean(int... axes) {
    return reduce(Op.Reduce.Function.MEAN, axes);
  }

  /** The largest over axes, which stay with size 1. */
  public Tensor max(int... axes) {
    return reduce(Op.Reduce.Function.MAXIMUM, axes);
  }

  public Tensor softmax(int axis) {
    return add(new Op.Softmax(axis), this);
  }

  /** Softmax over the last axis among what a mask allows; a row with nothing allowed is zero. */
  public Tensor softmax(Tensor mask) {
    return call(new Composite.MaskedSoftmax(), mask);
  }

  /** Softmax of scores [..., query, key] among the keys that are not after the query. */
  public Tensor causalSoftmax() {
    return call(new Composite.CausalSoftmax());
  }

  /**
   * For scores [..., query, key], which keys are not after the query: [query, key]. Query i of n
   * sees the keys up to i + m − n of m, so that the last query sees all.
   */
  public Tensor causalMask() {
    return relativePosition().lessOrEqual(0); // [query, key]
  }

  /**
   * For scores [..., query, key], how far each key is after its query, where the last query is at
   * the position of the last key: integers [query, key].
   */
  public Tensor relativePosition() {
    Dim query = dim(-2);
    Dim key = dim(-1);
    Tensor offset = tracer.add(new Op.Extent(key.extent().minus(query.extent()))); // []
    Tensor at = tracer.add(new Op.Range(query)).add(offset).unsqueeze(-1); // [query, 1]
    return tracer.add(new Op.Range(key)).subtract(at); // [query, key]
  }

  /**
   * The states of a {@linkplain Recurrence recurrence} along an axis, after each step: what is
   * carried is what is given.
   *
   * @param first the state that the first step sees
   * @param step from a state and an entry of this tensor, without the axis, to the next state
   */
  public Tensor scan(int axis, Tensor first, BinaryOperator<Tensor> step) {
    Recurrence recurrence =
        scan(
            axis,
            List.of(this),
            List.of(first),
            (states, entries) -> {
              Tensor next = step.apply(states.get(0), entries.get(0)); // as the state
              return new Recurrence.Result(List.of(next), List.of(next));
            });
    return recurrence.stacked().get(0);
  }

  Recurrence scan(int axis, List<Tensor> sequences, List<Tensor> first, Recurrence.Step step) {
    int position = checked("scan", () -> shape().position(axis));
    return tracer.scan(position, sequences, first, step);
  }

  public Tensor logSoftmax(int axis) {
    return add(new Op.LogSoftmax(axis), this);
  }

  /**
   * Each element plus all before it along an axis. The difference of two such sums has the rounding
   * errors of everything before; sums over what is near come from {@link #flip} or a {@link #scan}.
   */
  public Tensor cumulativeSum(int axis) {
    return add(new Op.CumulativeSum(axis), this);
  }

  /** The index of the largest along an axis, which goes. */
  public Tensor argMax(int axis) {
    return add(new Op.ArgMax(axis), this);
  }

  /** The indices of the k largest along an axis, largest first. */
  public Tensor topK(int k, int axis) {
    return topK(checked("top_k", () -> Dim.of("top", k)), axis);
  }

  /** The indices of the largest along an axis, largest first, as many as another axis is long. */
  public Tensor topK(Dim top, int axis) {
    return add(new Op.TopK(top, axis), this);
  }

  /** The layer norm over the last axis, with gain and bias [d]. */
  public Tensor layerNorm(Tensor gain, Tensor bias, double epsilon) {
    return call(new Composite.LayerNorm(epsilon), gain, bias);
  }

  /** The root-mean-square norm over the last axis, with gain [d]. */
  public Tensor rmsNorm(Tensor gain, double epsilon) {
    return call(new Composite.RmsNorm(epsilon), gain);
  }

  /** The mean cross-entropy of these logits [n, class] against targets [n], in nats: []. */
  public Tensor crossEntropy(Tensor targets, double labelSmoothing) {
    return call(new Composite.CrossEntropy(labelSmoothing), targets);
  }

  // ---- Selection and shape

  /** The rows of this table [n, ...] at indices [i...]: [i..., ...]. */
  public Tensor take(Tensor indices) {
    return add(new Op.Take(), this, indices);
  }

  /** Along an axis, the elements that indices of the same rank name. */
  public Tensor gather(int axis, Tensor indices) {
    return add(new Op.Gather(axis), this, indices);
  }

  /** The same elements under other axes. */
  public Tensor reshape(Dim... dims) {
    return add(new Op.Reshape(List.of(dims)), this);
  }

  /** The same elements under other axes. */
  public Tensor reshape(Shape shape) {
    return add(new Op.Reshape(shape.dims()), this);
  }

  /** The same value with one axis named differently. */
  public Tensor rename(int axis, String name) {
    return reshape(shape().with(axis, dim(axis).renamed(name)));
  }

  /** One axis split into several. */
  public Tensor unflatten(int axis, Dim... into) {
    return reshape(checked("unflatten", () -> shape().with(axis, into)));
  }

  /** Neighbouring axes, from the first to the last one given, merged into one of a new name. */
  public Tensor flatten(int first, int last, String name) {
    return reshape(checked("flatten", () -> shape().merged(first, last, name)));
  }

  /** A new axis of size 1, at the place that it has in the result. */
  public Tensor unsqueeze(int axis) {
    return reshape(checked("unsqueeze", () -> shape().widened(axis)));
  }

  /** Without an axis of size 1. */
  public Tensor squeeze(int axis) {
    return reshape(checked("squeeze", () -> shape().narrowed(axis)));
  }

  /** Two axes exchanged. */
  public Tensor transpose(int first, int second) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, rank()).boxed().toList());
    int from = checked("transpose", () -> shape().position(first));
    int to = checked("transpose", () -> shape().position(second));
    Collections.swap(order, from, to);
    return add(new Op.Transpose(order), this);
  }

  /** The axes in another order. */
  public Tensor permute(int... order) {
    return add(new Op.Transpose(Arrays.stream(order).boxed().toList()), this);
  }

  /**
   * The entries of an axis in the opposite order. Between two flips, what goes along an axis goes
   * from its end: {@code x.flip(axis).cumulativeSum(axis).flip(axis)} is each element plus all
   * after it.
   */
  public Tensor flip(int axis) {
    return add(new Op.Flip(axis), this);
  }

  /** Axes of size 1 and missing ones stretched. */
  public Tensor broadcastTo(Shape shape) {
    return shape().equals(shape) ? this : add(new Op.Broadcast(shape), this);
  }

  /** The part of an axis that starts at a place and is as long as the given axis. */
  public Tensor slice(int axis, Polynomial start, Dim result) {
    return add(new Op.Slice(axis, start, result), this);
  }

  /** The part of an axis from one index up to another, which is left out. */
  public Tensor slice(int axis, long from, long to) {
    Dim result = checked("slice", () -> Dim.of(dim(axis).name(), to - from));
    return slice(axis, Polynomial.of(from), result);
  }

  /** One entry of an axis, which goes. */
  public Tensor select(int axis, long index) {
    return slice(axis, index, index + 1).squeeze(axis);
  }

  /** Tensors one after the other along an axis that all have. */
  public static Tensor concat(int axis, Tensor first, Tensor... more) {
    Tensor[] operands = prepend(first, more);
    return first.add(new Op.Concat(axis, first.dim(axis).name()), operands);
  }

  /** This value with zeros before and after it along an axis; false where it holds booleans. */
  public Tensor pad(int axis, long before, long after) {
    Tensor first = zeros(axis, before); // [..., before, ...]
    return concat(axis, first, this, zeros(axis, after)); // [..., before + size + after, ...]
  }

  private Tensor zeros(int axis, long size) {
    Dim dim = checked("pad", () -> Dim.of(dim(axis).name(), size));
    return scalar(0).broadcastTo(shape().with(axis, dim)); // [..., size, ...]
  }

  /** Tensors of one shape side by side on a new last axis. */
  public static Tensor stack(String name, Tensor first, Tensor... more) {
    Tensor[] columns =
        Arrays.stream(prepend(first, more)).map(t -> t.unsqueeze(-1)).toArray(Tensor[]::new);
    return first.add(new Op.Concat(-1, name), columns);
  }

  /** The same value, through which no gradient flows. */
  public Tensor detach() {
    return add(new Op.Detach(), this);
  }

  Tensor call(Composite composite, Tensor... more) {
    return tracer.call(composite, prepend(this, more));
  }

  /** A number of this tensor's data type: []. */
  Tensor scalar(double value) {
    return tracer.add(new Op.Constant(number(value), Shape.of())); // []
  }

  private Array number(double value) {
    return switch (dataType()) {
      case FLOAT -> Array.scalar(value);
      case INTEGER -> Array.of(new long[] {integer(value)});
      case BOOLEAN -> Array.of(new boolean[] {value != 0});
    };
  }

  private long integer(double value) {
    if (value != Math.rint(value)) {
      throw tracer.mistake(
          "constant", value + " is no integer; toFloat() converts the operand", List.of(this));
    }
    return (long) value;
  }

  private <T> T checked(String operator, Supplier<T> part) {
    return tracer.checked(operator, List.of(this), part);
  }

  private Tensor unary(Op.Unary.Function function) {
    return add(new Op.Unary(function), this);
  }

  private Tensor binary(Op.Binary.Function function, Tensor other) {
    return add(new Op.Binary(function), this, other);
  }

  private Tensor compare(Op.Compare.Relation relation, Tensor other) {
    return add(new Op.Compare(relation), this, other);
  }

  private Tensor reduce(Op.Reduce.Function function, int... axes) {
    return add(new Op.Reduce(function, Arrays.stream(axes).boxed().toList()), this);
  }

  private Tensor add(Op op, Tensor... operands) {
    return tracer.add(op, operands);
  }

  private static Tensor[] prepend(Tensor first, Tensor[] more) {
    Tensor[] all = new Tensor[more.length + 1];
    all[0] = first;
    System.arraycopy(more, 0, all, 1, more.length);
    return all;
  }

  /** {@code %12 matmul [batch, head=4, query, key]}. */
  @Override
  public String toString() {
    return "%" + id + " " + op.label() + " " + type;
  }
}
