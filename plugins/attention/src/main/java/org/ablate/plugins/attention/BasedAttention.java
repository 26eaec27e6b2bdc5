package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Padding;
import org.ablate.plugin.RecurrentAttention;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Softmax attention with its exponential replaced by the first three terms of its series: φ(q) ·
 * φ(k) = 1 + s + s² / 2 with s = q · k / √d. Arora et al. (2024), arXiv:2402.18668, §4.1 and eq. 4.
 * The paper's queries and keys are 16 wide; here they are as wide as the heads, and the features
 * are 1 + d + d² many.
 *
 * @param form how a whole causal pass is computed
 * @param epsilon keeps the divisor from 0
 */
public record BasedAttention(CausalForm form, double epsilon) implements RecurrentAttention {

  public BasedAttention {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be greater than 0, got " + epsilon);
    }
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    return FeatureMap.attend(
        scope,
        feature(query),
        feature(key),
        value,
        bias,
        form,
        epsilon); // [batch, head, query, head_dim]
  }

  @Override
  public Tensor resume(Scope scope, Tensor query, Tensor key, Tensor value, Padding padding) {
    return FeatureMap.resume(
        scope, feature(query), feature(key), value, padding, epsilon); // [b, h, position, head_dim]
  }

  /** 1, x / d^(1/4) and the products of its elements / √2. */
  private static Tensor feature(Tensor x) {
    Tensor scaled = x.multiply(Math.pow(x.size(-1), -0.25)); // [batch, head, position, head_dim]
    Tensor one = scaled.slice(-1, 0, 1).multiply(0).add(1); // [batch, head, position, 1]
    Tensor products =
        scaled
            .unsqueeze(-1)
            .multiply(scaled.unsqueeze(-2))
            .multiply(Math.sqrt(0.5))
            .flatten(-2, -1, "head_dim"); // [batch, head, position, head_dim²]
    return Tensor.concat(-1, one, scaled, products).rename(-1, "feature"); // [b, h, pos, feature]
  }

  /** All but a bias on scores, of which there are none. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.SCORE_BIAS));
  }

  @Override
  public Growth growth(boolean causal) {
    return FeatureMap.growth(causal, form);
  }
}
