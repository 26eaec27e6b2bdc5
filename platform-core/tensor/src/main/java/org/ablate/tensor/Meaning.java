package org.ablate.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What each operator means: the numbers that it makes of its operands'. Written to be read, and so
 * that it can be believed; it is slow.
 *
 * @param sizes the sizes of the result
 * @param operands the values of the operands
 * @param symbols the size of each symbolic axis
 * @param given the values of inputs, parameters, buffers and random numbers, by name
 * @param loops the results of the recurrences that have been run, by their steps
 */
record Meaning(
    TensorType type,
    int[] sizes,
    List<Numbers> operands,
    Map<String, Long> symbols,
    Map<String, Array> given,
    Map<Graph, List<Numbers>> loops)
    implements Op.Cases<Numbers> {

  private Numbers x() {
    return operands.get(0);
  }

  private Numbers y() {
    return operands.get(1);
  }

  /** The result, of which each number is a function of its coordinates. */
  private Numbers each(ToDoubleFunction<int[]> element) {
    return Numbers.each(type.dataType(), sizes, element);
  }

  // ---- Sources

  @Override
  public Numbers input(Op.Input op) {
    return given("input", op.name());
  }

  @Override
  public Numbers parameter(Op.Parameter op) {
    return given("parameter", op.name());
  }

  @Override
  public Numbers buffer(Op.Buffer op) {
    return given("buffer", op.name());
  }

  @Override
  public Numbers random(Op.Random op) {
    if (!given.containsKey(op.name())) {
      throw new IllegalArgumentException(
          "the random numbers '%s' are not given, and there is no generator here; inference must draw none"
              .formatted(op.name()));
    }
    return given("random numbers", op.name());
  }

  private Numbers given(String kind, String name) {
    Array array = given.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "the %s '%s' is not given; given are %s".formatted(kind, name, given.keySet()));
    }
    Numbers numbers = Numbers.of(array);
    if (!Arrays.equals(numbers.sizes(), sizes) || numbers.dataType() != type.dataType()) {
      throw new IllegalArgumentException(
          "the %s '%s' must have the sizes %s and hold %s, but %s of %s are given"
              .formatted(
                  kind,
                  name,
                  Arrays.toString(sizes),
                  type.dataType(),
                  Arrays.toString(numbers.sizes()),
                  numbers.dataType()));
    }
    return numbers;
  }

  @Override
  public Numbers constant(Op.Constant op) {
    return Numbers.of(op.value()).reshaped(sizes);
  }

  @Override
  public Numbers range(Op.Range op) {
    return each(at -> at[0]);
  }

  @Override
  public Numbers extent(Op.Extent op) {
    return each(at -> op.polynomial().at(symbols));
  }

  // ---- Element-wise

  @Override
  public Numbers unary(Op.Unary op) {
    return each(at -> unary(op.function(), x().at(at)));
  }

  private static double unary(Op.Unary.Function function, double x) {
    return switch (function) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case SQRT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case ERF -> erf(x);
      case RELU -> Math.max(x, 0);
      case FLOOR -> Math.floor(x);
      case SIGN -> Math.signum(x);
    };
  }

  /** 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·5···(2n+1)), whose terms all have the sign of x. */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x); // 1 − erf(6) is less than what a double can tell from 1
    }
    double sum = 0;
    double term = x;
    for (int n = 1; sum + term != sum; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  @Override
  public Numbers binary(Op.Binary op) {
    if (op.function() == Op.Binary.Function.REMAINDER && type.dataType() == DataType.INTEGER) {
      requireNoZero(y());
    }
    return each(at -> binary(op.function(), x().stretchedAt(at), y().stretchedAt(at)));
  }

  private static void requireNoZero(Numbers divisors) {
    if (Arrays.stream(divisors.elements()).anyMatch(divisor -> divisor == 0)) {
      throw new IllegalArgumentException("an integer has no remainder by 0");
    }
  }

  private static double binary(Op.Binary.Function function, double x, double y) {
    return switch (function) {
      case ADD -> x + y;
      case SUBTRACT -> x - y;
      case MULTIPLY -> x * y;
      case DIVIDE -> x / y;
      case POWER -> Math.pow(x, y);
      case MAXIMUM -> Math.max(x, y);
      case MINIMUM -> Math.min(x, y);
      case REMAINDER -> remainder(x, y);
    };
  }

  private static double remainder(double x, double y) {
    double ofDividendsSign = x % y;
    boolean signsDiffer = ofDividendsSign != 0 && ofDividendsSign < 0 != y < 0;
    return signsDiffer ? ofDividendsSign + y : ofDividendsSign;
  }

  @Override
  public Numbers compare(Op.Compare op) {
    return each(at -> truth(compare(op.relation(), x().stretchedAt(at), y().stretchedAt(at))));
  }

  private static boolean compare(Op.Compare.Relation relation, double x, double y) {
    return switch (relation) {
      case EQUAL -> x == y;
      case NOT_EQUAL -> x != y;
      case LESS -> x < y;
      case LESS_OR_EQUAL -> x <= y;
      case GREATER -> x > y;
      case GREATER_OR_EQUAL -> x >= y;
    };
  }

  private static double truth(boolean holds) {
    return holds ? 1 : 0;
  }

  @Override
  public Numbers logic(Op.Logic op) {
    return each(
        at -> {
          boolean x = x().stretchedAt(at) != 0;
          boolean y = y().stretchedAt(at) != 0;
          return switch (op.connective()) {
            case AND -> truth(x && y);
            case OR -> truth(x || y);
          };
        });
  }

  @Override
  public Numbers not(Op.Not op) {
    return each(at -> 1 - x().at(at));
  }

  @Override
  public Numbers where(Op.Where op) {
    return each(at -> operands.get(x().stretchedAt(at) != 0 ? 1 : 2).stretchedAt(at));
  }

  @Override
  public Numbers cast(Op.Cast op) {
    return each(
        at ->
            switch (op.to()) {
              case FLOAT -> x().at(at);
              case INTEGER -> (long) x().at(at);
              case BOOLEAN -> truth(x().at(at) != 0);
            });
  }

  // ---- Products, reductions, scans

  @Override
  public Numbers matmul(Op.Matmul op) {
    int inner = x().sizes()[x().rank() - 1];
    int columns = y().sizes()[y().rank() - 1];
    return each(
        at -> {
          int left = x().stretchedIndex(with(at, at.length - 1, 0)); // [..., row, 0]
          int right = y().stretchedIndex(with(at, at.length - 2, 0)); // [..., 0, column]
          double sum = 0;
          for (int k = 0; k < inner; k++) {
            sum += x().elements()[left + k] * y().elements()[right + k * columns];
          }
          return sum;
        });
  }

  @Override
  public Numbers reduce(Op.Reduce op) {
    int[] axes = op.axes().stream().mapToInt(axis -> position(axis, x())).distinct().toArray();
    Numbers reduced =
        switch (op.function()) {
          case SUM -> sum(x(), axes);
          case MEAN -> mean(x(), axes);
          case MAXIMUM -> maximum(x(), axes);
        };
    return reduced.reshaped(sizes);
  }

  private static Numbers sum(Numbers x, int... axes) {
    return reduce(x, 0, Double::sum, axes);
  }

  private static Numbers mean(Numbers x, int... axes) {
    Numbers sum = sum(x, axes);
    double count = Arrays.stream(axes).map(axis -> x.sizes()[axis]).reduce(1, (a, b) -> a * b);
    return Numbers.each(x.dataType(), sum.sizes(), at -> sum.at(at) / count);
  }

  private static Numbers maximum(Numbers x, int... axes) {
    return reduce(x, Double.NEGATIVE_INFINITY, Math::max, axes);
  }

  /** Takes all numbers in that differ in the given axes only; those axes have size 1 then. */
  private static Numbers reduce(
      Numbers x, double start, DoubleBinaryOperator combine, int... axes) {
    int[] reduced = x.sizes().clone();
    int[] lengths = new int[x.rank()];
    Arrays.fill(lengths, 1);
    for (int axis : axes) {
      reduced[axis] = 1;
      lengths[axis] = x.sizes()[axis];
    }
    return Numbers.each(
        x.dataType(),
        reduced,
        at -> {
          double[] result = {start};
          Numbers.visit(
              lengths,
              offset -> result[0] = combine.applyAsDouble(result[0], x.at(plus(at, offset))));
          return result[0];
        });
  }

  @Override
  public Numbers softmax(Op.Softmax op) {
    int axis = position(op.axis(), x());
    Numbers largest = maximum(x(), axis);
    Numbers exponentials = each(at -> Math.exp(x().at(at) - largest.stretchedAt(at)));
    Numbers total = sum(exponentials, axis);
    return each(at -> exponentials.at(at) / total.stretchedAt(at));
  }

  @Override
  public Numbers logSoftmax(Op.LogSoftmax op) {
    int axis = position(op.axis(), x());
    Numbers largest = maximum(x(), axis);
    Numbers shifted = each(at -> x().at(at) - largest.stretchedAt(at));
    Numbers total = sum(each(at -> Math.exp(shifted.at(at))), axis);
    return each(at -> shifted.at(at) - Math.log(total.stretchedAt(at)));
  }

  @Override
  public Numbers cumulativeSum(Op.CumulativeSum op) {
    int axis = position(op.axis(), x());
    return each(
        at -> {
          double sum = 0;
          for (int i = 0; i <= at[axis]; i++) {
            sum += x().at(with(at, axis, i));
          }
          return sum;
        });
  }

  @Override
  public Numbers argMax(Op.ArgMax op) {
    int axis = position(op.axis(), x());
    return each(at -> descending(x(), axis, insert(at, axis))[0]);
  }

  @Override
  public Numbers topK(Op.TopK op) {
    int axis = position(op.axis(), x());
    if (sizes[axis] > x().sizes()[axis]) {
      throw new IllegalArgumentException(
          "there are no %d largest of %d".formatted(sizes[axis], x().sizes()[axis]));
    }
    return each(at -> descending(x(), axis, at)[at[axis]]);
  }

  /**
   * The indices along an axis from the largest number to the smallest, the first of equals first.
   */
  private static int[] descending(Numbers x, int axis, int[] at) {
    Comparator<Integer> bySize =
        Comparator.comparingDouble(i -> x.at(with(at, axis, i)) + 0.0); // −0 is no less than 0
    return IntStream.range(0, x.sizes()[axis])
        .boxed()
        .sorted(bySize.reversed())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  // ---- Selection and shape

  @Override
  public Numbers take(Op.Take op) {
    return each(
        at -> {
          int index = index(y().at(Arrays.copyOf(at, y().rank())), x().sizes()[0]);
          int[] rest = Arrays.copyOfRange(at, y().rank(), at.length);
          return x().at(insertFirst(index, rest));
        });
  }

  @Override
  public Numbers gather(Op.Gather op) {
    int axis = position(op.axis(), x());
    return each(at -> x().at(with(at, axis, index(y().at(at), x().sizes()[axis]))));
  }

  private static int index(double value, int size) {
    if (value < 0 || value >= size) {
      throw new IllegalArgumentException(
          "the index %d is not among 0 to %d".formatted((long) value, size - 1));
    }
    return (int) value;
  }

  @Override
  public Numbers reshape(Op.Reshape op) {
    return x().reshaped(sizes);
  }

  @Override
  public Numbers transpose(Op.Transpose op) {
    return each(
        at -> {
          int[] from = new int[at.length];
          for (int i = 0; i < at.length; i++) {
            from[op.order().get(i)] = at[i];
          }
          return x().at(from);
        });
  }

  @Override
  public Numbers flip(Op.Flip op) {
    int axis = position(op.axis(), x());
    return each(at -> x().at(with(at, axis, sizes[axis] - 1 - at[axis])));
  }

  @Override
  public Numbers broadcast(Op.Broadcast op) {
    return each(at -> x().stretchedAt(at));
  }

  @Override
  public Numbers slice(Op.Slice op) {
    int axis = position(op.axis(), x());
    int start = Math.toIntExact(op.start().at(symbols));
    return each(at -> x().at(with(at, axis, start + at[axis])));
  }

  @Override
  public Numbers concat(Op.Concat op) {
    int axis = position(op.axis(), x());
    return each(
        at -> {
          int index = at[axis];
          int operand = 0;
          while (index >= operands.get(operand).sizes()[axis]) {
            index -= operands.get(operand).sizes()[axis];
            operand++;
          }
          return operands.get(operand).at(with(at, axis, index));
        });
  }

  @Override
  public Numbers detach(Op.Detach op) {
    return x();
  }

  @Override
  public Numbers scan(Op.Scan op) {
    return loops.computeIfAbsent(op.body(), body -> loop(op)).get(op.result());
  }

  /** All results of a recurrence: its last states, then its stacks. */
  private List<Numbers> loop(Op.Scan op) {
    List<Numbers> sequences = operands.subList(op.states(), op.states() + op.sequences());
    List<Numbers> outside = operands.subList(op.states() + op.sequences(), operands.size());
    List<Numbers> states = operands.subList(0, op.states());
    List<List<Numbers>> given = new ArrayList<>();
    int length = sequences.get(0).sizes()[op.axis()];
    for (int i = 0; i < length; i++) {
      List<Numbers> inputs = new ArrayList<>(states);
      for (Numbers sequence : sequences) {
        inputs.add(entry(sequence, op.axis(), i));
      }
      inputs.addAll(outside);
      List<Numbers> outputs = Interpreter.body(op.body(), inputs, symbols);
      states = outputs.subList(0, op.states());
      given.add(outputs.subList(op.states(), outputs.size()));
    }
    List<Numbers> results = new ArrayList<>(states);
    List<Tensor> each = List.copyOf(op.body().outputs().values());
    for (int stack = 0; stack < each.size() - op.states(); stack++) {
      TensorType type = each.get(op.states() + stack).type();
      results.add(stacked(type, given, stack, op.axis()));
    }
    return results;
  }

  private static Numbers entry(Numbers sequence, int axis, int index) {
    return Numbers.each(
        sequence.dataType(),
        without(sequence.sizes(), axis),
        at -> sequence.at(with(insert(at, axis), axis, index)));
  }

  private Numbers stacked(TensorType each, List<List<Numbers>> given, int stack, int axis) {
    int[] entry = Numbers.sizes(each.shape().sizes(symbols));
    return Numbers.each(
        each.dataType(),
        with(insert(entry, axis), axis, given.size()),
        at -> given.get(at[axis]).get(stack).at(without(at, axis)));
  }

  @Override
  public Numbers call(Op.Call op) {
    return Interpreter.body(op.body(), operands, symbols).get(0);
  }

  // ---- Coordinates

  private static int position(int axis, Numbers x) {
    return axis < 0 ? axis + x.rank() : axis;
  }

  private static int[] with(int[] at, int axis, int index) {
    int[] changed = at.clone();
    changed[axis] = index;
    return changed;
  }

  private static int[] plus(int[] at, int[] offset) {
    int[] sum = at.clone();
    for (int axis = 0; axis < sum.length; axis++) {
      sum[axis] += offset[axis];
    }
    return sum;
  }

  private static int[] insert(int[] at, int axis) {
    int[] longer = new int[at.length + 1];
    System.arraycopy(at, 0, longer, 0, axis);
    System.arraycopy(at, axis, longer, axis + 1, at.length - axis);
    return longer;
  }

  private static int[] without(int[] at, int axis) {
    int[] shorter = Arrays.copyOf(at, at.length - 1);
    System.arraycopy(at, axis + 1, shorter, axis, shorter.length - axis);
    return shorter;
  }

  private static int[] insertFirst(int index, int[] rest) {
    int[] all = insert(rest, 0);
    all[0] = index;
    return all;
  }
}
