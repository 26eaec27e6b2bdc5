package org.ablate.tensor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Copies values of one graph to another. */
final class GraphCopy {
  private final Tracer tracer;
  private final BiFunction<Tensor, List<Tensor>, Tensor> definition;
  private final Map<Tensor, Tensor> copies = new HashMap<>();

  /**
   * Nothing so far.
   *
   * @param definition defines a value in the other graph, of copies of its operands
   */
  private GraphCopy(Tracer tracer, BiFunction<Tensor, List<Tensor>, Tensor> definition) {
    this.tracer = tracer;
    this.definition = definition;
  }

  /** With composites as they are. */
  static GraphCopy plain(Tracer tracer) {
    return new GraphCopy(
        tracer,
        (node, operands) -> {
          tracer.enter(node.scope());
          return tracer.add(node.op(), operands.toArray(Tensor[]::new)); // as node
        });
  }

  /** With composites replaced by their bodies. */
  static GraphCopy expanding(Tracer tracer) {
    return new GraphCopy(tracer, new Expansion(tracer)::define);
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
    copies.put(node, definition.apply(node, node.operands().stream().map(copies::get).toList()));
  }
}
