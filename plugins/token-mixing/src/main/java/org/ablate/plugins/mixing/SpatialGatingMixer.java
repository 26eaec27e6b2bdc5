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
 * A block of gMLP: gelu(x U) is split into u and v, and u ⊙ (W norm(v) + b) is projected back,
 * where W and b are over positions. Liu et al. (2021), arXiv:2105.08050, eq. 1 to 4. W starts near
 * zero and b at one. A token takes the row and the column of its place, counted without padding;
 * causal, W is lower triangular. The paper's model is of such blocks alone: here that is {@code
 * feed_forward: none}.
 *
 * @param length the longest sequence, for which W has rows
 * @param expansion how many times as wide as the model u and v are together; 6 in the paper
 * @param epsilon keeps the variance of the norm from 0
 */
public record SpatialGatingMixer(int length, int expansion, double epsilon) implements TokenMixer {
  private static final double NEAR_ZERO = 1e-3;

  public SpatialGatingMixer {
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, got " + length);
    }
    if (expansion < 1) {
      throw new IllegalArgumentException("expansion must be at least 1, got " + expansion);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be greater than 0, got " + epsilon);
    }
  }

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    Dim hidden = Dim.of("hidden", expansion * x.size(-1));
    if (hidden.size() % 2 != 0) {
      throw new IllegalArgumentException(
          "spatial gating splits its hidden channels in two, but expansion %d times d_model %d is odd"
              .formatted(expansion, x.size(-1)));
    }
    long half = hidden.size() / 2;
    Tensor z = scope.linear("in", x, hidden).gelu(); // [batch, position, hidden]
    Tensor u = z.slice(-1, 0, half); // [batch, position, half]
    Tensor v = z.slice(-1, half, 2 * half); // [batch, position, half]
    Tensor gain = scope.parameter("gain", Initializer.ONES, v.dim(-1)); // [half]
    Tensor shift = scope.parameter("shift", Initializer.ZEROS, v.dim(-1)); // [half]
    Tensor normalized =
        sequence.padding().zero(v.layerNorm(gain, shift, epsilon)); // [batch, position, half]
    Tensor gates = overPositions(scope, normalized, sequence); // [batch, position, half]
    return scope.linear("out", u.multiply(gates), x.dim(-1)); // [batch, position, d_model]
  }

  private Tensor overPositions(Scope scope, Tensor v, Sequence sequence) {
    Tensor values = scope.append("values", v, 1).rename(1, "key"); // [batch, key, half]
    Tensor row = Places.of(scope, v, sequence.padding()); // [batch or 1, position]
    Tensor column = scope.append("places", row, -1).rename(-1, "key"); // [batch or 1, key]
    Dim place = Dim.of("place", length);
    Tensor bias = scope.parameter("bias", Initializer.ONES, place, Dim.one()); // [place, 1]
    Tensor weight =
        scope.parameter(
            "weight",
            new Initializer.Normal(NEAR_ZERO),
            place,
            place.renamed("other_place")); // [place, other_place]
    Tensor pair =
        row.unsqueeze(-1).multiply(length).add(column.unsqueeze(1)); // [batch or 1, position, key]
    Tensor weights = weight.flatten(0, 1, "pair").take(pair); // [batch or 1, position, key]
    if (sequence.causal()) {
      Tensor seen =
          column.unsqueeze(1).lessOrEqual(row.unsqueeze(-1)); // [batch or 1, position, key]
      weights = seen.where(weights, 0); // [batch or 1, position, key]
    }
    return weights.matmul(values).add(bias.take(row)); // [batch, position, half]
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
