package org.ablate.plugins.normalization;

import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * (x − mean) / √(variance + ε) · gain + bias, with statistics over each group of neighbouring
 * channels. Wu and He (2018), arXiv:1803.08494, eq. 1, 2, 6 and 7. The paper's groups reach over
 * all positions of an image; here each token has its own, so that none sees a later one. With one
 * group it is layer norm.
 *
 * @param groups how many the width is split into; the paper takes 32 of some hundred channels
 * @param epsilon keeps the variance from 0
 */
public record GroupNorm(int groups, double epsilon) implements Normalization {

  public GroupNorm {
    if (groups < 1) {
      throw new IllegalArgumentException("groups must be at least 1, got " + groups);
    }
    Epsilon.requirePositive(epsilon);
  }

  @Override
  public Tensor normalize(Scope scope, Tensor x, Padding padding) {
    long width = x.size(-1);
    if (width % groups != 0) {
      throw new IllegalArgumentException(
          "group norm needs a width that is a multiple of groups = %d, got %d"
              .formatted(groups, width));
    }
    Tensor grouped =
        x.unflatten(
            -1,
            Dim.of("group", groups),
            Dim.of("channel", width / groups)); // [batch, position, group, channel]
    Tensor centered = grouped.subtract(grouped.mean(-1)); // [batch, position, group, channel]
    Tensor variance = centered.square().mean(-1); // [batch, position, group, 1]
    Tensor standardized =
        centered
            .multiply(variance.add(epsilon).rsqrt())
            .flatten(-2, -1, x.dim(-1).name()); // [batch, position, d_model]
    Tensor gain = scope.parameter("gain", Initializer.ONES, x.dim(-1)); // [d_model]
    Tensor bias = scope.parameter("bias", Initializer.ZEROS, x.dim(-1)); // [d_model]
    return standardized.multiply(gain).add(bias); // [batch, position, d_model]
  }
}
