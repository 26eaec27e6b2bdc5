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

  /** Checks what the file takes. */
  public ImportedNormalization {
    ImportedComponent.requireOneTensor(graph);
  }

  @Override
  public Tensor normalize(Scope scope, Tensor x, Padding padding) {
    return ImportedComponent.ofOneTensor(graph, scope, x); // [batch, position, d_model]
  }
}
