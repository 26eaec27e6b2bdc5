package org.ablate.model;

import java.util.function.UnaryOperator;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Gives queries and keys their order. Where several stand side by side in a head, each is encoded
 * as a head of its own: an encoding sees so many times as many heads, which are as much narrower.
 *
 * @param encoding how the order is given
 * @param queriesPerHead how many queries, and how many keys, stand side by side in a head
 */
public record QueryKeyPositions(PositionalEncoding encoding, int queriesPerHead) {

  /**
   * Queries with their order.
   *
   * @param query [batch, head, position, head_dim]
   * @param positions integers [batch or 1, position]
   * @return [batch, head, position, head_dim]
   * @throws IllegalArgumentException if a head cannot be divided into so many queries
   */
  public Tensor ofQuery(Scope scope, Tensor query, Tensor positions) {
    return each(
        query,
        "encodeQuery",
        q -> encoding.encodeQuery(scope, q, positions)); // [b, h, position, hd]
  }

  /**
   * Keys with their order.
   *
   * @param key [batch, key_value_head, position, head_dim]
   * @param positions integers [batch or 1, position]
   * @return [batch, key_value_head, position, head_dim]
   * @throws IllegalArgumentException if a head cannot be divided into so many keys
   */
  public Tensor ofKey(Scope scope, Tensor key, Tensor positions) {
    return each(
        key, "encodeKey", k -> encoding.encodeKey(scope, k, positions)); // [b, kvh, position, hd]
  }

  private Tensor each(Tensor x, String method, UnaryOperator<Tensor> encode) {
    if (queriesPerHead == 1) {
      return Given.like(x, encoding, method, encode); // [batch, head, position, head_dim]
    }
    if (x.size(-1) % queriesPerHead != 0) {
      throw new IllegalArgumentException(
          "%d queries cannot stand side by side in a head of head_dim = %d, which must be a multiple of %d"
              .formatted(queriesPerHead, x.size(-1), queriesPerHead));
    }
    Dim part = Dim.of("part", queriesPerHead);
    Dim width = Dim.of("head_dim", x.size(-1) / queriesPerHead);
    Tensor parts =
        x.unflatten(-1, part, width) // [batch, head, position, part, width]
            .transpose(-3, -2) // [batch, head, part, position, width]
            .flatten(1, 2, "head"); // [batch, head * part, position, width]
    return Given.like(parts, encoding, method, encode) // [batch, head * part, position, width]
        .unflatten(1, x.dim(1), part) // [batch, head, part, position, width]
        .transpose(-3, -2) // [batch, head, position, part, width]
        .flatten(-2, -1, "head_dim"); // [batch, head, position, head_dim]
  }
}
