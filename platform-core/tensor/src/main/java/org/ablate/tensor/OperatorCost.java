package org.ablate.tensor;

/** What one operator costs, by the conventions of {@link Cost}. */
record OperatorCost(Tensor node, int floatBytes) implements Op.Cases<Cost> {
  private static final int SOFTMAX_FLOPS = 5;

  private Polynomial resultElements() {
    return node.shape().elements();
  }

  private Polynomial operandElements() {
    return operand().shape().elements();
  }

  private Tensor operand() {
    return node.operands().get(0);
  }

  /** Operations that create the result; they count where the operand holds floats. */
  private Cost arithmetic(Polynomial operations) {
    boolean onFloats = operand().dataType() == DataType.FLOAT;
    return creating(onFloats ? operations : Polynomial.ZERO);
  }

  /** A result in memory of its own that takes no arithmetic. */
  private Cost moving() {
    return creating(Polynomial.ZERO);
  }

  private Cost creating(Polynomial flops) {
    Polynomial bytes = Cost.bytes(node.type(), floatBytes);
    return new Cost(flops, Polynomial.ZERO, Polynomial.ZERO, bytes, Polynomial.ZERO);
  }

  @Override
  public Cost input(Op.Input op) {
    return Cost.NOTHING;
  }

  @Override
  public Cost parameter(Op.Parameter op) {
    Polynomial bytes = Cost.bytes(node.type(), floatBytes);
    return new Cost(
        Polynomial.ZERO, op.shape().elements(), bytes, Polynomial.ZERO, Polynomial.ZERO);
  }

  @Override
  public Cost buffer(Op.Buffer op) {
    return Cost.NOTHING;
  }

  @Override
  public Cost constant(Op.Constant op) {
    return Cost.NOTHING;
  }

  @Override
  public Cost range(Op.Range op) {
    return moving();
  }

  @Override
  public Cost extent(Op.Extent op) {
    return moving();
  }

  @Override
  public Cost random(Op.Random op) {
    return moving();
  }

  @Override
  public Cost unary(Op.Unary op) {
    return arithmetic(resultElements());
  }

  @Override
  public Cost binary(Op.Binary op) {
    return arithmetic(resultElements());
  }

  @Override
  public Cost compare(Op.Compare op) {
    return arithmetic(resultElements());
  }

  @Override
  public Cost logic(Op.Logic op) {
    return moving();
  }

  @Override
  public Cost not(Op.Not op) {
    return moving();
  }

  @Override
  public Cost where(Op.Where op) {
    return moving();
  }

  @Override
  public Cost cast(Op.Cast op) {
    return moving();
  }

  @Override
  public Cost matmul(Op.Matmul op) {
    Polynomial inner = operand().dim(-1).extent();
    return arithmetic(resultElements().times(inner).times(2));
  }

  @Override
  public Cost reduce(Op.Reduce op) {
    return arithmetic(operandElements());
  }

  @Override
  public Cost softmax(Op.Softmax op) {
    return arithmetic(resultElements().times(SOFTMAX_FLOPS));
  }

  @Override
  public Cost logSoftmax(Op.LogSoftmax op) {
    return arithmetic(resultElements().times(SOFTMAX_FLOPS));
  }

  @Override
  public Cost cumulativeSum(Op.CumulativeSum op) {
    return arithmetic(operandElements());
  }

  @Override
  public Cost argMax(Op.ArgMax op) {
    return arithmetic(operandElements());
  }

  @Override
  public Cost topK(Op.TopK op) {
    return arithmetic(operandElements());
  }

  @Override
  public Cost take(Op.Take op) {
    return moving();
  }

  @Override
  public Cost gather(Op.Gather op) {
    return moving();
  }

  @Override
  public Cost reshape(Op.Reshape op) {
    return Cost.NOTHING;
  }

  @Override
  public Cost transpose(Op.Transpose op) {
    return Cost.NOTHING;
  }

  @Override
  public Cost flip(Op.Flip op) {
    return moving();
  }

  @Override
  public Cost broadcast(Op.Broadcast op) {
    return Cost.NOTHING;
  }

  @Override
  public Cost slice(Op.Slice op) {
    return Cost.NOTHING;
  }

  @Override
  public Cost concat(Op.Concat op) {
    return moving();
  }

  @Override
  public Cost detach(Op.Detach op) {
    return Cost.NOTHING;
  }

  /** The stack alone; what the steps cost is shared by all results of a recurrence. */
  @Override
  public Cost scan(Op.Scan op) {
    return op.isState() ? Cost.NOTHING : moving();
  }

  @Override
  public Cost call(Op.Call op) {
    return Cost.of(op.body(), floatBytes);
  }
}
