package org.ablate.model;

import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.PositionalEncoding.Place;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * What a stack reads: the vectors of tokens, with their order where that is added to them. Vaswani
 * et al. (2017), arXiv:1706.03762, §3.4 and §3.5.
 *
 * @param settings the model's sizes
 * @param parts the model's exchangeable parts
 * @param vocabularySize the number of tokens
 */
record Embedding(TransformerSettings settings, Components parts, int vocabularySize) {

  /** A learned vector for each token: [token, d_model]. */
  Tensor table(Scope scope) {
    Dim token = Dim.of("token", vocabularySize);
    Dim dModel = Dim.of("d_model", settings.dModel());
    Initializer spread = new Initializer.Normal(1 / Math.sqrt(settings.dModel()));
    return scope.in(
        "embedding",
        s ->
            parts
                .normalization()
                .component()
                .normalizeEmbeddings(
                    s.parameter("weight", spread, token, dModel))); // [token, d_model]
  }

  /**
   * The vectors of some tokens.
   *
   * @param stack whose they are
   * @param table of all tokens, [token, d_model]
   * @param tokens integers [batch, position]
   * @param sequence where the tokens stand
   * @return [batch, position, d_model]
   */
  Tensor vectors(Scope outer, String stack, Tensor table, Tensor tokens, TokenSequence sequence) {
    PositionalEncoding position = parts.positionalEncoding().component();
    boolean together = position.isScaledWithEmbeddings();
    Tensor rows = table.take(tokens); // [batch, position, d_model]
    return outer.in(
        stack + ".embedding",
        scope -> {
          Tensor tokenVectors =
              scope.probe("tokens", together ? rows : scaled(rows)); // [batch, position, d_model]
          Tensor placed = tokenVectors; // [batch, position, d_model]
          if (position.places().contains(Place.EMBEDDINGS)) {
            Tensor positions =
                scope.probe("positions", sequence.positions().query()); // [batch or 1, position]
            placed =
                scope.in(
                    "position",
                    s ->
                        Given.like(
                            tokenVectors,
                            position,
                            "encodeEmbeddings",
                            x -> position.encodeEmbeddings(s, x, positions))); // [b, p, d_model]
          }
          placed = scope.probe("positioned", together ? scaled(placed) : placed); // [b, p, d_model]
          return scope.dropout("dropout", placed, settings.dropout()); // [batch, position, d_model]
        });
  }

  private Tensor scaled(Tensor x) {
    return settings.scaleEmbeddings() ? x.multiply(Math.sqrt(settings.dModel())) : x; // as x
  }
}
