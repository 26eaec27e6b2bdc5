package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * softmax(Q (EK)ᵀ / √d) FV: keys and values of all positions are projected to a few. Wang et al.
 * (2020), arXiv:2006.04768, eq. 7. E and F are learned, the same for all heads of a layer; a token
 * takes the row of its place, counted without padding.
 *
 * @param projected how many keys and values there are after the projection
 * @param length the longest sequence, for which E and F have rows
 */
public record LinformerAttention(int projected, int length) implements Attention {

  public LinformerAttention {
    if (projected < 1) {
      throw new IllegalArgumentException("projected must be at least 1, got " + projected);
    }
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, got " + length);
    }
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Tensor place = Places.ofKeys(scope, key.transpose(-2, -1), bias.padding()); // [batch or 1, key]
    Tensor keys =
        projected(scope, "key_projection", bias.padding().zero(key), place); // [b, h, projected, d]
    Tensor values =
        projected(
            scope, "value_projection", bias.padding().zero(value), place); // [b, h, projected, d]
    Tensor weights = DotProduct.scores(query, keys).softmax(-1); // [batch, head, query, projected]
    return weights.matmul(values); // [batch, head, query, head_dim]
  }

  private Tensor projected(Scope scope, String name, Tensor x, Tensor place) {
    Tensor table =
        scope.parameter(
            name,
            new Initializer.Normal(1 / Math.sqrt(projected)),
            Dim.of("place", length),
            Dim.of("projected", projected)); // [place, projected]
    Tensor rows = table.take(place).unsqueeze(1); // [batch or 1, 1, key, projected]
    return rows.transpose(-2, -1).matmul(x); // [batch, head, projected, head_dim]
  }

  /** Projected keys are of no position: there is no mask for them and no bias on scores. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.BIDIRECTIONAL, Capability.CROSS, Capability.ROTATION);
  }

  @Override
  public OptionalInt maxLength() {
    return OptionalInt.of(length);
  }

  @Override
  public Growth growth(boolean causal) {
    return Growth.LINEAR;
  }
}
