package org.ablate.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The operators: a small, closed set. Each record states what it computes, its rule for shapes and
 * its data types; the {@link Interpreter} is what it means in numbers. Who consumes graphs
 * implements {@link Cases}, so that an operator added here does not compile until every consumer
 * knows it.
 *
 * <p>In this order: sources, which have no operands; element-wise operators; products, reductions
 * and what goes along an axis; selection and shape; and the two that have a body, recurrences and
 * composites.
 *
 * <p>Axes may be negative (counted from the last). Unless said otherwise an operator gives the data
 * type that it takes.
 */
public sealed interface Op {

  /**
   * The type of the result.
   *
   * @throws IllegalArgumentException if the operands do not fit; the message says how
   */
  TensorType infer(List<TensorType> operands);

  /** Calls the case of this operator. */
  <R> R match(Cases<R> cases);

  /** The name in messages, such as {@code matmul}. */
  default String label() {
    return Label.of(getClass());
  }

  /** One case for each operator. */
  interface Cases<R> {
    R input(Input op);

    R parameter(Parameter op);

    R buffer(Buffer op);

    R constant(Constant op);

    R range(Range op);

    R extent(Extent op);

    R random(Random op);

    R unary(Unary op);

    R binary(Binary op);

    R compare(Compare op);

    R logic(Logic op);

    R not(Not op);

    R where(Where op);

    R cast(Cast op);

    R matmul(Matmul op);

    R reduce(Reduce op);

    R softmax(Softmax op);

    R logSoftmax(LogSoftmax op);

    R cumulativeSum(CumulativeSum op);

    R argMax(ArgMax op);

    R topK(TopK op);

    R take(Take op);

    R gather(Gather op);

    R reshape(Reshape op);

    R transpose(Transpose op);

    R flip(Flip op);

    R broadcast(Broadcast op);

    R slice(Slice op);

    R concat(Concat op);

    R detach(Detach op);

    R scan(Scan op);

    R call(Call op);
  }

  // ---- Sources

  /** A value that is given at each run. */
  record Input(String name, TensorType type) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      return type;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.input(this);
    }
  }

  /** A learnable value. Its shape is known; its name is the path of its scope and its own. */
  record Parameter(String name, Shape shape, Initializer initializer) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      if (initializer instanceof Initializer.XavierUniform && shape.rank() < 2) {
        throw new IllegalArgumentException("Xavier's initializer is for matrices, not " + shape);
      }
      return TensorType.floats(requireKnown(shape));
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.parameter(this);
    }
  }

  /** A value that training carries along without learning it, such as a running mean. */
  record Buffer(String name, Shape shape, Initializer initializer) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      return TensorType.floats(requireKnown(shape));
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.buffer(this);
    }
  }

  /** Fixed numbers. */
  record Constant(Array value, Shape shape) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      if (requireKnown(shape).elements().constant() != value.size()) {
        throw new IllegalArgumentException(
            "%d values do not fill the shape %s".formatted(value.size(), shape));
      }
      return new TensorType(value.dataType(), shape);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.constant(this);
    }
  }

  /** The integers 0, 1, 2, … along an axis: {@code [dim]}. */
  record Range(Dim dim) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      return TensorType.integers(Shape.of(dim));
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.range(this);
    }
  }

  /** The value of a polynomial in symbolic sizes, an integer without axes: {@code []}. */
  record Extent(Polynomial polynomial) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      return TensorType.integers(Shape.of());
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.extent(this);
    }
  }

  /**
   * Fresh random numbers from the run's generator; engines without one take them as an input of the
   * name.
   */
  record Random(String name, Distribution distribution, Shape shape) implements Op {
    /** What the numbers follow. */
    public enum Distribution {
      /** Uniform in [0, 1). */
      UNIFORM,
      /** Normal with mean 0 and variance 1. */
      NORMAL
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      return TensorType.floats(shape);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.random(this);
    }
  }

  // ---- Element-wise

  /**
   * A function of each element of a float tensor; negate and abs take integers too. The sign of
   * what is not a number is 0 or again not a number, as the engine has it.
   */
  record Unary(Function function) implements Op {
    /** The functions of one number. */
    public enum Function {
      NEGATE,
      ABS,
      EXP,
      LOG,
      SQRT,
      RSQRT,
      RECIPROCAL,
      SIN,
      COS,
      TANH,
      SIGMOID,
      ERF,
      RELU,
      FLOOR,
      SIGN
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      TensorType x = operands.get(0);
      boolean integersToo = function == Function.NEGATE || function == Function.ABS;
      if (x.dataType() == DataType.BOOLEAN || (x.dataType() == DataType.INTEGER && !integersToo)) {
        require(DataType.FLOAT, x);
      }
      return x;
    }

    @Override
    public String label() {
      return function.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.unary(this);
    }
  }

  /**
   * A function of two numbers, element by element with broadcasting. Two floats or two integers;
   * divide and power take floats only. Remainder has the sign of the divisor; no integer has one by
   * 0.
   */
  record Binary(Function function) implements Op {
    /** The functions of two numbers. */
    public enum Function {
      ADD,
      SUBTRACT,
      MULTIPLY,
      DIVIDE,
      POWER,
      MAXIMUM,
      MINIMUM,
      REMAINDER
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      DataType dataType = sameNumbers(operands);
      if (function == Function.DIVIDE || function == Function.POWER) {
        operands.forEach(operand -> require(DataType.FLOAT, operand));
      }
      return new TensorType(dataType, broadcast(operands));
    }

    @Override
    public String label() {
      return function.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.binary(this);
    }
  }

  /** A comparison of two numbers of one data type, with broadcasting; gives booleans. */
  record Compare(Relation relation) implements Op {
    /** What is asked of two numbers. */
    public enum Relation {
      EQUAL,
      NOT_EQUAL,
      LESS,
      LESS_OR_EQUAL,
      GREATER,
      GREATER_OR_EQUAL
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      sameNumbers(operands);
      return TensorType.booleans(broadcast(operands));
    }

    @Override
    public String label() {
      return relation.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.compare(this);
    }
  }

  /** A connective of two booleans, with broadcasting. */
  record Logic(Connective connective) implements Op {
    /** The connectives. */
    public enum Connective {
      AND,
      OR
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      operands.forEach(operand -> require(DataType.BOOLEAN, operand));
      return TensorType.booleans(broadcast(operands));
    }

    @Override
    public String label() {
      return connective.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.logic(this);
    }
  }

  /** The opposite of each boolean. */
  record Not() implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      require(DataType.BOOLEAN, operands.get(0));
      return operands.get(0);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.not(this);
    }
  }

  /**
   * (condition, a, b): a where the condition holds, b elsewhere, with broadcasting. The gradient
   * reaches only the side that was taken.
   */
  record Where() implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      require(DataType.BOOLEAN, operands.get(0));
      TensorType a = operands.get(1);
      if (a.dataType() != operands.get(2).dataType()) {
        throw new IllegalArgumentException(
            "both values must be of one data type, not %s and %s"
                .formatted(a.dataType(), operands.get(2).dataType()));
      }
      return new TensorType(a.dataType(), broadcast(List.of(a, operands.get(2), operands.get(0))));
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.where(this);
    }
  }

  /** Another data type: true is 1, integers come from floats by dropping the fraction. */
  record Cast(DataType to) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      return new TensorType(to, operands.get(0).shape());
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.cast(this);
    }
  }

  // ---- Products, reductions, scans

  /**
   * The matrix product over the last two axes, [..., m, k] × [..., k, n] → [..., m, n]; the axes
   * before them broadcast.
   */
  record Matmul() implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      operands.forEach(operand -> require(DataType.FLOAT, operand));
      Shape left = operands.get(0).shape();
      Shape right = operands.get(1).shape();
      if (left.rank() < 2 || right.rank() < 2) {
        throw new IllegalArgumentException("both operands need at least two axes");
      }
      if (!left.dim(-1).fits(right.dim(-2))) {
        throw new IllegalArgumentException(
            "the inner axes differ: %s on the left, %s on the right"
                .formatted(left.dim(-1), right.dim(-2)));
      }
      List<Dim> result = new ArrayList<>(batch(left).broadcast(batch(right)).dims());
      result.add(left.dim(-2));
      result.add(right.dim(-1));
      return TensorType.floats(new Shape(result));
    }

    private static Shape batch(Shape shape) {
      return new Shape(shape.dims().subList(0, shape.rank() - 2));
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.matmul(this);
    }
  }

  /**
   * A summary along axes, which stay with size 1. All but the mean take integers too. Of nothing,
   * the sum is 0, the mean is not a number, and the maximum is −∞ or the least integer.
   */
  record Reduce(Function function, List<Integer> axes) implements Op {
    /** The summaries. */
    public enum Function {
      SUM,
      MEAN,
      MAXIMUM
    }

    public Reduce {
      axes = List.copyOf(axes);
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      TensorType x = operands.get(0);
      if (x.dataType() != DataType.INTEGER || function == Function.MEAN) {
        require(DataType.FLOAT, x);
      }
      if (axes.isEmpty()) {
        throw new IllegalArgumentException("it takes at least one axis");
      }
      List<Dim> dims = new ArrayList<>(x.shape().dims());
      axes.forEach(axis -> dims.set(x.shape().position(axis), Dim.one()));
      return x.shaped(new Shape(dims));
    }

    @Override
    public String label() {
      return function.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.reduce(this);
    }
  }

  /** exp(x) / Σ exp(x) along an axis, computed stably. */
  record Softmax(int axis) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      return alongAxis(operands.get(0), axis);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.softmax(this);
    }
  }

  /** log of softmax along an axis, computed stably. */
  record LogSoftmax(int axis) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      return alongAxis(operands.get(0), axis);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.logSoftmax(this);
    }
  }

  /** Each element plus all before it along an axis, of floats or integers. */
  record CumulativeSum(int axis) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      TensorType x = operands.get(0);
      x.shape().position(axis);
      if (x.dataType() == DataType.BOOLEAN) {
        throw new IllegalArgumentException("it takes float or integer, not boolean");
      }
      return x;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.cumulativeSum(this);
    }
  }

  /** The index of the largest element along an axis, the first of equals; the axis goes. */
  record ArgMax(int axis) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      Shape shape = alongAxis(operands.get(0), axis).shape();
      return TensorType.integers(shape.without(List.of(axis)));
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.argMax(this);
    }
  }

  /**
   * The indices of the largest elements along an axis, the largest first and the first of equals
   * first, in the place of that axis.
   *
   * @param top the axis of the result: as many as are looked for
   */
  record TopK(Dim top, int axis) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      Shape shape = alongAxis(operands.get(0), axis).shape();
      Dim dim = shape.dim(axis);
      Polynomial spare = dim.extent().minus(top.extent());
      if (spare.isConstant() && spare.constant() < 0) {
        throw new IllegalArgumentException(
            "there are no %s largest along %s".formatted(top.extent(), dim));
      }
      return TensorType.integers(shape.with(axis, top));
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.topK(this);
    }
  }

  // ---- Selection and shape

  /** (table [n, ...], indices [i...]) → [i..., ...]: the rows of a table, as in an embedding. */
  record Take() implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      Shape table = operands.get(0).shape();
      require(DataType.INTEGER, operands.get(1));
      if (table.rank() == 0) {
        throw new IllegalArgumentException("the table has no rows");
      }
      List<Dim> dims = new ArrayList<>(operands.get(1).shape().dims());
      dims.addAll(table.dims().subList(1, table.rank()));
      return operands.get(0).shaped(new Shape(dims));
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.take(this);
    }
  }

  /**
   * (x, indices): along an axis, the elements that the indices name. Both have as many axes; all
   * but that axis fit, and the result has the shape of the indices.
   */
  record Gather(int axis) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      Shape x = operands.get(0).shape();
      Shape indices = operands.get(1).shape();
      require(DataType.INTEGER, operands.get(1));
      if (x.rank() != indices.rank() || !x.with(axis).fits(indices.with(axis))) {
        throw new IllegalArgumentException("all axes but %d must fit".formatted(axis));
      }
      return operands.get(0).shaped(indices);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.gather(this);
    }
  }

  /** The same elements in row-major order under other axes; the number of elements is the same. */
  record Reshape(List<Dim> dims) implements Op {
    public Reshape {
      dims = List.copyOf(dims);
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      Shape from = operands.get(0).shape();
      Shape to = new Shape(dims);
      if (!from.elements().equals(to.elements())) {
        throw new IllegalArgumentException(
            "%s has %s elements, %s has %s".formatted(from, from.elements(), to, to.elements()));
      }
      return operands.get(0).shaped(to);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.reshape(this);
    }
  }

  /** The axes in another order: axis i of the result is axis {@code order[i]} of the operand. */
  record Transpose(List<Integer> order) implements Op {
    public Transpose {
      order = List.copyOf(order);
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      Shape shape = operands.get(0).shape();
      if (!order.stream().sorted().toList().equals(positions(shape.rank()))) {
        throw new IllegalArgumentException(order + " is no order of the axes of " + shape);
      }
      return operands.get(0).shaped(new Shape(order.stream().map(shape::dim).toList()));
    }

    private static List<Integer> positions(int rank) {
      return java.util.stream.IntStream.range(0, rank).boxed().toList();
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.transpose(this);
    }
  }

  /** The entries of an axis in the opposite order. */
  record Flip(int axis) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      operands.get(0).shape().position(axis);
      return operands.get(0);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.flip(this);
    }
  }

  /** Axes of size 1, and missing ones in front, stretched to a shape. */
  record Broadcast(Shape to) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      Shape from = operands.get(0).shape();
      if (!from.broadcast(to).fits(to)) {
        throw new IllegalArgumentException(from + " does not stretch to " + to);
      }
      return operands.get(0).shaped(to);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.broadcast(this);
    }
  }

  /** The part of an axis that starts at a place and is as long as the result's axis. */
  record Slice(int axis, Polynomial start, Dim result) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      Shape shape = operands.get(0).shape();
      Dim dim = shape.dim(axis);
      Polynomial spare = dim.extent().minus(start).minus(result.extent());
      boolean startsBefore = start.isConstant() && start.constant() < 0;
      if (startsBefore || (spare.isConstant() && spare.constant() < 0)) {
        throw new IllegalArgumentException(
            "%s has no part of size %s that starts at %s".formatted(dim, result.extent(), start));
      }
      return operands.get(0).shaped(shape.with(axis, result));
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.slice(this);
    }
  }

  /** Operands one after the other along an axis; all other axes fit. */
  record Concat(int axis, String name) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      TensorType first = operands.get(0);
      Polynomial extent = Polynomial.ZERO;
      for (TensorType operand : operands) {
        if (operand.dataType() != first.dataType()) {
          throw new IllegalArgumentException(
              "all must be of one data type, not %s and %s"
                  .formatted(first.dataType(), operand.dataType()));
        }
        if (operand.shape().rank() != first.shape().rank()
            || !operand.shape().with(axis).fits(first.shape().with(axis))) {
          throw new IllegalArgumentException("all axes but %d must fit".formatted(axis));
        }
        extent = extent.plus(operand.shape().dim(axis).extent());
      }
      return first.shaped(first.shape().with(axis, new Dim(name, extent)));
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.concat(this);
    }
  }

  /** The same value, through which no gradient flows. */
  record Detach() implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      return operands.get(0);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.detach(this);
    }
  }

  // ---- Operators with a body

  /**
   * One result of a {@linkplain Recurrence recurrence}; all its results share their operands and
   * their body. The operands are the first states, then the sequences, then what every step sees
   * alike. An empty axis leaves the first states.
   *
   * @param body a step: its inputs stand for the operands in their order, an entry without the axis
   *     for each sequence; its outputs are the next states and then what is stacked
   * @param axis of sequences and stacks, counted from the first
   * @param states how many states there are
   * @param sequences how many sequences there are
   * @param result which output of the body this is: a state after the last step, or a stack
   */
  record Scan(Graph body, int axis, int states, int sequences, int result) implements Op {

    /** Whether this is a state after the last step, and not a stack. */
    public boolean isState() {
      return result < states;
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      Dim length = operands.get(states).shape().dim(axis);
      for (TensorType sequence : operands.subList(states, states + sequences)) {
        if (!sequence.shape().dim(axis).fits(length)) {
          throw new IllegalArgumentException(
              "the sequences differ in length: %s and %s"
                  .formatted(length, sequence.shape().dim(axis)));
        }
      }
      TensorType after = List.copyOf(body.outputs().values()).get(result).type();
      return isState() ? unchanged(operands.get(result), after) : stacked(after, length);
    }

    private static TensorType unchanged(TensorType before, TensorType after) {
      if (before.dataType() != after.dataType() || !before.shape().fits(after.shape())) {
        throw new IllegalArgumentException(
            "a state is %s before a step and %s after it".formatted(before, after));
      }
      return before;
    }

    private TensorType stacked(TensorType each, Dim length) {
      if (axis > each.shape().rank()) {
        throw new IllegalArgumentException(
            "what a step gives has no place for axis %d: %s".formatted(axis, each));
      }
      List<Dim> dims = new ArrayList<>(each.shape().dims());
      dims.add(axis, length);
      return each.shaped(new Shape(dims));
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.scan(this);
    }
  }

  /** A named piece with a body of other operators, for which an engine may have one kernel. */
  record Call(Composite composite, Graph body) implements Op {
    @Override
    public TensorType infer(List<TensorType> operands) {
      return body.result().type();
    }

    @Override
    public String label() {
      return composite.label();
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.call(this);
    }
  }

  // ---- Rules that several operators share

  /** A shape without symbols. */
  static Shape requireKnown(Shape shape) {
    if (!shape.isKnown()) {
      throw new IllegalArgumentException("its shape must be known before a run, but is " + shape);
    }
    return shape;
  }

  private static void require(DataType expected, TensorType operand) {
    if (operand.dataType() != expected) {
      String remedy =
          switch (expected) {
            case FLOAT -> "; toFloat() converts";
            case INTEGER -> "; toInteger() converts";
            case BOOLEAN -> "; comparisons give booleans";
          };
      throw new IllegalArgumentException(
          "it takes %s where %s is given".formatted(expected, operand.dataType()) + remedy);
    }
  }

  private static DataType sameNumbers(List<TensorType> operands) {
    DataType left = operands.get(0).dataType();
    DataType right = operands.get(1).dataType();
    if (left != right || left == DataType.BOOLEAN) {
      throw new IllegalArgumentException(
          "it takes two floats or two integers, not %s and %s; toFloat() and toInteger() convert"
              .formatted(left, right));
    }
    return left;
  }

  private static TensorType alongAxis(TensorType operand, int axis) {
    require(DataType.FLOAT, operand);
    operand.shape().position(axis);
    return operand;
  }

  private static Shape broadcast(List<TensorType> operands) {
    return operands.stream().map(TensorType::shape).reduce(Shape.of(), Shape::broadcast);
  }
}
