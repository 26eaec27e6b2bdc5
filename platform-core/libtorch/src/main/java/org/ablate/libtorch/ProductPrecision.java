package org.ablate.libtorch;

/** How many bits the numbers have that matrix products multiply. */
public enum ProductPrecision {
  /** As many as all others. */
  FULL,
  /**
   * The 8 leading bits of a float32, and its exponents: factors are rounded before the product, and
   * the product is brought back to the precision of the engine. Everything else keeps that
   * precision: parameters, gradients, the optimizer, sums, norms, softmax and losses, and products
   * with a factor that depends on nothing but sizes, such as a table of positions. Micikevicius et
   * al. (2018), arXiv:1710.03740; Kalamkar et al. (2019), arXiv:1905.12322.
   */
  BFLOAT16
}
