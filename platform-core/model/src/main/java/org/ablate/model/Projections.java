package org.ablate.model;

import org.ablate.plugin.Attention;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * The way into the heads of an attention and out of them again, with the steps that it adds there.
 *
 * @param attention what the heads do
 * @param heads how many queries have
 * @param headDim the width of a head
 */
record Projections(Attention attention, int heads, int headDim) {

  /**
   * The projections of tokens.
   *
   * @param x [batch, position, d_model]
   */
  static Projections of(Attention attention, int heads, Tensor x) {
    return new Projections(attention, heads, Math.toIntExact(x.size(-1) / heads));
  }

  /**
   * Queries before they get positions.
   *
   * @param x [batch, position, d_model]
   * @return [batch, head, query, head_dim]
   */
  Tensor queries(Scope scope, Tensor x) {
    Tensor plain = Heads.split(scope, "query", x, heads, headDim, "query"); // [b, h, query, hd]
    return Given.like(plain, attention, "queries", q -> attention.queries(scope, q)); // as plain
  }

  /**
   * Keys before they get positions.
   *
   * @param x [batch, position, d_model]
   * @return [batch, key_value_head, key, head_dim]
   */
  Tensor keys(Scope scope, Tensor x) {
    Tensor plain =
        Heads.split(scope, "key", x, keyValueHeads(), headDim, "key"); // [b, kvh, key, hd]
    return Given.like(plain, attention, "keys", k -> attention.keys(scope, k)); // as plain
  }

  /**
   * Values.
   *
   * @param x [batch, position, d_model]
   * @return [batch, key_value_head, key, head_dim]
   */
  Tensor values(Scope scope, Tensor x) {
    return Heads.split(scope, "value", x, keyValueHeads(), headDim, "key"); // [b, kvh, key, hd]
  }

  /** The axes of keys and of values: [batch, key_value_head, key, head_dim]. */
  Dim[] axes(Dim batch, Dim position) {
    return new Dim[] {
      batch, Dim.of("head", keyValueHeads()), position.renamed("key"), Dim.of("head_dim", headDim)
    };
  }

  private int keyValueHeads() {
    return attention.keyValueHeads(heads);
  }

  /**
   * What becomes of the outputs of heads.
   *
   * @param mixed [batch, head, position, head_dim]
   * @param x what the queries were made of, [batch, position, d_model]
   * @return [batch, position, d_model]
   */
  Tensor merged(Scope scope, Tensor mixed, Tensor x) {
    Tensor output =
        Given.like(mixed, attention, "output", m -> attention.output(scope, m, x)); // as mixed
    return Heads.merge(scope, output, x.dim(1), x.dim(-1)); // [batch, position, d_model]
  }
}
