package org.ablate.verification;

import static org.ablate.verification.ComponentCase.BATCH;
import static org.ablate.verification.ComponentCase.HEADS;
import static org.ablate.verification.ComponentCase.HEAD_DIM;
import static org.ablate.verification.ComponentCase.POSITION;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Padding;
import org.ablate.plugin.RecurrentAttention;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Op;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** The ways in which models use what mixes tokens: those that it declares to honour. */
final class MixerCases {
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

  private final Mixer mixer;

  private MixerCases(Mixer mixer) {
    this.mixer = mixer;
  }

  static List<ComponentCase> of(Mixer mixer) {
    MixerCases cases = new MixerCases(mixer);
    List<ComponentCase> all =
        mixer instanceof Attention attention
            ? cases.ofHeads(attention)
            : cases.ofLayer((TokenMixer) mixer);
    return all.stream().map(use -> use.upTo(mixer.maxLength())).toList();
  }

  private boolean can(Capability capability) {
    return mixer.capabilities().contains(capability);
  }

  private List<ComponentCase> ofHeads(Attention attention) {
    List<ComponentCase> cases = new ArrayList<>();
    for (Extra extra : Extra.values()) {
      boolean honoured = extra != Extra.SCORES || can(Capability.SCORE_BIAS);
      if (honoured && can(Capability.BIDIRECTIONAL)) {
        cases.add(ofHeads("bidirectional", attention, false, POSITION, extra));
      }
      if (honoured && can(Capability.CAUSAL)) {
        cases.add(ofHeads("causal", attention, true, POSITION, extra));
      }
      if (honoured && can(Capability.CROSS)) {
        cases.add(ofHeads("cross", attention, false, Dim.symbolic("key"), extra));
      }
    }
    if (attention instanceof RecurrentAttention recurrent && can(Capability.INCREMENTAL)) {
      cases.add(
          ComponentCase.of(
              "decoding",
              Mode.DECODING_STEP,
              MixerCases::positive,
              scope -> resume(scope, recurrent)));
    }
    return cases;
  }

  private static ComponentCase ofHeads(
      String name, Attention attention, boolean causal, Dim key, Extra extra) {
    return ComponentCase.of(
        name + extra.words,
        Mode.INFERENCE,
        scope -> {
          Padding padding = extra == Extra.PADDING ? padding(scope, key) : Padding.none();
          AttentionBias plain = AttentionBias.of(causal, padding);
          AttentionBias bias =
              extra == Extra.SCORES ? plain.plus(scores(scope, key)) : plain; // parts of the bias
          Tensor query = heads(scope, "query", HEADS, POSITION); // [batch, head, query, head_dim]
          int keyValueHeads = attention.keyValueHeads(HEADS);
          Tensor keys = heads(scope, "key", keyValueHeads, key); // [batch, kv_head, key, head_dim]
          Tensor values =
              heads(scope, "value", keyValueHeads, key); // [batch, kv_head, key, head_dim]
          return scope.in(
              "attention",
              s ->
                  attention.attend(
                      s, attention.queries(s, query), attention.keys(s, keys), values, bias));
        });
  }

  private static Tensor resume(Scope scope, RecurrentAttention attention) {
    int keyValueHeads = attention.keyValueHeads(HEADS);
    Tensor query = heads(scope, "query", HEADS, POSITION); // [batch, head, position, head_dim]
    Tensor key = heads(scope, "key", keyValueHeads, POSITION); // [batch, kv_head, position, hd]
    Tensor value = heads(scope, "value", keyValueHeads, POSITION); // [batch, kv_head, position, hd]
    Padding padding = padding(scope, POSITION);
    return scope.in(
        "attention",
        s ->
            attention.resume(
                s, attention.queries(s, query), attention.keys(s, key), value, padding));
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

  private static Padding padding(Scope scope, Dim position) {
    return Padding.of(scope.input("tokens", DataType.BOOLEAN, BATCH, position));
  }

  private static Tensor scores(Scope scope, Dim key) {
    return scope.input(
        "score_bias",
        DataType.FLOAT,
        BATCH,
        Dim.of("head", HEADS),
        POSITION,
        key); // [batch, head, query, key]
  }

  private List<ComponentCase> ofLayer(TokenMixer layer) {
    List<ComponentCase> cases = new ArrayList<>();
    for (Extra extra : List.of(Extra.NOTHING, Extra.PADDING)) {
      if (can(Capability.BIDIRECTIONAL)) {
        cases.add(
            ComponentCase.of(
                "bidirectional" + extra.words,
                Mode.INFERENCE,
                scope -> mix(scope, layer, false, extra)));
      }
      if (can(Capability.CAUSAL)) {
        cases.add(
            ComponentCase.of(
                "causal" + extra.words, Mode.INFERENCE, scope -> mix(scope, layer, true, extra)));
      }
    }
    if (can(Capability.INCREMENTAL)) {
      cases.add(
          ComponentCase.of(
              "decoding",
              Mode.DECODING_STEP,
              MixerCases::positive,
              scope -> mix(scope, layer, true, Extra.PADDING)));
    }
    return cases;
  }

  private static Tensor mix(Scope scope, TokenMixer layer, boolean causal, Extra extra) {
    Tensor x = ComponentCase.stream(scope); // [batch, position, d_model]
    Padding padding = extra == Extra.PADDING ? padding(scope, POSITION) : Padding.none();
    TokenMixer.Sequence sequence = new TokenMixer.Sequence(padding, causal, HEADS);
    return scope.in("attention", s -> layer.mix(s, x, sequence)); // [batch, position, d_model]
  }

  /** State may be a sum that is divided by, so it is kept away from zero, and so is all else. */
  private static Array positive(Op.Input input, long[] sizes, RandomGenerator random) {
    Array plain = Inputs.integersBelow(Inputs.DEFAULT_LIMIT).values(input, sizes, random);
    if (input.type().dataType() != DataType.FLOAT) {
      return plain;
    }
    double[] values = Arrays.stream(plain.toDoubles()).map(x -> 0.5 + Math.abs(x)).toArray();
    return Array.of(values, sizes);
  }
}
