package org.ablate.verification;

import static org.ablate.verification.ComponentCase.BATCH;
import static org.ablate.verification.ComponentCase.HEADS;
import static org.ablate.verification.ComponentCase.HEAD_DIM;
import static org.ablate.verification.ComponentCase.POSITION;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Padding;
import org.ablate.plugin.RecurrentAttention;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * The ways in which layers use an attention over heads, with its steps around the formula: those
 * that it declares to honour.
 */
record AttentionCases(Attention attention) {
  /** What of a bias is present, beside causality. */
  private enum Extra {
    NOTHING(""),
    PADDING(" with padding"),
    SCORES(" with a bias on scores");

    private final String words;

    Extra(String words) {
      this.words = words;
    }
  }

  List<ComponentCase> all() {
    List<ComponentCase> cases = new ArrayList<>();
    for (Extra extra : Extra.values()) {
      boolean honoured = extra != Extra.SCORES || can(Capability.SCORE_BIAS);
      if (honoured && can(Capability.BIDIRECTIONAL)) {
        cases.add(inference("bidirectional" + extra.words, s -> self(s, false, extra)));
      }
      if (honoured && can(Capability.CAUSAL)) {
        cases.add(inference("causal" + extra.words, s -> self(s, true, extra)));
      }
      if (honoured && can(Capability.CROSS)) {
        cases.add(inference("cross" + extra.words, s -> cross(s, extra)));
      }
    }
    if (can(Capability.INCREMENTAL)) {
      cases.addAll(ComponentCase.decoding(s -> self(s, true, Extra.PADDING)));
    }
    return cases;
  }

  private boolean can(Capability capability) {
    return attention.capabilities().contains(capability);
  }

  private static ComponentCase inference(String name, Function<Scope, Tensor> definition) {
    return ComponentCase.of(name, Mode.INFERENCE, definition);
  }

  private Tensor self(Scope scope, boolean causal, Extra extra) {
    Given given = given(scope, causal, POSITION, extra);
    return scope.in("attention", s -> self(s, given)); // [batch, head, position, head_dim]
  }

  private Tensor self(Scope scope, Given given) {
    Tensor query = attention.queries(scope, given.query()); // [batch, head, position, head_dim]
    Tensor key = attention.keys(scope, given.key()); // [batch, kv_head, position, head_dim]
    Tensor mixed =
        scope.mode().isDecoding() && attention instanceof RecurrentAttention recurrent
            ? resume(scope, recurrent, query, key, given)
            : attend(scope, query, key, given); // [batch, head, position, head_dim]
    return attention.output(scope, mixed, given.x()); // [batch, head, position, head_dim]
  }

  private Tensor resume(
      Scope scope, RecurrentAttention recurrent, Tensor query, Tensor key, Given given) {
    Tensor value =
        attention.values(scope, given.value(), given.first()); // [batch, kv_head, position, hd]
    return recurrent.resume(scope, query, key, value, new Padding(given.tokens())); // as query
  }

  private Tensor attend(Scope scope, Tensor query, Tensor newKey, Given given) {
    Tensor key = scope.append("keys", newKey, -2); // [batch, kv_head, key, head_dim]
    Tensor own = scope.append("values", given.value(), -2); // [batch, kv_head, key, head_dim]
    Tensor first = scope.append("first_values", given.first(), -2); // [batch, kv_head, key, hd]
    Tensor value = attention.values(scope, own, first); // [batch, kv_head, key, head_dim]
    Padding padding = new Padding(given.tokens().map(tokens -> scope.append("tokens", tokens, -1)));
    AttentionBias bias = attention.bias(scope, given.x(), HEADS, given.bias(padding));
    return attention.attend(scope, query, key, value, bias); // [batch, head, position, head_dim]
  }

  private Tensor cross(Scope scope, Extra extra) {
    Given given = given(scope, false, Dim.symbolic("key"), extra);
    return scope.in("attention", s -> cross(s, given)); // [batch, head, position, head_dim]
  }

  private Tensor cross(Scope scope, Given given) {
    Tensor query = attention.queries(scope, given.query()); // [batch, head, position, head_dim]
    Tensor key = attention.keys(scope, given.key()); // [batch, kv_head, key, head_dim]
    AttentionBias bias = given.bias(new Padding(given.tokens()));
    Tensor mixed =
        attention.attend(scope, query, key, given.value(), bias); // [batch, head, position, hd]
    return attention.output(scope, mixed, given.x()); // [batch, head, position, head_dim]
  }

  /**
   * What a layer gives to its attention.
   *
   * @param x [batch, position, d_model]
   * @param query [batch, head, position, head_dim]
   * @param key [batch, kv_head, key, head_dim]
   * @param value [batch, kv_head, key, head_dim]
   * @param first the values of the first layer, as this is not the first: as value
   * @param tokens [batch, key]
   * @param scores [batch, head, position, key]
   */
  private record Given(
      Tensor x,
      Tensor query,
      Tensor key,
      Tensor value,
      Tensor first,
      boolean causal,
      Optional<Tensor> tokens,
      Optional<Tensor> scores) {

    AttentionBias bias(Padding padding) {
      AttentionBias plain = AttentionBias.of(causal, padding);
      return scores.map(plain::plus).orElse(plain);
    }
  }

  private Given given(Scope scope, boolean causal, Dim key, Extra extra) {
    int keyValueHeads = attention.keyValueHeads(HEADS);
    return new Given(
        ComponentCase.stream(scope),
        heads(scope, "query", HEADS, POSITION),
        heads(scope, "key", keyValueHeads, key),
        heads(scope, "value", keyValueHeads, key),
        heads(scope, "first_value", keyValueHeads, key),
        causal,
        extra == Extra.PADDING ? Optional.of(ComponentCase.tokens(scope, key)) : Optional.empty(),
        extra == Extra.SCORES ? Optional.of(scores(scope, key)) : Optional.empty());
  }

  private static Tensor heads(Scope scope, String name, int heads, Dim position) {
    return scope.input(
        name,
        DataType.FLOAT,
        BATCH,
        Dim.of("head", heads),
        position,
        HEAD_DIM); // [batch, head, position, head_dim]
  }

  private static Tensor scores(Scope scope, Dim key) {
    return scope.input(
        "score_bias",
        DataType.FLOAT,
        BATCH,
        Dim.of("head", HEADS),
        POSITION,
        key); // [batch, head, position, key]
  }
}
