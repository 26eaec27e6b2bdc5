package org.ablate.model;

import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.PositionalEncoding.Place;
import org.ablate.plugin.RecurrentAttention;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** Lets the tokens of one sequence see each other. Vaswani et al. (2017), §3.2. */
record SelfAttention(
    Choice<Mixer> mixer,
    PositionalEncoding position,
    int heads,
    boolean causal,
    FirstValues firstValues) {

  /**
   * Mixes tokens.
   *
   * @param stack where parameters are that all layers share
   * @param x [batch, position, d_model]
   * @return [batch, position, d_model]
   */
  Tensor apply(Scope scope, Scope stack, Tensor x, TokenSequence sequence) {
    if (mixer.component() instanceof TokenMixer whole) {
      var told = new TokenMixer.Sequence(sequence.queryPadding(), causal, heads);
      return Given.like(x, whole, "mix", y -> whole.mix(scope, y, told)); // as x
    }
    Attention attention = (Attention) mixer.component();
    Scope home = position.sharedAcrossLayers() ? stack : scope;
    Projections projections = Projections.of(attention, heads, x);
    Tensor query = projections.queries(scope, x); // [batch, head, query, head_dim]
    Tensor key = projections.keys(scope, x); // [batch, key_value_head, key, head_dim]
    Tensor value = projections.values(scope, x); // [batch, key_value_head, key, head_dim]
    if (position.places().contains(Place.QUERIES_AND_KEYS)) {
      Tensor plainQuery = query; // [batch, head, query, head_dim]
      Tensor plainKey = key; // [batch, key_value_head, key, head_dim]
      Tensor newPositions = sequence.positions().query(); // [batch or 1, position]
      var encoded = new QueryKeyPositions(position, attention.queriesPerHead());
      query = home.shared("position", s -> encoded.ofQuery(s, plainQuery, newPositions));
      key = home.shared("position", s -> encoded.ofKey(s, plainKey, newPositions));
    }
    query = scope.probe("queries", query); // [batch, head, query, head_dim]
    key = scope.probe("keys", key); // [batch, key_value_head, key, head_dim]
    value = scope.probe("values", value); // [batch, key_value_head, key, head_dim]
    Tensor mixed =
        attend(scope, home, attention, x, query, key, value, sequence); // [b, h, query, hd]
    return projections.merged(scope, mixed, x); // [batch, position, d_model]
  }

  private Tensor attend(
      Scope scope,
      Scope home,
      Attention attention,
      Tensor tokens,
      Tensor query,
      Tensor newKey,
      Tensor newValue,
      TokenSequence sequence) {
    boolean decoding = scope.mode().isDecoding();
    if (decoding && attention instanceof RecurrentAttention recurrent) {
      Tensor value = values(scope, attention, newValue); // [b, kvh, position, hd]
      return Given.like(
          query,
          recurrent,
          "resume",
          q -> recurrent.resume(scope, q, newKey, value, sequence.queryPadding())); // as query
    }
    Tensor key = decoding ? scope.append("keys", newKey, -2) : newKey; // [b, kvh, key, hd]
    Tensor own = decoding ? scope.append("values", newValue, -2) : newValue; // [b, kvh, key, hd]
    Tensor value = values(scope, attention, own); // [batch, key_value_head, key, head_dim]
    AttentionBias bias = AttentionBias.of(causal, sequence.keyPadding());
    if (position.places().contains(Place.SCORES)) {
      bias =
          bias.plus(
              home.shared(
                  "position", s -> position.scoreBias(s, query, key, sequence.positions())));
    }
    AttentionBias whole = attention.bias(scope, tokens, heads, bias);
    Tensor mixed =
        Given.like(
            query,
            attention,
            "attend",
            q -> attention.attend(scope, q, key, value, whole)); // [batch, head, query, head_dim]
    CrossAttention.requireHonoured(mixer, whole);
    return mixed;
  }

  private Tensor values(Scope scope, Attention attention, Tensor own) {
    return Given.like(
        own,
        attention,
        "values",
        v -> attention.values(scope, v, firstValues.orOwn(v))); // [b, key_value_head, key, hd]
  }
}
