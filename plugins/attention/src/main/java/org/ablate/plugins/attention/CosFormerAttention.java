package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Padding;
import org.ablate.plugin.RecurrentAttention;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * relu(q) · relu(k) · cos(π/2 · (i − j) / M), which the cosine of a difference splits into features
 * of i and of j. Qin et al. (2022), arXiv:2202.08791, eq. 10. Near keys count for more than far
 * ones: a key at the distance M would count for nothing, and one beyond it negatively, so that no
 * sequence may be longer. In sequences that are much shorter than M all keys count nearly alike.
 *
 * @param length M, the longest sequence, as in the paper
 * @param form how a whole causal pass is computed
 * @param epsilon keeps the divisor from 0
 */
public record CosFormerAttention(int length, CausalForm form, double epsilon)
    implements RecurrentAttention {

  public CosFormerAttention {
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, got " + length);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be greater than 0, got " + epsilon);
    }
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Tensor ofKeys = scope.range(key.dim(-2)); // [key]
    Tensor ofQueries =
        ofKeys.slice(
            0, key.dim(-2).extent().minus(query.dim(-2).extent()), query.dim(-2)); // [query]
    return FeatureMap.attend(
        scope,
        feature(query, ofQueries),
        feature(key, ofKeys),
        value,
        bias,
        form,
        epsilon); // [batch, head, query, hd]
  }

  @Override
  public Tensor resume(Scope scope, Tensor query, Tensor key, Tensor value, Padding padding) {
    Tensor past = scope.extent(Dim.symbolic(Scope.PAST)); // []
    Tensor at = scope.range(query.dim(-2)).add(past); // [position]
    return FeatureMap.resume(
        scope,
        feature(query, at),
        feature(key, at),
        value,
        padding,
        epsilon); // [b, h, position, d]
  }

  /** relu(x) cos(πi / 2M) and relu(x) sin(πi / 2M). */
  private Tensor feature(Tensor x, Tensor at) {
    Tensor angle = at.toFloat().multiply(Math.PI / (2 * length)).unsqueeze(-1); // [position, 1]
    Tensor positive = x.relu(); // [batch, head, position, head_dim]
    return Tensor.concat(-1, positive.multiply(angle.cos()), positive.multiply(angle.sin()))
        .rename(-1, "feature"); // [batch, head, position, feature]
  }

  /** Neither another sequence, whose positions are not these, nor a bias on scores. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.BIDIRECTIONAL, Capability.CAUSAL, Capability.INCREMENTAL);
  }

  @Override
  public OptionalInt maxLength() {
    return OptionalInt.of(length);
  }

  @Override
  public Growth growth(boolean causal) {
    return FeatureMap.growth(causal, form);
  }
}
