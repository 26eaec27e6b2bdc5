package org.ablate.plugins.attention;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Padding;
import org.ablate.plugin.RecurrentAttention;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * φ(Q)(φ(K)ᵀV) / φ(Q)(φ(K)ᵀ1) with φ(x) = elu(x) + 1. Katharopoulos et al. (2020),
 * arXiv:2006.16236, eq. 5 and 7; causal eq. 9 to 12. Both directions at once take time linear in
 * the length; the causal form is computed over pairs, and decodes from a state of constant size.
 *
 * @param epsilon keeps the divisor from 0
 */
public record LinearAttention(double epsilon) implements RecurrentAttention {

  public LinearAttention {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be greater than 0, got " + epsilon);
    }
  }

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Tensor queries = feature(query); // [batch, head, query, head_dim]
    Tensor keys = bias.padding().zero(feature(key)); // [batch, head, key, head_dim]
    if (bias.isCausal()) {
      return overPairs(queries, keys, value); // [batch, head, query, head_dim]
    }
    Tensor memory = keys.transpose(-2, -1).matmul(value); // [batch, head, head_dim, head_dim]
    Tensor total = keys.sum(-2).transpose(-2, -1); // [batch, head, head_dim, 1]
    return queries
        .matmul(memory)
        .divide(queries.matmul(total).add(epsilon)); // [batch, head, query, head_dim]
  }

  private Tensor overPairs(Tensor queries, Tensor keys, Tensor value) {
    Tensor similarity = causal(queries, keys); // [batch, head, query, key]
    return similarity
        .matmul(value)
        .divide(similarity.sum(-1).add(epsilon)); // [batch, head, query, head_dim]
  }

  private static Tensor causal(Tensor queries, Tensor keys) {
    Tensor similarity = queries.matmul(keys.transpose(-2, -1)); // [batch, head, query, key]
    return similarity.causalMask().where(similarity, 0); // [batch, head, query, key]
  }

  @Override
  public Tensor resume(Scope scope, Tensor query, Tensor key, Tensor value, Padding padding) {
    Tensor queries = feature(query); // [batch, head, position, head_dim]
    Tensor keys = padding.zero(feature(key)); // [batch, head, position, head_dim]
    Tensor added = keys.transpose(-2, -1).matmul(value); // [batch, head, head_dim, head_dim]
    Tensor addedTotal = keys.sum(-2).transpose(-2, -1); // [batch, head, head_dim, 1]
    Tensor memory =
        scope.previous(
            "memory", DataType.FLOAT, added.shape()); // [batch, head, head_dim, head_dim]
    Tensor total =
        scope.previous("total", DataType.FLOAT, addedTotal.shape()); // [batch, head, head_dim, 1]
    scope.next("memory", memory.add(added));
    scope.next("total", total.add(addedTotal));
    Tensor similarity = causal(queries, keys); // [batch, head, position, position]
    Tensor sum =
        queries.matmul(memory).add(similarity.matmul(value)); // [batch, head, position, head_dim]
    Tensor weight = queries.matmul(total).add(similarity.sum(-1)); // [batch, head, position, 1]
    return sum.divide(weight.add(epsilon)); // [batch, head, position, head_dim]
  }

  /** elu(x) + 1, which is x + 1 above 0 and eˣ below. */
  private static Tensor feature(Tensor x) {
    return x.greater(0).where(x.add(1), x.minimum(0).exp()); // as x
  }

  /** All but a bias on scores, of which there are none. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.BIDIRECTIONAL, Capability.CAUSAL, Capability.CROSS, Capability.INCREMENTAL);
  }

  @Override
  public Growth growth(boolean causal) {
    return causal ? Growth.QUADRATIC : Growth.LINEAR;
  }
}
