package org.ablate.tensor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Defines values of one graph in another, with composites replaced by their bodies. */
final class Expansion {
  private final Tracer tracer;
  private final Map<Graph, Graph> steps = new HashMap<>();

  Expansion(Tracer tracer) {
    this.tracer = tracer;
  }

  /** A value, of operands in the other graph. */
  Tensor define(Tensor node, List<Tensor> operands) {
    tracer.enter(node.scope());
    if (node.op() instanceof Op.Call call) {
      return inline(call.body(), operands); // as node
    }
    Op op = node.op() instanceof Op.Scan scan ? expanded(scan) : node.op();
    return tracer.add(op, operands.toArray(Tensor[]::new)); // as node
  }

  private Tensor inline(Graph body, List<Tensor> operands) {
    Map<Tensor, Tensor> inner = new HashMap<>();
    for (Tensor node : body.nodes()) {
      boolean formal = node.id() < operands.size();
      inner.put(
          node,
          formal
              ? operands.get(node.id())
              : define(node, node.operands().stream().map(inner::get).toList()));
    }
    return inner.get(body.result()); // as the body says
  }

  /** The results of a recurrence share one body, and so do their copies. */
  private Op.Scan expanded(Op.Scan scan) {
    Graph step = steps.computeIfAbsent(scan.body(), Graph::expanded);
    return new Op.Scan(step, scan.axis(), scan.states(), scan.sequences(), scan.result());
  }
}
