package org.ablate.plugin;

import org.ablate.tensor.Tensor;

/**
 * Where tokens stand in their sequences, counted from 0 at the first token, padding left out.
 *
 * @param query integers [batch or 1, query]
 * @param key integers [batch or 1, key]
 * @param causal whether a query sees only keys up to its own position
 */
public record Positions(Tensor query, Tensor key, boolean causal) {

  /** Key position minus query position, in floats: [batch or 1, 1, query, key]. */
  public Tensor distance() {
    Tensor from = query.unsqueeze(-1).unsqueeze(1); // [batch, 1, query, 1]
    Tensor to = key.unsqueeze(1).unsqueeze(1); // [batch, 1, 1, key]
    return to.subtract(from).toFloat(); // [batch, 1, query, key]
  }
}
