package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * A window, some global tokens, and random keys. Zaheer et al. (2020), arXiv:2007.14062, §2. Blocks
 * are of one token. Whether a query sees a key at random follows from their two places by a hash,
 * so that it is the same in training and in decoding, for any length. All scores are computed and
 * the others masked: the cost is that of full attention.
 *
 * @param window how many tokens a token sees on each side, itself included
 * @param globalTokens how many of the first tokens see all and are seen by all
 * @param randomFraction the part of all keys that a query sees beside these
 */
public record BigBirdAttention(int window, int globalTokens, double randomFraction)
    implements Attention {
  /** Primes that keep neighbouring places apart. */
  private static final int QUERY_FACTOR = 7919;

  private static final int KEY_FACTOR = 104_729;
  private static final int RANGE = 10_007;

  public BigBirdAttention {
    if (window < 1) {
      throw new IllegalArgumentException("window must be at least 1, got " + window);
    }
    if (globalTokens < 0) {
      throw new IllegalArgumentException("global_tokens must be at least 0, got " + globalTokens);
    }
    if (!(randomFraction >= 0 && randomFraction <= 1)) {
      throw new IllegalArgumentException(
          "random_fraction must be in [0, 1], got " + randomFraction);
    }
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Tensor scores = DotProduct.scores(query, key); // [batch, head, query, key]
    Tensor near = scores.relativePosition().abs().less(window); // [query, key]
    Tensor seen =
        Places.first(scope, scores, bias.padding(), globalTokens)
            .or(near)
            .or(random(scope, scores, bias)); // [batch or 1, 1, query, key]
    Tensor weights =
        scope.probe("weights", bias.allowing(seen).softmax(scores)); // [batch, head, query, key]
    return weights.matmul(value); // [batch, head, query, head_dim]
  }

  /** A hash of the two places, below the fraction of its range. */
  private Tensor random(Scope scope, Tensor scores, AttentionBias bias) {
    Tensor key = Places.ofKeys(scope, scores, bias.padding()); // [batch or 1, key]
    Tensor query =
        key.slice(
            -1,
            key.dim(-1).extent().minus(scores.dim(-2).extent()),
            scores.dim(-2)); // [batch or 1, query]
    Tensor ofQuery =
        query.multiply(QUERY_FACTOR).remainder(RANGE).unsqueeze(-1); // [batch or 1, query, 1]
    Tensor ofKey = key.multiply(KEY_FACTOR).remainder(RANGE).unsqueeze(1); // [batch or 1, 1, key]
    Tensor mixed = ofQuery.add(1).multiply(ofKey.add(1)); // [batch or 1, query, key]
    return mixed
        .add(mixed.remainder(RANGE).square())
        .remainder(RANGE)
        .less(Math.round(randomFraction * RANGE))
        .unsqueeze(1); // [batch or 1, 1, query, key]
  }

  /** All but attention to another sequence, whose positions have no distance to those here. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.CROSS));
  }
}
