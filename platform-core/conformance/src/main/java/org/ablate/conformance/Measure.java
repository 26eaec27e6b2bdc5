package org.ablate.conformance;

/** What checks measure beside passing or not. */
public enum Measure {
  /** The largest difference of a gradient from finite differences, relative where they exceed 1. */
  GRADIENT_ERROR,
  /** The largest |a − b| of libtorch and ONNX Runtime in float32. */
  ONNX_DIFFERENCE
}
