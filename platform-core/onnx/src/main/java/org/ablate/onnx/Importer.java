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
import java.util.function.BinaryOperator;
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
    graph.getInitializerList().forEach(weight -> define(weight.getName(), weight));
    for (NodeProto next : graph.getNodeList()) {
      node = next;
      try {
        define();
      } catch (TensorException | IllegalArgumentException e) {
        throw new OnnxException(at() + ": " + e.getMessage().lines().findFirst().orElse(""), e);
      }
    }
    return tensor(graph.getOutput(0).getName());
  }

  private String at() {
    return "%s, node '%s' (%s)".formatted(file, node.getName(), node.getOpType());
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
      throw new OnnxException(
          "%s: there is no value '%s'".formatted(node == null ? file : at(), name));
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
    return tensor(node.getInput(index));
  }

  private boolean isExtents(int operand) {
    return has(operand) && extents.containsKey(node.getInput(operand));
  }

  private List<Polynomial> sizes(int operand) {
    Extents sizes = extents.get(node.getInput(operand));
    if (sizes == null) {
      throw new OnnxException(
          "%s: its operand '%s' depends on more than the sizes of the input"
              .formatted(at(), node.getInput(operand)));
    }
    return sizes.values();
  }

  private long[] numbers(int operand) {
    return sizes(operand).stream().mapToLong(Polynomial::constant).toArray();
  }

  private Optional<AttributeProto> attribute(String name) {
    return node.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  private long integer(String name, long otherwise) {
    return attribute(name).map(AttributeProto::getI).orElse(otherwise);
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
      case "Constant" -> define(node.getOutput(0), attribute("value").orElseThrow().getT());
      case "Shape" -> {
        List<Polynomial> all = x().shape().dims().stream().map(Dim::extent).toList();
        int rank = all.size();
        int start = Math.toIntExact(Math.floorMod(integer("start", 0), Math.max(1, rank)));
        long stated = integer("end", rank);
        int end = Math.toIntExact(stated < 0 ? stated + rank : Math.min(stated, rank));
        give(all.subList(start, end), true);
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

  private boolean isSizesOf(String operator) {
    List<Polynomial> x = sizes(0);
    boolean isVector = extents.get(node.getInput(0)).isVector();
    switch (operator) {
      case "Identity" -> give(x, isVector);
      case "Squeeze" -> give(x, false);
      case "Unsqueeze" -> give(x, true);
      case "Cast" -> {
        if (integer("to", 0) != TensorProto.DataType.INT64_VALUE) {
          return false;
        }
        give(x, isVector);
      }
      case "Gather" -> {
        List<Polynomial> taken =
            Arrays.stream(numbers(1))
                .mapToObj(i -> x.get(Math.toIntExact(Math.floorMod(i, x.size()))))
                .toList();
        give(taken, extents.get(node.getInput(1)).isVector());
      }
      case "Slice" -> {
        int start = Math.toIntExact(Math.min(numbers(1)[0], x.size()));
        long stated = numbers(2)[0];
        int end = Math.toIntExact(stated < 0 ? stated + x.size() : Math.min(stated, x.size()));
        give(x.subList(start, end), true);
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

  private void each(BinaryOperator<Polynomial> function) {
    List<Polynomial> x = sizes(0);
    List<Polynomial> y = sizes(1);
    int size = Math.max(x.size(), y.size());
    List<Polynomial> result =
        IntStream.range(0, size)
            .mapToObj(
                i -> function.apply(x.get(x.size() == 1 ? 0 : i), y.get(y.size() == 1 ? 0 : i)))
            .toList();
    boolean isVector =
        extents.get(node.getInput(0)).isVector() || extents.get(node.getInput(1)).isVector();
    give(result, isVector);
  }

  private static Polynomial quotient(Polynomial dividend, Polynomial divisor) {
    if (dividend.equals(divisor)) {
      return Polynomial.ONE;
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
      case "ReduceSum" -> x().sum(reducedAxes());
      case "ReduceMean" -> x().mean(reducedAxes());
      case "ReduceMax" -> x().max(reducedAxes());
      case "Softmax" -> x().softmax(axis(-1));
      case "LogSoftmax" -> x().logSoftmax(axis(-1));
      case "CumSum" -> cumulativeSum(Math.toIntExact(numbers(1)[0]));
      case "ArgMax" -> x().argMax(axis(0));
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
    return IntStream.range(0, node.getInputCount())
        .mapToObj(this::operand)
        .reduce(function)
        .orElseThrow();
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

  private int[] reducedAxes() {
    if (integer("keepdims", 1) == 0) {
      throw new IllegalArgumentException("only with keepdims can it be imported");
    }
    if (has(1)) {
      return Arrays.stream(numbers(1)).mapToInt(Math::toIntExact).toArray();
    }
    return attribute("axes")
        .map(a -> a.getIntsList().stream().mapToInt(Math::toIntExact).toArray())
        .orElseGet(() -> IntStream.range(0, x().rank()).toArray());
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
    if (Math.floorMod(axis(-1), x().rank()) != x().rank() - 1) {
      throw new IllegalArgumentException("only over the last axis can it be imported");
    }
    Tensor gain = operand(1); // [d]
    Tensor bias = has(2) ? operand(2) : gain.multiply(0); // [d]
    return x().layerNorm(gain, bias, real("epsilon", 1e-5)); // as x
  }

  private Tensor taken() {
    int axis = Math.floorMod(axis(0), x().rank());
    if (axis == 0) {
      return x().take(operand(1));
    }
    if (isExtents(1) && !extents.get(node.getInput(1)).isVector()) {
      long index = numbers(1)[0];
      return x().select(axis, index);
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
    int[] order =
        attribute("perm")
            .map(a -> a.getIntsList().stream().mapToInt(Math::toIntExact).toArray())
            .orElseGet(() -> IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    return x().permute(order);
  }

  private Tensor sliced() {
    List<Polynomial> starts = sizes(1);
    List<Polynomial> ends = sizes(2);
    Tensor part = x();
    for (int i = 0; i < starts.size(); i++) {
      int axis = Math.floorMod(has(3) ? (int) numbers(3)[i] : i, part.rank());
      Polynomial whole = part.dim(axis).extent();
      if (has(4) && numbers(4)[i] != 1) {
        part = flipped(part, axis, starts.get(i), ends.get(i), numbers(4)[i]); // as part
        continue;
      }
      Polynomial start = place(starts.get(i), whole);
      Polynomial end = place(ends.get(i), whole);
      part = part.slice(axis, start, new Dim(part.dim(axis).name(), end.minus(start)));
    }
    return part;
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

  /** Counted from the end where it is below zero, and no further than that. */
  private static Polynomial place(Polynomial stated, Polynomial whole) {
    if (!stated.isConstant()) {
      return stated;
    }
    long number = stated.constant();
    boolean isBeyond = whole.isConstant() ? number > whole.constant() : number >= Integer.MAX_VALUE;
    return isBeyond ? whole : number < 0 ? whole.plus(stated) : stated;
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
                .mapToInt(a -> Math.toIntExact(Math.floorMod(a, x().rank())))
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
    boolean plain =
        sizes(0).get(0).equals(Polynomial.ZERO) && sizes(2).get(0).equals(Polynomial.ONE);
    if (!plain) {
      throw new IllegalArgumentException("only from 0 in steps of 1 can it be imported");
    }
    return scope.range(new Dim("range", sizes(1).get(0))); // [range]
  }
}
