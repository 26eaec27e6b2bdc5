package org.ablate.component;

import org.ablate.onnx.OnnxSubgraph;

/** A component whose computation was read from an ONNX file. It runs forward only. */
public sealed interface ImportedComponent permits ImportedFeedForward, ImportedNormalization {

  /** What was read. */
  OnnxSubgraph graph();
}
