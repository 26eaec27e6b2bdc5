package org.ablate.plugins.mixing;

import java.util.Arrays;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * A filter that a small network gives for each distance t: Window(t) · FFN(PositionalEncoding(t)).
 * Poli et al. (2023), arXiv:2302.10866, eq. 7. The encoding is t / L, cosines and sines; the
 * network is activated by sines, so that filters can change fast; the window decays for each
 * channel at another rate, as in the authors' code.
 */
final class ImplicitFilter {
  private static final int FREQUENCIES = 16;
  private static final Dim FEATURE = Dim.of("feature", 1 + 2 * FREQUENCIES);
  private static final Dim HIDDEN = Dim.of("hidden", 64);

  /** What is left of the window after a part of the length, between these for all channels. */
  private static final double TARGET = 1e-2;

  private static final double FASTEST = 0.3;
  private static final double SLOWEST = 1.5;

  private ImplicitFilter() {}

  /** A weight for each distance and channel: [distance, d_model]. */
  static Tensor of(Scope scope, Dim distance, Dim dModel) {
    Tensor features = scope.constant(features(distance), distance, FEATURE); // [distance, feature]
    Tensor first = scope.linear("first", features, HIDDEN).sin(); // [distance, hidden]
    Tensor second = scope.linear("second", first, HIDDEN).sin(); // [distance, hidden]
    Tensor filter = scope.projection("last", second, dModel); // [distance, d_model]
    Tensor window =
        scope.constant(window(distance, dModel), distance, dModel); // [distance, d_model]
    return filter.multiply(window); // [distance, d_model]
  }

  /** t / L, and cos(2πkt / L) and −sin(2πkt / L) for as many frequencies k as there are. */
  private static double[] features(Dim distance) {
    int width = Math.toIntExact(FEATURE.size());
    double[] features = new double[Math.toIntExact(distance.size()) * width];
    for (int t = 0; t < distance.size(); t++) {
      features[t * width] = (double) t / distance.size();
      for (int k = 0; k < FREQUENCIES; k++) {
        double angle = 2 * Math.PI * k * t / distance.size();
        features[t * width + 1 + k] = Math.cos(angle);
        features[t * width + 1 + FREQUENCIES + k] = -Math.sin(angle);
      }
    }
    return features;
  }

  /** exp(−αt / L), where the rates α of the channels are evenly spaced. */
  private static double[] window(Dim distance, Dim dModel) {
    int channels = Math.toIntExact(dModel.size());
    double slowest = -Math.log(TARGET) / SLOWEST;
    double fastest = -Math.log(TARGET) / FASTEST;
    double[] window = new double[Math.toIntExact(distance.size()) * channels];
    Arrays.setAll(
        window,
        i -> {
          double t = (double) (i / channels) / distance.size();
          double part = (double) (i % channels) / Math.max(1, channels - 1);
          return Math.exp(-t * (slowest + part * (fastest - slowest)));
        });
    return window;
  }
}
