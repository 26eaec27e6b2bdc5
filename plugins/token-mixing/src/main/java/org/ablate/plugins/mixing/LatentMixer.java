package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Multi-head latent attention: keys and values of all heads are projections of one small latent c =
 * x W, which is all that is kept in decoding, beside a rotated key that the heads share.
 * DeepSeek-AI (2024), arXiv:2405.04434, eq. 9 to 19, with queries from x itself.
 *
 * @param latent the width of c
 * @param rotary the width of the rotated part of queries and keys, even
 */
public record LatentMixer(int latent, int rotary) implements TokenMixer {

  public LatentMixer {
    if (latent < 1) {
      throw new IllegalArgumentException("latent must be at least 1, got " + latent);
    }
    if (rotary < 2 || rotary % 2 != 0) {
      throw new IllegalArgumentException("rotary must be even and at least 2, got " + rotary);
    }
  }

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    int heads = sequence.heads();
    long width = x.size(-1) / heads * heads;
    Tensor place = Places.of(scope, x, sequence.padding()); // [batch or 1, position]
    Tensor compressed =
        scope.append(
            "latents", scope.projection("latent", x, Dim.of("latent", latent)), 1); // [b, all, c]
    Tensor key =
        Heads.split(
            scope.projection("key", compressed, Dim.of("keys", width)),
            heads,
            "key"); // [b, h, key, hd]
    Tensor value =
        Heads.split(
            scope.projection("value", compressed, Dim.of("values", width)), heads, "key"); // as key
    Tensor query = Heads.project(scope, "query", x, heads, "query"); // [batch, head, query, hd]
    Tensor rotatedQuery =
        Rotation.of(
            scope,
            Heads.split(
                scope.projection(
                    "rotary_query", x, Dim.of("rotary_queries", (long) heads * rotary)),
                heads,
                "query"),
            place); // [batch, head, query, rotary]
    Tensor rotatedKey =
        scope.append(
            "rotary_keys",
            Rotation.of(
                scope,
                Heads.split(
                    scope.projection("rotary_key", x, Dim.of("head_dim", rotary)), 1, "key"),
                place),
            -2); // [batch, 1, key, rotary]
    Tensor scores =
        query
            .matmul(key.transpose(-2, -1))
            .add(rotatedQuery.matmul(rotatedKey.transpose(-2, -1)))
            .multiply(1 / Math.sqrt(query.size(-1) + rotary)); // [batch, head, query, key]
    Tensor mixed =
        SoftmaxHeads.attend(scope, scores, value, sequence); // [batch, head, query, head_dim]
    return scope.linear("output", Heads.merge(mixed, x), x.dim(-1)); // [batch, position, d_model]
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.BIDIRECTIONAL, Capability.CAUSAL, Capability.INCREMENTAL);
  }
}
