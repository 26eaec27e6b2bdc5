package org.ablate.model;

import java.util.Optional;
import org.ablate.plugin.Padding;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * Which of the positions that a stack sees hold tokens, and where these stand. In incremental
 * decoding the keys are those of all calls so far, the queries those of this call.
 *
 * @param queryPadding [batch, query]
 * @param keyPadding [batch, key]
 * @param positions where queries and keys stand
 */
record TokenSequence(Padding queryPadding, Padding keyPadding, Positions positions) {

  /**
   * Reads it off token ids.
   *
   * @param tokens [batch, position]
   * @param padded whether the padding token may occur among them
   * @param causal whether a token sees only those up to itself
   */
  static TokenSequence of(Scope scope, Tensor tokens, boolean padded, boolean causal) {
    return padded ? padded(scope, tokens, causal) : unpadded(scope, tokens.dim(-1), causal);
  }

  /** The same tokens where an encoding places them. */
  TokenSequence placed(Scope scope, PositionalEncoding encoding) {
    return new TokenSequence(queryPadding, keyPadding, encoding.place(scope, positions));
  }

  private static TokenSequence unpadded(Scope scope, Dim position, boolean causal) {
    Tensor query = scope.range(position).unsqueeze(0); // [1, query]
    Tensor key = query; // [1, key]
    if (scope.mode().isDecoding()) {
      query = query.add(scope.extent(Dim.symbolic(Scope.PAST))); // [1, query]
      key = scope.append("positions", query, -1); // [1, key]
    }
    return new TokenSequence(Padding.none(), Padding.none(), new Positions(query, key, causal));
  }

  private static TokenSequence padded(Scope scope, Tensor tokens, boolean causal) {
    Tensor isToken = tokens.notEqual(SpecialToken.PAD.id()); // [batch, query]
    Tensor isKey = isToken; // [batch, key]
    if (scope.mode().isDecoding()) {
      isKey = scope.append("is_token", isToken, -1); // [batch, key]
    }
    Tensor key = isKey.toInteger().cumulativeSum(-1).subtract(1).maximum(0); // [batch, key]
    Dim position = tokens.dim(-1);
    Tensor query =
        key.slice(-1, isKey.dim(-1).extent().minus(position.extent()), position); // [batch, query]
    return new TokenSequence(
        new Padding(Optional.of(isToken)),
        new Padding(Optional.of(isKey)),
        new Positions(query, key, causal));
  }

  /** The input of token ids that this is read off. */
  static Tensor input(Scope scope, String name, String position) {
    return scope.input(
        name, DataType.INTEGER, Dim.symbolic("batch"), Dim.symbolic(position)); // [batch, position]
  }
}
