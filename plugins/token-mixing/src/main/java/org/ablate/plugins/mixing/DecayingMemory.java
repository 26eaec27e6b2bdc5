package org.ablate.plugins.mixing;

import org.ablate.tensor.DataType;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * The chunked form of a recurrence S ← diag(α) S + kᵀv: the positions of a call in decoding are a
 * chunk, and S is all that is kept of those before. Sun et al. (2023), arXiv:2307.08621, eq. 7;
 * Yang et al. (2023), arXiv:2312.06635, eq. 6 to 8.
 */
final class DecayingMemory {
  private DecayingMemory() {}

  /**
   * What the positions of a call read of those before it; leaves the memory of all.
   *
   * @param query [batch, head, query, key_dim]
   * @param key zeros at padding, [batch, head, key, key_dim]
   * @param value [batch, head, key, head_dim]
   * @param logDecay log α at each position, 0 at padding, [batch, head, key, key_dim or 1]
   * @return [batch, head, query, head_dim]
   */
  static Tensor read(Scope scope, Tensor query, Tensor key, Tensor value, Tensor logDecay) {
    Tensor sinceStart = logDecay.cumulativeSum(-2); // [batch, head, key, key_dim or 1]
    Tensor whole = logDecay.sum(-2); // [batch, head, 1, key_dim or 1]
    Tensor left = key.multiply(whole.subtract(sinceStart).exp()); // [batch, head, key, key_dim]
    Tensor added = left.transpose(-2, -1).matmul(value); // [batch, head, key_dim, head_dim]
    Tensor memory = scope.previous("memory", DataType.FLOAT, added.shape()); // as added
    scope.next("memory", memory.multiply(whole.transpose(-2, -1).exp()).add(added));
    return query.multiply(sinceStart.exp()).matmul(memory); // [batch, head, query, head_dim]
  }
}
