package org.ablate.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;
import org.ablate.tensor.TensorException;

/**
 * Defines the nodes of an ONNX graph on a scope. Integers that sizes are computed with are followed
 * as polynomials in the symbolic sizes, all other values as tensors.
 */
final class Importer {

  /** An integer, or integers along one axis, that sizes are computed with. */
  private record Extents(List<Polynomial> values, boolean isVector) {}

  private final Scope scope;
  private final GraphProto graph;
  private final String file;
  private final Map<String, Tensor> tensors = new HashMap<>();
  private final Map<String, Extents> extents = new HashMap<>();

  /** The node that is being defined. */
  private NodeProto node;

  Importer(Scope scope, GraphProto graph, String file) {
    this.scope = scope;
    this.graph = graph;
    this.file = file;
  }

  /** The only output, for values of the inputs. */
  Tensor run(Map<String, Tensor> inputs) {
    tensors.putAll(inputs);
    for (TensorProto weight : graph.getInitializerList()) {
      locate(() -> define(weight.getName(), weight));
    }
    for (NodeProto next : graph.getNodeList()) {
      node = next;
      locate(this::define);
    }
    return tensor(graph.getOutput(0).getName());
  }

  /** Says of what goes wrong where it does; sizes may also overflow. */
  private void locate(Runnable step) {
    try {
      step.run();
    } catch (TensorException | IllegalArgumentException | ArithmeticException e) {
      throw new OnnxException(at() + ": " + e.getMessage().lines().findFirst().orElse(""), e);
    }
  }

  private String at() {
    return node == null
        ? file
        : "%s, node '%s' (%s)".formatted(file, node.getName(), node.getOpType());
  }

  // ---- Values

  private void define(String name, TensorProto values) {
    StoredTensor stored = StoredTensor.of(values, file);
    if (stored.type() == DataType.INTEGER && stored.dims().length <= 1) {
      List<Polynomial> all = Arrays.stream(stored.integers()).mapToObj(Polynomial::of).toList();
      extents.put(name, new Extents(all, stored.dims().length == 1));
    } else {
      tensors.put(name, stored.on(scope));
    }
  }

  private Tensor tensor(String name) {
    Tensor known = tensors.get(name);
    if (known != null) {
      return known;
    }
    Extents sizes = extents.get(name);
    if (sizes == null) {
      throw new OnnxException("%s: there is no value '%s'".formatted(at(), name));
    }
    return tensor(sizes);
  }

  private Tensor tensor(Extents sizes) {
    if (sizes.values().stream().allMatch(Polynomial::isConstant)) {
      long[] numbers = sizes.values().stream().mapToLong(Polynomial::constant).toArray();
      return sizes.isVector()
          ? scope.constant(numbers, Dim.of("size", numbers.length)) // [size]
          : scope.constant(numbers); // []
    }
    List<Tensor> each =
        sizes.values().stream().map(p -> scope.extent(new Dim("size", p)).unsqueeze(0)).toList();
    Tensor first = each.get(0); // [1]
    if (!sizes.isVector()) {
      return first.squeeze(0); // []
    }
    return each.size() == 1
        ? first
        : Tensor.concat(0, first, each.subList(1, each.size()).toArray(Tensor[]::new)); // [size]
  }

  private boolean has(int operand) {
    return operand < node.getInputCount() && !node.getInput(operand).isEmpty();
  }

  private Tensor x() {
    return operand(0);
  }

  private Tensor operand(int index) {
    return tensor(input(index));
  }

  private String input(int operand) {
    if (!has(operand)) {
      throw new OnnxException("%s: its operand %d is missing".formatted(at(), operand + 1));
    }
    return node.getInput(operand);
  }

  private boolean isExtents(int operand) {
    return has(operand) && extents.containsKey(node.getInput(operand));
  }

  private List<Polynomial> sizes(int operand) {
    Extents sizes = extents.get(input(operand));
    if (sizes == null) {
      throw new OnnxException(
          "%s: its operand '%s' depends on more than the sizes of the input"
              .formatted(at(), input(operand)));
    }
    return sizes.values();
  }

  private long[] numbers(int operand) {
    List<Polynomial> sizes = sizes(operand);
    if (!sizes.stream().allMatch(Polynomial::isConstant)) {
      throw new OnnxException(
          "%s: its operand '%s' must be fixed, and is %s".formatted(at(), input(operand), sizes));
    }
    return sizes.stream().mapToLong(Polynomial::constant).toArray();
  }

  private long number(int operand) {
    long[] numbers = numbers(operand);
    if (numbers.length != 1) {
      throw new OnnxException(
          "%s: its operand '%s' must be one number, and is %s"
              .formatted(at(), input(operand), Arrays.toString(numbers)));
    }
    return numbers[0];
  }

  /** One number for each entry of another operand; the same for all where none are given. */
  private long[] numbers(int operand, int count, IntToLongFunction otherwise) {
    long[] numbers =
        has(operand) ? numbers(operand) : IntStream.range(0, count).mapToLong(otherwise).toArray();
    if (numbers.length != count) {
      throw new OnnxException(
          "%s: its operand '%s' must be %d numbers, and is %s"
              .formatted(at(), input(operand), count, Arrays.toString(numbers)));
    }
    return numbers;
  }

  private Optional<AttributeProto> attribute(String name) {
    return node.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  private long integer(String name, long otherwise) {
    return attribute(name).map(AttributeProto::getI).orElse(otherwise);
  }

  private long[] integers(String name) {
    return attribute(name).stream()
        .flatMap(a -> a.getIntsList().stream())
        .mapToLong(Long::longValue)
        .toArray();
  }

  private static int[] whole(long[] numbers) {
    return Arrays.stream(numbers).mapToInt(Math::toIntExact).toArray();
  }

  private double real(String name, double otherwise) {
    return attribute(name).map(a -> (double) a.getF()).orElse(otherwise);
  }

  private int axis(long otherwise) {
    return Math.toIntExact(integer("axis", otherwise));
  }

  private void give(Tensor value) {
    tensors.put(node.getOutput(0), value);
  }

  private void give(List<Polynomial> values, boolean isVector) {
    extents.put(node.getOutput(0), new Extents(values, isVector));
  }

  // ---- Operators

  private void define() {
    if (!node.getDomain().isEmpty()) {
      throw unsupported();
    }
    if (node.getOutputCount() == 0) {
      throw new OnnxException(at() + ": it gives no value");
    }
    if (!ofSizes()) {
      give(value());
    }
  }

  private OnnxException unsupported() {
    return new OnnxException(
        "%s, node '%s': the operator %s cannot be imported"
            .formatted(
                file,
                node.getName(),
                node.getDomain().isEmpty()
                    ? node.getOpType()
                    : node.getDomain() + "." + node.getOpType()));
  }

  /** What is computed of sizes alone; false where the node computes with tensors. */
  private boolean ofSizes() {
    switch (node.getOpType()) {
      case "Constant" -> constant();
      case "Shape" -> {
        List<Polynomial> all = x().shape().dims().stream().map(Dim::extent).toList();
        give(part(all, integer("start", 0), integer("end", all.size())), true);
      }
      case "Identity",
          "Squeeze",
          "Unsqueeze",
          "Cast",
          "Gather",
          "Slice",
          "Concat",
          "Add",
          "Sub",
          "Mul",
          "Div" -> {
        boolean only =
            IntStream.range(0, node.getInputCount()).filter(this::has).allMatch(this::isExtents);
        if (!only || !isSizesOf(node.getOpType())) {
          return false;
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void constant() {
    AttributeProto stated =
        node.getAttributeCount() == 0
            ? AttributeProto.getDefaultInstance()
            : node.getAttribute(0); // a constant has one
    switch (stated.getName()) {
      case "value" -> define(node.getOutput(0), stated.getT());
      case "value_int" -> give(List.of(Polynomial.of(stated.getI())), false);
      case "value_ints" -> give(stated.getIntsList().stream().map(Polynomial::of).toList(), true);
      case "value_float" -> give(scope.constant(new double[] {stated.getF()})); // []
      case "value_floats" -> {
        double[] numbers = stated.getFloatsList().stream().mapToDouble(f -> f).toArray();
        give(scope.constant(numbers, Dim.of("axis_0", numbers.length))); // [axis_0]
      }
      default ->
          throw new OnnxException(
              "%s: only with value, value_int, value_ints, value_float or value_floats can it be imported, and not with '%s'"
                  .formatted(at(), stated.getName()));
    }
  }

  /** From one place up to another, which is left out. */
  private static List<Polynomial> part(List<Polynomial> all, long start, long end) {
    int from = Math.toIntExact(place(start, all.size()));
    int to = Math.toIntExact(place(end, all.size()));
    return all.subList(from, Math.max(from, to));
  }

  /** A place on an axis: counted from the end where it is below zero, and never beyond the axis. */
  private static long place(long stated, long whole) {
    return Math.max(0, Math.min(stated < 0 ? stated + whole : stated, whole));
  }

  /** Of which sizes are no numbers along one axis, tensors are made. */
  private boolean isSizesOf(String operator) {
    List<Polynomial> x = sizes(0);
    boolean isVector = extents.get(input(0)).isVector();
    switch (operator) {
      case "Identity" -> give(x, isVector);
      case "Squeeze" -> {
        if (x.size() != 1) {
          return false;
        }
        give(x, false);
      }
      case "Unsqueeze" -> {
        if (isVector || numbers(1).length != 1) {
          return false;
        }
        give(x, true);
      }
      case "Cast" -> {
        if (integer("to", 0) != TensorProto.DataType.INT64_VALUE) {
          return false;
        }
        give(x, isVector);
      }
      case "Gather" -> {
        List<Polynomial> taken =
            Arrays.stream(numbers(1)).mapToObj(index -> entry(x, index)).toList();
        give(taken, extents.get(input(1)).isVector());
      }
      case "Slice" -> {
        long axis = numbers(3, 1, i -> 0)[0];
        long step = numbers(4, 1, i -> 1)[0];
        if ((axis != 0 && axis != -1) || step != 1) {
          throw new IllegalArgumentException(
              "of sizes it can be imported only along their one axis, with a step of 1");
        }
        give(part(x, number(1), number(2)), true);
      }
      case "Concat" -> {
        List<Polynomial> all = new ArrayList<>();
        IntStream.range(0, node.getInputCount()).forEach(i -> all.addAll(sizes(i)));
        give(all, true);
      }
      case "Add" -> each(Polynomial::plus);
      case "Sub" -> each(Polynomial::minus);
      case "Mul" -> each(Polynomial::times);
      default -> each(Importer::quotient);
    }
    return true;
  }

  private static Polynomial entry(List<Polynomial> all, long index) {
    if (index < -all.size() || index >= all.size()) {
      throw new IllegalArgumentException("%s has no entry %d".formatted(all, index));
    }
    return all.get(Math.toIntExact(index < 0 ? index + all.size() : index));
  }

  private void each(BinaryOperator<Polynomial> function) {
    List<Polynomial> x = sizes(0);
    List<Polynomial> y = sizes(1);
    int size = x.size() == 1 ? y.size() : x.size();
    if (y.size() != 1 && y.size() != size) {
      throw new IllegalArgumentException("%s and %s do not fit".formatted(x, y));
    }
    List<Polynomial> result =
        IntStream.range(0, size)
            .mapToObj(
                i -> function.apply(x.get(x.size() == 1 ? 0 : i), y.get(y.size() == 1 ? 0 : i)))
            .toList();
    boolean isVector = extents.get(input(0)).isVector() || extents.get(input(1)).isVector();
    give(result, isVector);
  }

  private static Polynomial quotient(Polynomial dividend, Polynomial divisor) {
    if (divisor.equals(Polynomial.ZERO)) {
      throw new IllegalArgumentException("%s cannot be divided by 0".formatted(dividend));
    }
    if (dividend.equals(divisor)) {
      return Polynomial.ONE;
    }
    if (!divisor.isConstant()) {
      throw new IllegalArgumentException(
          "%s cannot be divided by %s, which is not fixed".formatted(dividend, divisor));
    }
    long by = divisor.constant();
    Polynomial quotient = Polynomial.ZERO;
    for (Map.Entry<Polynomial.Product, Long> term : dividend.terms().entrySet()) {
      if (term.getValue() % by != 0) {
        throw new IllegalArgumentException("%s is no multiple of %d".formatted(dividend, by));
      }
      Polynomial product = Polynomial.of(term.getValue() / by);
      for (String symbol : term.getKey().symbols()) {
        product = product.times(Polynomial.symbol(symbol));
      }
      quotient = quotient.plus(product);
    }
    return quotient;
  }

  private Tensor value() {
    return switch (node.getOpType()) {
      case "Identity", "Dropout" -> x();
      case "Neg" -> x().negate();
      case "Abs" -> x().abs();
      case "Exp" -> x().exp();
      case "Log" -> x().log();
      case "Sqrt" -> x().sqrt();
      case "Reciprocal" -> x().reciprocal();
      case "Sin" -> x().sin();
      case "Cos" -> x().cos();
      case "Tanh" -> x().tanh();
      case "Sigmoid" -> x().sigmoid();
      case "Erf" -> x().erf();
      case "Relu" -> x().relu();
      case "Floor" -> x().floor();
      case "Sign" -> x().sign();
      case "Softplus" -> x().softplus();
      case "Gelu" ->
          attribute("approximate").map(a -> a.getS().toStringUtf8()).orElse("none").equals("tanh")
              ? x().geluTanh()
              : x().gelu();
      case "Not" -> x().not();
      case "Add" -> x().add(operand(1));
      case "Sub" -> x().subtract(operand(1));
      case "Mul" -> x().multiply(operand(1));
      case "Div" -> x().divide(operand(1));
      case "Pow" -> x().power(operand(1));
      case "Max" -> fold(Tensor::maximum);
      case "Min" -> fold(Tensor::minimum);
      case "Mod" -> integer("fmod", 0) == 1 ? truncatedRemainder() : x().remainder(operand(1));
      case "Equal" -> x().equal(operand(1));
      case "Less" -> x().less(operand(1));
      case "LessOrEqual" -> x().lessOrEqual(operand(1));
      case "Greater" -> x().greater(operand(1));
      case "GreaterOrEqual" -> x().greaterOrEqual(operand(1));
      case "And" -> x().and(operand(1));
      case "Or" -> x().or(operand(1));
      case "Where" -> x().where(operand(1), operand(2));
      case "Clip" -> clipped();
      case "Cast" -> cast();
      case "MatMul" -> x().matmul(operand(1));
      case "Gemm" -> gemm();
      case "ReduceSum" -> reduced(Tensor::sum);
      case "ReduceMean" -> reduced(Tensor::mean);
      case "ReduceMax" -> reduced(Tensor::max);
      case "Softmax" -> x().softmax(axis(-1));
      case "LogSoftmax" -> x().logSoftmax(axis(-1));
      case "CumSum" -> cumulativeSum(Math.toIntExact(number(1)));
      case "ArgMax" -> argMax();
      case "LayerNormalization" -> layerNorm();
      case "Gather" -> taken();
      case "GatherElements" -> x().gather(axis(0), operand(1));
      case "Reshape" -> reshaped();
      case "Flatten" -> flattened();
      case "Transpose" -> transposed();
      case "Expand" -> x().broadcastTo(x().shape().broadcast(shape(sizes(1))));
      case "Slice" -> sliced();
      case "Concat" -> concatenated();
      case "Squeeze" -> squeezed();
      case "Unsqueeze" -> unsqueezed();
      case "Range" -> range();
      default -> throw unsupported();
    };
  }

  private Tensor fold(BinaryOperator<Tensor> function) {
    return IntStream.range(1, node.getInputCount())
        .mapToObj(this::operand)
        .reduce(x(), function); // [...]
  }

  /** Of the sign of the dividend. */
  private Tensor truncatedRemainder() {
    Tensor remainder = x().abs().remainder(operand(1).abs());
    return remainder.multiply(x().sign());
  }

  private Tensor clipped() {
    Tensor bounded = has(1) ? x().maximum(operand(1)) : x();
    return has(2) ? bounded.minimum(operand(2)) : bounded;
  }

  private Tensor cast() {
    int to = Math.toIntExact(integer("to", 0));
    DataType type = StoredTensor.type(to, at());
    if (type == x().dataType()) {
      return x();
    }
    return switch (type) {
      case FLOAT -> x().toFloat();
      case INTEGER -> x().toInteger();
      case BOOLEAN -> x().notEqual(0);
    };
  }

  private Tensor gemm() {
    Tensor a = integer("transA", 0) == 1 ? x().transpose(0, 1) : x(); // [n, k]
    Tensor b = integer("transB", 0) == 1 ? operand(1).transpose(0, 1) : operand(1); // [k, m]
    Tensor product = a.matmul(b).multiply(real("alpha", 1)); // [n, m]
    return has(2) ? product.add(operand(2).multiply(real("beta", 1))) : product; // [n, m]
  }

  private Tensor reduced(BiFunction<Tensor, int[], Tensor> function) {
    if (integer("keepdims", 1) == 0) {
      throw new IllegalArgumentException("only with keepdims can it be imported");
    }
    int[] axes = whole(has(1) ? numbers(1) : integers("axes"));
    if (axes.length > 0) {
      return function.apply(x(), axes); // as x, with axes of size 1
    }
    return integer("noop_with_empty_axes", 0) == 1
        ? x()
        : function.apply(x(), IntStream.range(0, x().rank()).toArray()); // [1, ...]
  }

  private Tensor argMax() {
    if (integer("select_last_index", 0) == 1) {
      throw new IllegalArgumentException("only without 'select_last_index' can it be imported");
    }
    int axis = x().shape().position(axis(0));
    Tensor largest = x().argMax(axis); // without the axis
    return integer("keepdims", 1) == 1 ? largest.unsqueeze(axis) : largest;
  }

  private Tensor cumulativeSum(int axis) {
    if (integer("exclusive", 0) == 1) {
      throw new IllegalArgumentException("only without 'exclusive' can it be imported");
    }
    return integer("reverse", 0) == 1
        ? x().flip(axis).cumulativeSum(axis).flip(axis) // as x
        : x().cumulativeSum(axis); // as x
  }

  private Tensor layerNorm() {
    if (x().shape().position(axis(-1)) != x().rank() - 1) {
      throw new IllegalArgumentException("only over the last axis can it be imported");
    }
    Tensor gain = operand(1); // [d]
    Tensor bias = has(2) ? operand(2) : gain.multiply(0); // [d]
    return x().layerNorm(gain, bias, real("epsilon", 1e-5)); // as x
  }

  private Tensor taken() {
    int axis = x().shape().position(axis(0));
    if (isExtents(1) && !extents.get(input(1)).isVector()) {
      Polynomial index = fromStart(sizes(1).get(0), x().dim(axis).extent());
      return x().slice(axis, index, Dim.one()).squeeze(axis); // without the axis
    }
    if (axis == 0) {
      return x().take(operand(1));
    }
    throw new IllegalArgumentException("only along the first axis can it be imported");
  }

  private Shape shape(List<Polynomial> sizes) {
    return new Shape(
        IntStream.range(0, sizes.size())
            .mapToObj(i -> new Dim("axis_" + i, sizes.get(i)))
            .toList());
  }

  private Tensor reshaped() {
    List<Polynomial> wanted = new ArrayList<>(sizes(1));
    int open = -1;
    for (int i = 0; i < wanted.size(); i++) {
      if (wanted.get(i).equals(Polynomial.of(-1))) {
        if (open >= 0) {
          throw new IllegalArgumentException("only one axis can be left open in " + wanted);
        }
        open = i;
      } else if (wanted.get(i).equals(Polynomial.ZERO) && integer("allowzero", 0) == 0) {
        wanted.set(i, x().dim(i).extent());
      }
    }
    if (open >= 0) {
      wanted.set(open, rest(wanted, open));
    }
    return x().reshape(shape(wanted));
  }

  /** What remains of the elements for one axis. */
  private Polynomial rest(List<Polynomial> wanted, int open) {
    List<Polynomial> left = new ArrayList<>();
    x().shape().dims().forEach(dim -> left.add(dim.extent()));
    Polynomial divisor = Polynomial.ONE;
    for (int i = 0; i < wanted.size(); i++) {
      if (i != open && !left.remove(wanted.get(i))) {
        divisor = divisor.times(wanted.get(i));
      }
    }
    return quotient(left.stream().reduce(Polynomial.ONE, Polynomial::times), divisor);
  }

  private Tensor flattened() {
    int axis = Math.floorMod(axis(1), x().rank() + 1);
    List<Polynomial> all = x().shape().dims().stream().map(Dim::extent).toList();
    Polynomial first = all.subList(0, axis).stream().reduce(Polynomial.ONE, Polynomial::times);
    Polynomial second =
        all.subList(axis, all.size()).stream().reduce(Polynomial.ONE, Polynomial::times);
    return x().reshape(shape(List.of(first, second)));
  }

  private Tensor transposed() {
    int rank = x().rank();
    return attribute("perm").isPresent()
        ? x().permute(whole(integers("perm")))
        : x().permute(IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
  }

  private Tensor sliced() {
    List<Polynomial> starts = sizes(1);
    List<Polynomial> ends = sizes(2);
    if (starts.size() != ends.size()) {
      throw new IllegalArgumentException(
          "%d starts and %d ends do not fit".formatted(starts.size(), ends.size()));
    }
    long[] axes = numbers(3, starts.size(), i -> i);
    long[] steps = numbers(4, starts.size(), i -> 1);
    Tensor part = x();
    for (int i = 0; i < starts.size(); i++) {
      int axis = part.shape().position(Math.toIntExact(axes[i]));
      part =
          steps[i] == 1
              ? slice(part, axis, starts.get(i), ends.get(i))
              : flipped(part, axis, starts.get(i), ends.get(i), steps[i]); // as part
    }
    return part;
  }

  private static Tensor slice(Tensor whole, int axis, Polynomial start, Polynomial end) {
    Dim dim = whole.dim(axis);
    Polynomial from = place(start, dim.extent());
    Polynomial size = place(end, dim.extent()).minus(from);
    boolean isEmpty = size.isConstant() && size.constant() < 0;
    return whole.slice(axis, from, new Dim(dim.name(), isEmpty ? Polynomial.ZERO : size));
  }

  private static Tensor flipped(
      Tensor part, int axis, Polynomial start, Polynomial end, long step) {
    boolean fromLast =
        start.isConstant() && (start.constant() == -1 || start.constant() >= Integer.MAX_VALUE);
    boolean toFirst = end.isConstant() && end.constant() <= -Integer.MAX_VALUE;
    if (step != -1 || !fromLast || !toFirst) {
      throw new IllegalArgumentException(
          "only with steps of 1, or of -1 over a whole axis, can it be imported");
    }
    return part.flip(axis); // as part
  }

  /** The same where sizes are known when a graph runs; then what is beyond the axis fails. */
  private static Polynomial place(Polynomial stated, Polynomial whole) {
    if (stated.isConstant() && whole.isConstant()) {
      return Polynomial.of(place(stated.constant(), whole.constant()));
    }
    boolean isBeyond = stated.isConstant() && stated.constant() >= Integer.MAX_VALUE;
    return isBeyond ? whole : fromStart(stated, whole);
  }

  /** Counted from the end where it is below zero. */
  private static Polynomial fromStart(Polynomial stated, Polynomial whole) {
    return stated.isConstant() && stated.constant() < 0 ? whole.plus(stated) : stated;
  }

  private Tensor concatenated() {
    Tensor[] more =
        IntStream.range(1, node.getInputCount()).mapToObj(this::operand).toArray(Tensor[]::new);
    return Tensor.concat(axis(0), x(), more);
  }

  private Tensor squeezed() {
    Tensor narrow = x();
    int[] axes =
        has(1)
            ? Arrays.stream(numbers(1))
                .mapToInt(axis -> x().shape().position(Math.toIntExact(axis)))
                .sorted()
                .toArray()
            : IntStream.range(0, x().rank())
                .filter(i -> x().dim(i).extent().equals(Polynomial.ONE))
                .toArray();
    for (int i = axes.length - 1; i >= 0; i--) {
      narrow = narrow.squeeze(axes[i]);
    }
    return narrow;
  }

  private Tensor unsqueezed() {
    Tensor wide = x();
    int rank = x().rank() + numbers(1).length;
    for (long axis :
        Arrays.stream(numbers(1)).map(a -> Math.floorMod(a, rank)).sorted().toArray()) {
      wide = wide.unsqueeze(Math.toIntExact(axis));
    }
    return wide;
  }

  private Tensor range() {
    if (number(0) != 0 || number(2) != 1 || sizes(1).size() != 1) {
      throw new IllegalArgumentException("only from 0 in steps of 1 can it be imported");
    }
    return scope.range(new Dim("range", sizes(1).get(0))); // [range]
  }
}
