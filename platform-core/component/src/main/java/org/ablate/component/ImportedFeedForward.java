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

  @Override
  public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
    return graph.apply(scope, x).reshape(x.shape()); // [batch, position, d_model]
  }
}
