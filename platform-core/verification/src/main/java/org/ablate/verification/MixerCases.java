package org.ablate.verification;

import static org.ablate.verification.ComponentCase.HEADS;
import static org.ablate.verification.ComponentCase.POSITION;

import java.util.ArrayList;
import java.util.List;
import org.ablate.plugin.Attention;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Padding;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** The ways in which models use what mixes tokens: those that it declares to honour. */
final class MixerCases {
  private MixerCases() {}

  static List<ComponentCase> of(Mixer mixer) {
    List<ComponentCase> all =
        mixer instanceof Attention attention
            ? new AttentionCases(attention).all()
            : ofLayer((TokenMixer) mixer);
    return all.stream().map(use -> use.upTo(mixer.maxLength())).toList();
  }

  private static List<ComponentCase> ofLayer(TokenMixer layer) {
    List<ComponentCase> cases = new ArrayList<>();
    if (layer.capabilities().contains(Capability.BIDIRECTIONAL)) {
      cases.addAll(
          ComponentCase.withPadding(
              "bidirectional", Mode.INFERENCE, (s, padding) -> mix(s, layer, false, padding)));
    }
    if (layer.capabilities().contains(Capability.CAUSAL)) {
      cases.addAll(
          ComponentCase.withPadding(
              "causal", Mode.INFERENCE, (s, padding) -> mix(s, layer, true, padding)));
    }
    if (layer.capabilities().contains(Capability.INCREMENTAL)) {
      cases.addAll(
          ComponentCase.decoding(
              s -> mix(s, layer, true, Padding.of(ComponentCase.tokens(s, POSITION)))));
    }
    return cases;
  }

  private static Tensor mix(Scope scope, TokenMixer layer, boolean causal, Padding padding) {
    Tensor x = ComponentCase.stream(scope); // [batch, position, d_model]
    TokenMixer.Sequence sequence = new TokenMixer.Sequence(padding, causal, HEADS);
    return scope.in("attention", s -> layer.mix(s, x, sequence)); // [batch, position, d_model]
  }
}
