package org.ablate.component;

import org.ablate.document.Fixed;
import org.ablate.onnx.OnnxSubgraph;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** A normalization of each token by itself that was read from an ONNX file. */
public record ImportedNormalization(@Fixed OnnxSubgraph graph)
    implements Normalization, ImportedComponent {

  @Override
  public Tensor normalize(Scope scope, Tensor x, Padding padding) {
    return graph.apply(scope, x).reshape(x.shape()); // [batch, position, d_model]
  }
}
