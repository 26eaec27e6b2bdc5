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
 * A gated convolution as long as the sequence: (W x + b) ⊙ (h ∗ x). BaseConv of Arora et al.
 * (2023), arXiv:2312.04927, definition 4.1, as in the operator of Poli et al. (2023),
 * arXiv:2302.10866, with filters that are learned number by number. It is computed over pairs of
 * positions.
 *
 * @param length the longest sequence, for which there are filters
 */
public record LongConvolutionMixer(int length) implements TokenMixer {

  public LongConvolutionMixer {
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, got " + length);
    }
  }

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    Tensor inputs =
        scope.append("inputs", sequence.padding().zero(x), 1).rename(1, "key"); // [b, key, d_model]
    Tensor distance = distance(scope, x, inputs); // [position, key]
    int filters = sequence.causal() ? length : 2 * length - 1;
    Tensor table =
        scope.parameter(
            "filters",
            new Initializer.Normal(1 / Math.sqrt(length)),
            Dim.of("distance", filters),
            x.dim(-1)); // [distance, d_model]
    Tensor index =
        sequence.causal() ? distance.maximum(0) : distance.add(length - 1); // [position, key]
    Tensor taps = table.take(index); // [position, key, d_model]
    Tensor seen =
        sequence.causal()
            ? distance.greaterOrEqual(0).unsqueeze(-1).where(taps, 0)
            : taps; // [position, key, d_model]
    Tensor mixed =
        seen.permute(2, 0, 1) // [d_model, position, key]
            .matmul(inputs.transpose(1, 2).unsqueeze(-1)) // [batch, d_model, position, 1]
            .squeeze(-1)
            .transpose(1, 2); // [batch, position, d_model]
    Tensor gate = scope.linear("gate", x, x.dim(-1)); // [batch, position, d_model]
    return scope.linear("output", gate.multiply(mixed), x.dim(-1)); // [batch, position, d_model]
  }

  /** How far each position is after each input. */
  private static Tensor distance(Scope scope, Tensor x, Tensor inputs) {
    Tensor past = scope.extent(inputs.dim(1)).subtract(scope.extent(x.dim(1))); // []
    Tensor at = scope.range(x.dim(1)).add(past).unsqueeze(-1); // [position, 1]
    return at.subtract(scope.range(inputs.dim(1))); // [position, key]
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
