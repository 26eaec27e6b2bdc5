package org.ablate.plugins.mixing;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Capability;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Multi-head latent attention: keys and values of all heads are projections of one small latent c =
 * norm(x W), which is all that is kept in decoding, beside a rotated key that the heads share.
 * Queries are made of a latent of their own. DeepSeek-AI (2024), arXiv:2405.04434, eq. 9 to 19; the
 * norms of latents §3.1.2. Widths are in widths of a head. The paper's model has 128 heads and
 * latents 4 and 12 heads wide, a 64th and a 16th of what they are expanded to; the defaults are for
 * few heads, and with 4 of them the latents are an eighth and a sixth of that.
 *
 * @param latentHeads the width of the latent of keys and values, less than that of both together
 * @param queryLatentHeads the width of the latent of queries, less than that of their two parts
 *     together; 0 makes queries of tokens, as the paper's small model does
 * @param rotaryFraction the width of the rotated part of queries and keys, to the next even number;
 *     the paper takes a half
 * @param epsilon of the norms
 */
public record LatentMixer(
    int latentHeads, int queryLatentHeads, double rotaryFraction, double epsilon)
    implements TokenMixer {

  public LatentMixer {
    if (latentHeads < 1) {
      throw new IllegalArgumentException("latent_heads must be at least 1, got " + latentHeads);
    }
    if (queryLatentHeads < 0) {
      throw new IllegalArgumentException(
          "query_latent_heads must be at least 0, got " + queryLatentHeads);
    }
    if (!(rotaryFraction > 0)) {
      throw new IllegalArgumentException(
          "rotary_fraction must be greater than 0, got " + rotaryFraction);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be greater than 0, got " + epsilon);
    }
  }

  @Override
  public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
    int heads = sequence.heads();
    long headDim = x.size(-1) / heads;
    long rotary = 2 * (long) Math.ceil(rotaryFraction * headDim / 2);
    requireSmaller("latent_heads", latentHeads, headDim, "keys and values", 2 * heads * headDim);
    requireSmaller(
        "query_latent_heads", queryLatentHeads, headDim, "queries", heads * (headDim + rotary));
    Tensor place = Places.of(scope, x, sequence.padding()); // [batch or 1, position]
    Tensor compressed =
        scope.append(
            "latents", latent(scope, "latent", x, latentHeads * headDim), 1); // [b, all, latent]
    Tensor key = heads(scope, "key", compressed, heads, headDim); // [batch, head, key, head_dim]
    Tensor value = heads(scope, "value", compressed, heads, headDim); // [b, head, key, head_dim]
    Tensor asking =
        queryLatentHeads == 0
            ? x
            : latent(scope, "query_latent", x, queryLatentHeads * headDim); // [b, position, latent]
    Tensor query =
        heads(scope, "query", asking, heads, headDim).rename(-2, "query"); // [b, head, query, hd]
    Tensor rotatedQuery =
        Rotation.of(
            scope,
            heads(scope, "rotary_query", asking, heads, rotary).rename(-2, "query"),
            place); // [batch, head, query, rotary]
    Tensor rotatedKey =
        scope.append(
            "rotary_keys",
            Rotation.of(scope, heads(scope, "rotary_key", x, 1, rotary), place),
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

  private static void requireSmaller(
      String setting, int latentHeads, long headDim, String of, long width) {
    if (latentHeads * headDim >= width) {
      throw new IllegalArgumentException(
          "%s = %d makes a latent %d wide, but it must be smaller than what it is expanded to, %s %d wide"
              .formatted(setting, latentHeads, latentHeads * headDim, of, width));
    }
  }

  /** norm(x W): [batch, position, latent]. */
  private Tensor latent(Scope scope, String name, Tensor x, long width) {
    Tensor small = scope.projection(name, x, Dim.of("latent", width)); // [batch, position, latent]
    Tensor gain = scope.parameter(name + "_gain", Initializer.ONES, small.dim(-1)); // [latent]
    return small.rmsNorm(gain, epsilon); // [batch, position, latent]
  }

  private static Tensor heads(Scope scope, String name, Tensor x, int heads, long width) {
    return Heads.split(
        scope.projection(name, x, Dim.of(name, heads * width)), heads, "key"); // [b, h, key, width]
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.BIDIRECTIONAL, Capability.CAUSAL, Capability.INCREMENTAL);
  }
}
