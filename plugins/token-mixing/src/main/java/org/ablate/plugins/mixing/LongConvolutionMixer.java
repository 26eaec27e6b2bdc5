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
 * A gated convolution as long as the sequence: (x W + b₁) ⊙ (h ∗ x + b₂), with a filter h for each
 * channel. BaseConv of Arora et al. (2023), arXiv:2312.04927, definition 4.1. Where tokens see each
 * other in both directions there is a filter for each. It is computed as a product with the matrix
 * of all distances, so that time and memory grow as the square of the length. Padding counts as
 * zeros.
 *
 * @param filter where the weights of the distances come from
 * @param length the longest sequence, for which there are weights
 */
public record LongConvolutionMixer(Filter filter, int length) implements TokenMixer {

  /** Where the weights of a filter come from. */
  public enum Filter {
    /** Each is learned. */
    EXPLICIT,
    /** A small network gives them. Poli et al. (2023), arXiv:2302.10866, eq. 7. */
    IMPLICIT
  }

  public LongConvolutionMixer {
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, got " + length);
    }
  }

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    Dim dModel = x.dim(-1);
    Tensor inputs =
        scope.append("inputs", sequence.padding().zero(x), 1).rename(1, "key"); // [b, key, d_model]
    Tensor matrix = matrix(scope, x, inputs, sequence.causal()); // [d_model, position, key]
    Tensor convolved =
        matrix
            .matmul(inputs.permute(2, 1, 0)) // [d_model, position, batch]
            .permute(2, 1, 0); // [batch, position, d_model]
    Tensor bias = scope.parameter("bias", Initializer.ZEROS, dModel); // [d_model]
    Tensor gate = scope.linear("gate", x, dModel); // [batch, position, d_model]
    return gate.multiply(convolved.add(bias)); // [batch, position, d_model]
  }

  /** The weight of each input for each position: [d_model, position, key]. */
  private Tensor matrix(Scope scope, Tensor x, Tensor inputs, boolean causal) {
    Tensor after = distance(scope, x, inputs); // [position, key]
    Tensor isBefore = after.greaterOrEqual(0).unsqueeze(-1); // [position, key, 1]
    Tensor weights =
        filter(scope, "filter", x.dim(-1)).take(after.maximum(0)); // [position, key, d_model]
    Tensor both =
        causal
            ? isBefore.where(weights, 0)
            : isBefore.where(
                weights,
                filter(scope, "backward_filter", x.dim(-1))
                    .take(after.minimum(0).negate())); // [position, key, d_model]
    return both.permute(2, 0, 1); // [d_model, position, key]
  }

  /** How far each position is after each input: [position, key]. */
  private static Tensor distance(Scope scope, Tensor x, Tensor inputs) {
    Tensor past = scope.extent(inputs.dim(1)).subtract(scope.extent(x.dim(1))); // []
    Tensor at = scope.range(x.dim(1)).add(past).unsqueeze(-1); // [position, 1]
    return at.subtract(scope.range(inputs.dim(1))); // [position, key]
  }

  private Tensor filter(Scope scope, String name, Dim dModel) {
    Dim distance = Dim.of("distance", length);
    Initializer spread = new Initializer.Normal(1 / Math.sqrt(length));
    return switch (filter) {
      case EXPLICIT -> scope.parameter(name, spread, distance, dModel); // [distance, d_model]
      case IMPLICIT ->
          scope.in(name, s -> ImplicitFilter.of(s, distance, dModel)); // [distance, d_model]
    };
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
