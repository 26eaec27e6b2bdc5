package org.ablate.component;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.ablate.document.Fixed;
import org.ablate.model.QueryKeyPositions;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.PositionalEncoding.Place;
import org.ablate.plugin.Positions;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** An attention that a document composes: each step is that of a component of its own. */
public record DefinedAttention(@Fixed Pieces pieces) implements Attention {

  @Override
  public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
    Optional<PositionalEncoding> encoding = pieces.positionalEncoding();
    return encoding.isEmpty()
        ? pieces.kernel().attend(scope, query, key, value, bias)
        : scope.in("position", s -> placed(scope, s, encoding.get(), query, key, value, bias));
  }

  private Tensor placed(
      Scope scope,
      Scope own,
      PositionalEncoding encoding,
      Tensor query,
      Tensor key,
      Tensor value,
      AttentionBias bias) {
    Positions positions = encoding.place(own, positions(own, query.dim(-2), key.dim(-2), bias));
    boolean turns = encoding.places().contains(Place.QUERIES_AND_KEYS);
    var encoded = new QueryKeyPositions(encoding, queriesPerHead());
    Tensor placedQuery =
        turns ? encoded.ofQuery(own, query, positions.query()) : query; // [b, h, query, hd]
    Tensor placedKey = turns ? encoded.ofKey(own, key, positions.key()) : key; // [b, kvh, key, hd]
    AttentionBias placedBias =
        encoding.places().contains(Place.SCORES)
            ? bias.plus(encoding.scoreBias(own, placedQuery, placedKey, positions))
            : bias;
    return pieces
        .kernel()
        .attend(scope, placedQuery, placedKey, value, placedBias); // [b, h, q, hd]
  }

  /** Queries stand where the last keys do. */
  private static Positions positions(Scope scope, Dim query, Dim key, AttentionBias bias) {
    Tensor ofKeys =
        bias.padding()
            .tokens()
            .map(isToken -> isToken.toInteger().cumulativeSum(-1).subtract(1).maximum(0))
            .orElseGet(() -> scope.range(key).unsqueeze(0)); // [batch or 1, key]
    Tensor ofQueries =
        ofKeys.slice(-1, key.extent().minus(query.extent()), query); // [batch or 1, query]
    return new Positions(ofQueries, ofKeys, bias.isCausal());
  }

  @Override
  public Tensor queries(Scope scope, Tensor query) {
    return pieces
        .queryKeyNorm()
        .map(norm -> normalized(scope, "query_norm", norm, query))
        .orElseGet(() -> pieces.kernel().queries(scope, query)); // [batch, head, query, head_dim]
  }

  @Override
  public Tensor keys(Scope scope, Tensor key) {
    return pieces
        .queryKeyNorm()
        .map(norm -> normalized(scope, "key_norm", norm, key))
        .orElseGet(() -> pieces.kernel().keys(scope, key)); // [batch, key_value_head, key, hd]
  }

  private static Tensor normalized(Scope scope, String name, Normalization norm, Tensor x) {
    return scope.in(name, s -> norm.normalize(s, x, Padding.none())); // as x
  }

  @Override
  public AttentionBias bias(Scope scope, Tensor tokens, int heads, AttentionBias bias) {
    return pieces.bias().orElse(pieces.kernel()).bias(scope, tokens, heads, bias);
  }

  @Override
  public Tensor values(Scope scope, Tensor value, Tensor first) {
    return pieces
        .values()
        .orElse(pieces.kernel())
        .values(scope, value, first); // [batch, key_value_head, key, head_dim]
  }

  @Override
  public Tensor output(Scope scope, Tensor mixed, Tensor tokens) {
    return pieces
        .output()
        .orElse(pieces.kernel())
        .output(scope, mixed, tokens); // [batch, head, position, head_dim]
  }

  @Override
  public int keyValueHeads(int heads) {
    return pieces.kernel().keyValueHeads(heads);
  }

  @Override
  public int queriesPerHead() {
    return pieces.kernel().queriesPerHead();
  }

  @Override
  public boolean seesMagnitude() {
    return pieces.kernel().seesMagnitude();
  }

  @Override
  public boolean weightsAreDistribution() {
    return pieces.kernel().weightsAreDistribution();
  }

  @Override
  public Set<Capability> capabilities() {
    return pieces.capabilities();
  }

  @Override
  public OptionalInt maxLength() {
    return pieces.maxLength();
  }

  @Override
  public Growth growth(boolean causal) {
    Growth growth = pieces.kernel().growth(causal);
    boolean fillsScores =
        pieces.positionalEncoding().filter(e -> e.places().contains(Place.SCORES)).isPresent()
            || pieces.bias().isPresent();
    return fillsScores && growth == Growth.LINEAR ? Growth.QUADRATIC : growth;
  }
}
