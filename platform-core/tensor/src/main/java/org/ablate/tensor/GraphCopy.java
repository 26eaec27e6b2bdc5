package org.ablate.tensor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies values of one graph to another, with composites as they are or replaced by their bodies.
 */
final class GraphCopy {
  private final Tracer tracer;
  private final boolean expand;
  private final Map<Tensor, Tensor> copies = new HashMap<>();
  private final Map<Graph, Graph> expandedSteps = new HashMap<>();

  GraphCopy(Tracer tracer, boolean expand) {
    this.tracer = tracer;
    this.expand = expand;
  }

  /** What a value has become, if it has been copied. */
  Optional<Tensor> of(Tensor value) {
    return Optional.ofNullable(copies.get(value));
  }

  /** Makes an input of a value. */
  void give(String name, Tensor node) {
    copies.put(node, tracer.source(name, new Op.Input(name, node.type())));
  }

  /** Copies a value whose operands have been copied. */
  void add(Tensor node) {
    copies.put(node, copy(node, copies));
  }

  private Tensor copy(Tensor node, Map<Tensor, Tensor> known) {
    List<Tensor> operands = node.operands().stream().map(known::get).toList();
    tracer.enter(node.scope());
    if (expand && node.op() instanceof Op.Call call) {
      return inline(call.body(), operands);
    }
    boolean expandStep = expand && node.op() instanceof Op.Scan;
    Op op = expandStep ? expanded((Op.Scan) node.op()) : node.op();
    return tracer.add(op, operands.toArray(Tensor[]::new));
  }

  private Tensor inline(Graph body, List<Tensor> operands) {
    Map<Tensor, Tensor> inner = new HashMap<>();
    for (Tensor node : body.nodes()) {
      boolean formal = node.id() < operands.size();
      inner.put(node, formal ? operands.get(node.id()) : copy(node, inner));
    }
    return inner.get(body.result());
  }

  /** The results of a recurrence share one body, and so do their copies. */
  private Op.Scan expanded(Op.Scan scan) {
    Graph step = expandedSteps.computeIfAbsent(scan.body(), Graph::expanded);
    return new Op.Scan(step, scan.axis(), scan.states(), scan.sequences(), scan.result());
  }
}
