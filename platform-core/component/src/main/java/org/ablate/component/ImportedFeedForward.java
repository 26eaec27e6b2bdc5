package org.ablate.component;

import org.ablate.document.Fixed;
import org.ablate.onnx.OnnxSubgraph;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** A feed-forward that was read from an ONNX file; it has the width that the file says. */
public record ImportedFeedForward(@Fixed OnnxSubgraph graph)
    implements FeedForward, ImportedComponent {

  /** Checks what the file takes. */
  public ImportedFeedForward {
    ImportedComponent.requireOneTensor(graph);
  }

  @Override
  public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
    return ImportedComponent.ofOneTensor(graph, scope, x); // [batch, position, d_model]
  }
}
