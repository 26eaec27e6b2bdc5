package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * The spatial gating unit of gMLP: gelu(x U) is split into u and v, and u ⊙ (W norm(v) + b) is
 * projected back, where W and b are over positions. Liu et al. (2021), arXiv:2105.08050, eq. 1 to
 * 3. W starts near zero and b at one. A token takes the row and the column of its place, counted
 * without padding; causal, W is lower triangular.
 *
 * @param length the longest sequence, for which W has rows
 * @param epsilon keeps the variance of the norm from 0
 */
public record SpatialGatingMixer(int length, double epsilon) implements TokenMixer {
  private static final double NEAR_ZERO = 1e-3;
  private static final int PARTS = 2;

  public SpatialGatingMixer {
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, got " + length);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be greater than 0, got " + epsilon);
    }
  }

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    long width = x.size(-1);
    Tensor hidden =
        scope.linear("in", x, Dim.of("hidden", PARTS * width)).gelu(); // [batch, position, hidden]
    Tensor u = hidden.slice(-1, 0, width).rename(-1, "d_model"); // [batch, position, d_model]
    Tensor v = hidden.slice(-1, width, PARTS * width).rename(-1, "d_model"); // as u
    Tensor gain = scope.parameter("gain", Initializer.ONES, x.dim(-1)); // [d_model]
    Tensor shift = scope.parameter("shift", Initializer.ZEROS, x.dim(-1)); // [d_model]
    Tensor normalized =
        sequence.padding().zero(v.layerNorm(gain, shift, epsilon)); // [batch, position, d_model]
    Tensor gates = overPositions(scope, normalized, sequence); // [batch, position, d_model]
    return scope.linear("out", u.multiply(gates), x.dim(-1)); // [batch, position, d_model]
  }

  private Tensor overPositions(Scope scope, Tensor v, Sequence sequence) {
    Tensor values = scope.append("values", v, 1).rename(1, "key"); // [batch, key, d_model]
    Tensor row = Places.of(scope, v, sequence.padding()); // [batch or 1, position]
    Tensor column = scope.append("places", row, -1).rename(-1, "key"); // [batch or 1, key]
    Dim place = Dim.of("place", length);
    Tensor bias = scope.parameter("bias", Initializer.ONES, place, Dim.one()); // [place, 1]
    Tensor weight =
        scope.parameter(
            "weight",
            new Initializer.Normal(NEAR_ZERO),
            Dim.of("pair", (long) length * length)); // [pair]
    Tensor pair =
        row.unsqueeze(-1).multiply(length).add(column.unsqueeze(1)); // [batch or 1, position, key]
    Tensor weights = weight.take(pair); // [batch or 1, position, key]
    if (sequence.causal()) {
      Tensor seen =
          column.unsqueeze(1).lessOrEqual(row.unsqueeze(-1)); // [batch or 1, position, key]
      weights = seen.where(weights, 0); // [batch or 1, position, key]
    }
    return weights.matmul(values).add(bias.take(row)); // [batch, position, d_model]
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.BIDIRECTIONAL, Capability.CAUSAL, Capability.INCREMENTAL);
  }

  @Override
  public OptionalInt maxLength() {
    return OptionalInt.of(length);
  }
}
