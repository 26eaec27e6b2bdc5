package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * A sliding window, and some first tokens that see all and are seen by all. Beltagy et al. (2020),
 * arXiv:2004.05150, §3.1, "Global Attention", with the same projections for both kinds. Causal, the
 * first tokens are seen by all that follow. All scores are computed and the others masked: the cost
 * is that of full attention.
 *
 * @param window how many tokens a token sees on each side, itself included
 * @param globalTokens how many of the first positions are global
 */
public record GlobalLocalAttention(int window, int globalTokens) implements Attention {

  public GlobalLocalAttention {
    if (window < 1) {
      throw new IllegalArgumentException("window must be at least 1, got " + window);
    }
    if (globalTokens < 0) {
      throw new IllegalArgumentException("global_tokens must be at least 0, got " + globalTokens);
    }
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Tensor scores = DotProduct.scores(query, key); // [batch, head, query, key]
    Tensor near = scores.relativePosition().abs().less(window); // [query, key]
    Tensor seen =
        Places.first(scope, scores, bias.padding(), globalTokens).or(near); // [b, 1, q, k]
    Tensor weights =
        scope.probe("weights", bias.allowing(seen).softmax(scores)); // [batch, head, query, key]
    return weights.matmul(value); // [batch, head, query, head_dim]
  }

  /** All but attention to another sequence, whose positions have no distance to those here. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.CROSS));
  }
}
