package org.ablate.plugins.attention;

/** How a whole causal pass of a recurrence is computed. The result is the same. */
public enum CausalForm {
  /** Over all pairs of positions: quadratic in the length, in few and large products. */
  PARALLEL,
  /** One position after the other: linear in the length, in as many steps. */
  RECURRENT
}
