package org.ablate.component;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ablate.onnx.OnnxSubgraph;
import org.ablate.plugin.Component;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.ablate.tensor.TensorType;

/** A component whose computation was read from an ONNX file. It runs forward only. */
public sealed interface ImportedComponent
    permits ImportedAttention, ImportedFeedForward, ImportedNormalization {

  /** What was read. */
  OnnxSubgraph graph();

  /** What is imported in a component: the component itself, or a piece of it. */
  static Optional<ImportedComponent> in(Component component) {
    Stream<Component> all =
        component instanceof DefinedAttention defined
            ? defined.pieces().components()
            : Stream.of(component);
    return all.filter(ImportedComponent.class::isInstance)
        .map(ImportedComponent.class::cast)
        .findFirst();
  }

  /**
   * Checks that a file is of one tensor of floats.
   *
   * @throws IllegalArgumentException if it takes something else
   */
  static void requireOneTensor(OnnxSubgraph graph) {
    Map<String, TensorType> inputs = graph.inputs();
    if (inputs.size() != 1 || inputs.values().iterator().next().dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "%s takes %s; a component for each token takes one tensor of floats"
              .formatted(graph.name(), inputs));
    }
  }

  /** What a file of one tensor gives for it, of the same shape. */
  static Tensor ofOneTensor(OnnxSubgraph graph, Scope scope, Tensor x) {
    String input = graph.inputs().keySet().iterator().next();
    return graph.apply(scope, Map.of(input, x)).reshape(x.shape()); // as x
  }
}
