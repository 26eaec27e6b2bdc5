package org.ablate.onnx;

import static org.ablate.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.Arrays;
import java.util.List;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Op;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * Writes one operator of a graph as primitive operators of ONNX; each case gives the name of the
 * result.
 *
 * @param tensor the result of the operator
 * @param name of the node that gives it
 * @param operands the names of the operands
 */
record Lowering(Tensor tensor, String name, List<String> operands, ModelWriter model)
    implements Op.Cases<String> {

  private OnnxGraph onnx() {
    return model.onnx();
  }

  private String x() {
    return operands.get(0);
  }

  private String y() {
    return operands.get(1);
  }

  private Shape shapeOf(int operand) {
    return tensor.operands().get(operand).shape();
  }

  private String node(String operator, List<String> inputs, AttributeProto... attributes) {
    return onnx().node(name, tensor.toString(), operator, inputs, attributes);
  }

  // ---- Sources

  @Override
  public String input(Op.Input op) {
    return onnx().input(op.name(), tensor.type());
  }

  @Override
  public String random(Op.Random op) {
    return onnx().input(op.name(), tensor.type());
  }

  @Override
  public String parameter(Op.Parameter op) {
    return weight("parameter", op.name(), op.shape().sizes());
  }

  @Override
  public String buffer(Op.Buffer op) {
    return weight("buffer", op.name(), op.shape().sizes());
  }

  private String weight(String kind, String weightName, long[] sizes) {
    Array values = model.weights().get(weightName);
    if (values == null) {
      throw new IllegalArgumentException(
          "the %s '%s' is not given; given are %s"
              .formatted(kind, weightName, model.weights().keySet()));
    }
    if (!Arrays.equals(values.shape(), sizes) || values.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "the %s '%s' must have the sizes %s and hold float, but %s of %s are given"
              .formatted(
                  kind,
                  weightName,
                  Arrays.toString(sizes),
                  Arrays.toString(values.shape()),
                  values.dataType()));
    }
    return onnx().weight(weightName, values, sizes);
  }

  @Override
  public String constant(Op.Constant op) {
    return onnx().constant(name, op.value(), op.shape().sizes());
  }

  @Override
  public String range(Op.Range op) {
    String end = model.sizes().scalar(op.dim().extent());
    return node("Range", List.of(onnx().integer(0), end, onnx().integer(1)));
  }

  @Override
  public String extent(Op.Extent op) {
    return model.sizes().scalar(op.polynomial());
  }

  // ---- Element-wise

  @Override
  public String unary(Op.Unary op) {
    return switch (op.function()) {
      case NEGATE -> node("Neg", operands);
      case ABS -> node("Abs", operands);
      case EXP -> node("Exp", operands);
      case LOG -> node("Log", operands);
      case SQRT -> node("Sqrt", operands);
      case RSQRT -> node("Reciprocal", List.of(node("Sqrt", operands)));
      case RECIPROCAL -> node("Reciprocal", operands);
      case SIN -> node("Sin", operands);
      case COS -> node("Cos", operands);
      case TANH -> node("Tanh", operands);
      case SIGMOID -> node("Sigmoid", operands);
      case ERF -> erf();
      case RELU -> node("Relu", operands);
      case FLOOR -> node("Floor", operands);
      case SIGN -> node("Sign", operands);
    };
  }

  private String erf() {
    return switch (onnx().precision()) {
      case FLOAT32 -> node("Erf", operands);
      case FLOAT64 -> model.inline(ErrorFunction.of(tensor.shape()), name, operands);
    };
  }

  @Override
  public String binary(Op.Binary op) {
    return switch (op.function()) {
      case ADD -> node("Add", operands);
      case SUBTRACT -> node("Sub", operands);
      case MULTIPLY -> node("Mul", operands);
      case DIVIDE -> node("Div", operands);
      case POWER -> node("Pow", operands);
      case MAXIMUM -> node("Max", operands);
      case MINIMUM -> node("Min", operands);
      case REMAINDER -> remainder();
    };
  }

  /** ONNX gives the remainder of floats the sign of the dividend, and that of integers ours. */
  private String remainder() {
    if (tensor.dataType() == DataType.INTEGER) {
      return node("Mod", operands);
    }
    String remainder = node("Mod", operands, attribute("fmod", 1));
    String zero = onnx().constant(name + "/zero", Array.scalar(0));
    String signs =
        node("Mul", List.of(node("Sign", List.of(remainder)), node("Sign", List.of(y()))));
    String signsDiffer = node("Less", List.of(signs, zero));
    return node("Where", List.of(signsDiffer, node("Add", List.of(remainder, y())), remainder));
  }

  @Override
  public String compare(Op.Compare op) {
    return switch (op.relation()) {
      case EQUAL -> node("Equal", operands);
      case NOT_EQUAL -> node("Not", List.of(node("Equal", operands)));
      case LESS -> node("Less", operands);
      case LESS_OR_EQUAL -> node("LessOrEqual", operands);
      case GREATER -> node("Greater", operands);
      case GREATER_OR_EQUAL -> node("GreaterOrEqual", operands);
    };
  }

  @Override
  public String logic(Op.Logic op) {
    return switch (op.connective()) {
      case AND -> node("And", operands);
      case OR -> node("Or", operands);
    };
  }

  @Override
  public String not(Op.Not op) {
    return node("Not", operands);
  }

  @Override
  public String where(Op.Where op) {
    return tensor.dataType() == DataType.BOOLEAN ? whereOfTruths() : node("Where", operands);
  }

  /** ONNX Runtime has no kernel for Where that takes booleans. */
  private String whereOfTruths() {
    String then = node("And", List.of(x(), y()));
    String otherwise = node("And", List.of(node("Not", List.of(x())), operands.get(2)));
    return node("Or", List.of(then, otherwise));
  }

  @Override
  public String cast(Op.Cast op) {
    return node("Cast", operands, onnx().attribute("to", op.to()));
  }

  // ---- Products, reductions, scans

  @Override
  public String matmul(Op.Matmul op) {
    return node("MatMul", operands);
  }

  @Override
  public String reduce(Op.Reduce op) {
    String operator =
        switch (op.function()) {
          case SUM -> "ReduceSum";
          case MEAN -> "ReduceMean";
          case MAXIMUM -> "ReduceMax";
        };
    long[] axes = op.axes().stream().mapToLong(shapeOf(0)::position).distinct().toArray();
    return node(operator, List.of(x(), onnx().integers(axes)), attribute("keepdims", 1));
  }

  @Override
  public String softmax(Op.Softmax op) {
    return node("Softmax", operands, attribute("axis", op.axis()));
  }

  @Override
  public String logSoftmax(Op.LogSoftmax op) {
    return node("LogSoftmax", operands, attribute("axis", op.axis()));
  }

  @Override
  public String cumulativeSum(Op.CumulativeSum op) {
    return node("CumSum", List.of(x(), onnx().integer(op.axis())));
  }

  @Override
  public String argMax(Op.ArgMax op) {
    return node("ArgMax", operands, attribute("axis", op.axis()), attribute("keepdims", 0));
  }

  @Override
  public String topK(Op.TopK op) {
    List<String> valuesAndIndices =
        onnx()
            .node(
                name,
                tensor.toString(),
                2,
                "TopK",
                List.of(x(), model.sizes().vector(op.top().extent())),
                attribute("axis", op.axis()));
    return valuesAndIndices.get(1);
  }

  // ---- Selection and shape

  @Override
  public String take(Op.Take op) {
    return node("Gather", operands);
  }

  @Override
  public String gather(Op.Gather op) {
    return node("GatherElements", operands, attribute("axis", op.axis()));
  }

  @Override
  public String reshape(Op.Reshape op) {
    String sizes = model.sizes().shape(tensor.shape());
    return node("Reshape", List.of(x(), sizes), attribute("allowzero", 1));
  }

  @Override
  public String transpose(Op.Transpose op) {
    List<Long> order = op.order().stream().map(shapeOf(0)::position).map(Long::valueOf).toList();
    return node("Transpose", operands, attribute("perm", order));
  }

  /** From the last entry, in steps of −1, to the first. */
  @Override
  public String flip(Op.Flip op) {
    String back = onnx().integers(-1);
    String end = onnx().integers(Long.MIN_VALUE);
    return node("Slice", List.of(x(), back, end, onnx().integers(op.axis()), back));
  }

  @Override
  public String broadcast(Op.Broadcast op) {
    return node("Expand", List.of(x(), model.sizes().shape(op.to())));
  }

  @Override
  public String slice(Op.Slice op) {
    String start = model.sizes().vector(op.start());
    String end = model.sizes().vector(op.start().plus(op.result().extent()));
    return node("Slice", List.of(x(), start, end, onnx().integers(op.axis())));
  }

  @Override
  public String concat(Op.Concat op) {
    return node("Concat", operands, attribute("axis", op.axis()));
  }

  @Override
  public String detach(Op.Detach op) {
    return x();
  }

  @Override
  public String scan(Op.Scan op) {
    return model.loop(op, name, tensor.toString(), operands).get(op.result());
  }

  @Override
  public String call(Op.Call op) {
    return model.inline(op.body(), name, operands);
  }
}
