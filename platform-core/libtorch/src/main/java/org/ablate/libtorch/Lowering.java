package org.ablate.libtorch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ablate.tensor.Array;
import org.ablate.tensor.Composite;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Op;
import org.ablate.tensor.Polynomial;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * Chooses a kernel for each value of a graph. What only renames axes costs nothing, equal
 * computations become one, and composites and attention become fused kernels. A value that nothing
 * needs in the end may be lowered too; {@link Plan} leaves it out.
 */
final class Lowering {
  private final Kernels kernels;
  private final FusedKernels fused;
  private final RandomSource random;
  private final Transfer transfer;
  private final Natives natives;
  private final Map<Tensor, AttentionFusion.Match> attention;
  private final Map<Tensor, Integer> uses = new HashMap<>();
  private final Map<Tensor, Value> lowered = new HashMap<>();
  private final Map<Graph, Value> loops = new HashMap<>();
  private final Values values = new Values();
  private final Rounding rounding;

  private Lowering(
      ProductPrecision products,
      Transfer transfer,
      RandomSource random,
      Natives natives,
      Map<Tensor, AttentionFusion.Match> attention) {
    this.kernels = new Kernels(transfer, natives);
    this.fused = new FusedKernels(transfer, natives);
    this.random = random;
    this.transfer = transfer;
    this.natives = natives;
    this.attention = attention;
    this.rounding = new Rounding(products, values, kernels);
  }

  /**
   * Plans the computation of what is wanted of a graph.
   *
   * @param natives owns what the kernels hold on to
   */
  static Plan plan(
      Graph graph,
      Roots roots,
      ProductPrecision products,
      Transfer transfer,
      RandomSource random,
      Natives natives) {
    List<Tensor> needed = roots.needed(graph);
    var attention = AttentionFusion.find(needed, new HashSet<>(roots.all()));
    Lowering lowering = new Lowering(products, transfer, random, natives, attention);
    roots.all().forEach(lowering::use);
    needed.forEach(node -> node.operands().forEach(lowering::use));
    needed.forEach(node -> lowering.lowered.put(node, lowering.lower(node, lowering.lowered::get)));
    return Plan.of(
        lowering.valuesOf(roots.outputs()),
        lowering.valuesOf(roots.updates()),
        lowering.valuesOf(roots.states()),
        graph.stages().stream()
            .filter(lowering.lowered::containsKey)
            .map(lowering.lowered::get)
            .toList());
  }

  private void use(Tensor tensor) {
    uses.merge(tensor, 1, Integer::sum);
  }

  private Map<String, Value> valuesOf(Map<String, Tensor> tensors) {
    Map<String, Value> named = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> named.put(name, lowered.get(tensor)));
    return named;
  }

  private Value lower(Tensor node, Function<Tensor, Value> valueOf) {
    return node.op().match(new Cases(node, node.operands().stream().map(valueOf).toList()));
  }

  /** The values of a composite that has no kernel: those of its body. */
  private Value inline(Graph body, List<Value> operands) {
    Map<Tensor, Value> inner = new HashMap<>();
    List<Tensor> nodes = body.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      boolean formal = i < operands.size();
      Value value = formal ? operands.get(i) : lower(nodes.get(i), inner::get);
      inner.put(nodes.get(i), value);
    }
    return inner.get(body.result());
  }

  /** What the operators of one value of the graph become. */
  private final class Cases implements Op.Cases<Value> {
    private final Tensor node;
    private final List<Value> operands;

    Cases(Tensor node, List<Value> operands) {
      this.node = node;
      this.operands = operands;
    }

    private Value x() {
      return operands.get(0);
    }

    private Value y() {
      return operands.get(1);
    }

    private Value value(Object what, Supplier<Kernel> kernel, Value... of) {
      return values.computed(node, what, kernel, List.of(of));
    }

    private Value value(Object what, Supplier<Kernel> kernel) {
      return values.computed(node, what, kernel, operands);
    }

    // ---- Sources

    @Override
    public Value input(Op.Input op) {
      return values.given(node);
    }

    @Override
    public Value parameter(Op.Parameter op) {
      return values.given(node);
    }

    @Override
    public Value buffer(Op.Buffer op) {
      return values.given(node);
    }

    @Override
    public Value constant(Op.Constant op) {
      Array array = op.value();
      Object what = array.size() == 1 ? List.of(node.type(), array.at(0)) : op;
      return value(what, () -> kernels.constant(array, op.shape()));
    }

    @Override
    public Value range(Op.Range op) {
      return value(List.of("range", op.dim().extent()), () -> kernels.range(op.dim().extent()));
    }

    @Override
    public Value extent(Op.Extent op) {
      return value(op, () -> kernels.extent(op.polynomial()));
    }

    @Override
    public Value random(Op.Random op) {
      Kernel kernel = random.random(op.distribution(), op.shape());
      return values.random(node, kernel, List.of());
    }

    // ---- Element-wise

    @Override
    public Value unary(Op.Unary op) {
      return value(op, () -> Kernels.unary(op.function()));
    }

    @Override
    public Value binary(Op.Binary op) {
      Op.Binary.Function function = op.function();
      boolean commutes =
          switch (function) {
            case ADD, MULTIPLY, MAXIMUM, MINIMUM -> true;
            case SUBTRACT, DIVIDE, POWER, REMAINDER -> false;
          };
      if (number(y()).isPresent()) {
        return value(op, () -> kernels.binary(function, number(y()).get()), x(), y());
      }
      if (commutes && number(x()).isPresent()) {
        return value(op, () -> kernels.binary(function, number(x()).get()), y(), x());
      }
      if (function == Op.Binary.Function.MULTIPLY && x() == y()) {
        return value("square", Kernels::square, x());
      }
      return value(
          op, () -> isOuter() ? Kernels.outer(Kernels.binary(function)) : Kernels.binary(function));
    }

    /** Whether both operands are stretched, as where each query meets each key. */
    private boolean isOuter() {
      return !operandShape().fits(node.shape()) && !operand(1).shape().fits(node.shape());
    }

    @Override
    public Value compare(Op.Compare op) {
      return number(y())
          .map(c -> value(op, () -> kernels.compare(op.relation(), c)))
          .orElseGet(() -> value(op, () -> Kernels.compare(op.relation())));
    }

    @Override
    public Value logic(Op.Logic op) {
      return value(op, () -> Kernels.logic(op.connective()));
    }

    @Override
    public Value not(Op.Not op) {
      return value(op, Kernels::not);
    }

    @Override
    public Value where(Op.Where op) {
      return number(operands.get(2))
          .filter(c -> number(y()).isEmpty() && node.dataType() != DataType.BOOLEAN)
          .map(c -> value(op, () -> kernels.chooseOr(c)))
          .orElseGet(() -> value(op, Kernels::choose));
    }

    @Override
    public Value cast(Op.Cast op) {
      boolean same = operand(0).dataType() == op.to();
      return same ? x() : value(op, () -> kernels.cast(op.to()));
    }

    /** A number that an operand is, whatever the run. */
    private Optional<Array> number(Value operand) {
      return operand.origin.op() instanceof Op.Constant constant && constant.shape().rank() == 0
          ? Optional.of(constant.value())
          : Optional.empty();
    }

    // ---- Products, reductions, scans

    @Override
    public Value matmul(Op.Matmul op) {
      AttentionFusion.Match match = attention.get(node);
      return match == null || !fits(match)
          ? product(op, () -> Kernels.matmul(operandShape(), operand(1).shape(), node.shape()))
          : attentionValues().attention(match, lowered::get);
    }

    /** Whether the fused kernel leaves a bias as precise as it is. */
    private boolean fits(AttentionFusion.Match match) {
      return match.biases().isEmpty() || rounding.precision() == ProductPrecision.FULL;
    }

    /** A matrix product; with a factor that depends on sizes alone it is not rounded. */
    private Value product(Object what, Supplier<Kernel> kernel) {
      return x().constant || y().constant
          ? value(what, kernel, x(), y())
          : rounding.product(
              node, value(what, kernel, rounding.factor(node, x()), rounding.factor(node, y())));
    }

    @Override
    public Value reduce(Op.Reduce op) {
      long[] axes =
          op.axes().stream().mapToLong(operandShape()::position).distinct().sorted().toArray();
      return value(op, () -> kernels.reduce(op.function(), axes));
    }

    @Override
    public Value softmax(Op.Softmax op) {
      return value(op, () -> Kernels.softmax(op.axis()));
    }

    @Override
    public Value logSoftmax(Op.LogSoftmax op) {
      return value(op, () -> Kernels.logSoftmax(op.axis()));
    }

    @Override
    public Value cumulativeSum(Op.CumulativeSum op) {
      return value(op, () -> Kernels.cumulativeSum(op.axis()));
    }

    @Override
    public Value argMax(Op.ArgMax op) {
      return value(op, () -> kernels.argMax(op.axis()));
    }

    @Override
    public Value topK(Op.TopK op) {
      return value(op, () -> kernels.topK(op.top().extent(), op.axis()));
    }

    // ---- Selection and shape

    @Override
    public Value take(Op.Take op) {
      Shape table = operandShape();
      Value indices = limited(operand(1), y(), table.dim(0), false);
      return value(op, () -> Kernels.take(operand(0).type(), node.shape()), x(), indices);
    }

    @Override
    public Value gather(Op.Gather op) {
      Dim rows = operandShape().dim(op.axis());
      Value indices = limited(operand(1), y(), rows, false);
      return value(op, () -> Kernels.gather(op.axis()), x(), indices);
    }

    /** Indices that are known to be within an axis. */
    private Value limited(Tensor tensor, Value indices, Dim rows, boolean ignorable) {
      IndexLimit limit = new IndexLimit(rows, ignorable);
      return value(
          List.of("limited", rows.extent(), ignorable),
          () -> limit.kernel(tensor, transfer),
          indices);
    }

    @Override
    public Value reshape(Op.Reshape op) {
      return node.shape().fits(operandShape())
          ? x()
          : value(List.of("reshape", extents()), () -> Kernels.reshape(node.shape()));
    }

    @Override
    public Value broadcast(Op.Broadcast op) {
      return node.shape().fits(operandShape())
          ? x()
          : value(List.of("broadcast", extents()), () -> Kernels.broadcast(node.shape()));
    }

    private List<Polynomial> extents() {
      return node.shape().dims().stream().map(Dim::extent).toList();
    }

    @Override
    public Value transpose(Op.Transpose op) {
      return value(op, () -> Kernels.transpose(op.order()));
    }

    @Override
    public Value flip(Op.Flip op) {
      return value(op, () -> Kernels.flip(op.axis()));
    }

    @Override
    public Value slice(Op.Slice op) {
      Polynomial length = op.result().extent();
      return value(
          List.of("slice", op.axis(), op.start(), length),
          () -> Kernels.slice(op.axis(), op.start(), length));
    }

    @Override
    public Value concat(Op.Concat op) {
      return value(List.of("concat", op.axis()), () -> Kernels.concat(op.axis()));
    }

    @Override
    public Value detach(Op.Detach op) {
      return value(op, Kernels::detach);
    }

    private Tensor operand(int index) {
      return node.operands().get(index);
    }

    private Shape operandShape() {
      return operand(0).shape();
    }

    // ---- Recurrences

    @Override
    public Value scan(Op.Scan op) {
      return values.result(node, loops.computeIfAbsent(op.body(), body -> loop(op)), op.result());
    }

    private Value loop(Op.Scan op) {
      Plan step =
          plan(op.body(), Roots.ofRun(op.body()), rounding.precision(), transfer, random, natives);
      return values.joint(node, new Loop(op, step, transfer), operands);
    }

    // ---- Composites

    @Override
    public Value call(Op.Call op) {
      Composite composite = op.composite();
      if (composite instanceof Composite.Linear && isVector(2) && operand(1).rank() == 2) {
        return linear(composite);
      }
      if (composite instanceof Composite.LayerNorm norm && isVector(1) && isVector(2)) {
        return value(norm, () -> FusedKernels.layerNorm(operand(1).shape(), norm.epsilon()));
      }
      if (composite instanceof Composite.RmsNorm norm && isVector(1)) {
        return value(norm, () -> fused.rmsNorm(operand(1).shape(), norm.epsilon()));
      }
      if (composite instanceof Composite.Gelu) {
        return value(composite, FusedKernels::gelu);
      }
      if (composite instanceof Composite.GeluTanh) {
        return value(composite, fused::geluTanh);
      }
      if (composite instanceof Composite.Silu) {
        return value(composite, FusedKernels::silu);
      }
      if (composite instanceof Composite.Softplus) {
        return value(composite, fused::softplus);
      }
      if (composite instanceof Composite.MaskedSoftmax) {
        return attentionValues().maskedSoftmax(x(), y());
      }
      if (composite instanceof Composite.CausalSoftmax) {
        return attentionValues().causalSoftmax(x(), operandShape().dim(-2), operandShape().dim(-1));
      }
      if (composite instanceof Composite.CrossEntropy loss && operand(0).rank() == 2) {
        return crossEntropy(loss);
      }
      if (composite instanceof Composite.Dropout dropout && drawsItsOwnNoise()) {
        Kernel kernel = random.dropout(dropout.probability(), natives);
        return values.random(node, kernel, List.of(x()));
      }
      return inline(op.body(), operands);
    }

    private Value linear(Composite composite) {
      if (rounding.precision() == ProductPrecision.FULL) {
        return value(composite, () -> FusedKernels.linear(operandShape().rank(), node.shape()));
      }
      Op.Binary add = new Op.Binary(Op.Binary.Function.ADD);
      Value product =
          product(
              new Op.Matmul(),
              () -> Kernels.matmul(operandShape(), operand(1).shape(), node.shape()));
      return value(add, () -> Kernels.binary(add.function()), product, operands.get(2));
    }

    private AttentionValues attentionValues() {
      return new AttentionValues(node, values, rounding, fused, transfer);
    }

    /** Whether an operand goes along the last axis of the result, as fused kernels expect it. */
    private boolean isVector(int operand) {
      return operand(operand).rank() == 1 && operand(operand).dim(0).fits(node.dim(-1));
    }

    private Value crossEntropy(Composite.CrossEntropy loss) {
      Value targets = limited(operand(1), y(), operandShape().dim(-1), true);
      return value(loss, () -> fused.crossEntropy(loss.labelSmoothing()), x(), targets);
    }

    /** Whether nobody else sees the random numbers of a dropout. */
    private boolean drawsItsOwnNoise() {
      Tensor noise = operand(1); // [...]
      return noise.op() instanceof Op.Random
          && uses.get(noise) == 1
          && noise.shape().fits(operandShape());
    }
  }
}
