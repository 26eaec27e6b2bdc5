package org.ablate.plugins.placement;

import org.ablate.plugin.Depth;

/**
 * How much the residual and the first weights are scaled. Wang et al. (2022), arXiv:2203.00555,
 * Figure 2, where an encoder has N layers and a decoder M.
 */
record DeepNormConstants(double alpha, double beta) {

  static DeepNormConstants of(Depth depth) {
    double n = depth.encoderLayers();
    double m = depth.decoderLayers();
    if (n == 0 || m == 0) {
      return new DeepNormConstants(root(4, 2 * (n + m)), 1 / root(4, 8 * (n + m)));
    }
    if (depth.stack() == Depth.Stack.DECODER) {
      return new DeepNormConstants(root(4, 3 * m), 1 / root(4, 12 * m));
    }
    double both = root(16, n * n * n * n * m);
    return new DeepNormConstants(0.81 * both, 0.87 / both);
  }

  private static double root(int degree, double x) {
    return Math.pow(x, 1.0 / degree);
  }
}
