package org.ablate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LegalityTest {

  @Test
  void a_decoder_refuses_an_attention_without_a_causal_form() {
    Components parts = Parts.withAttention("fourier", without(Capability.CAUSAL));

    assertRefused(
        "attention 'fourier' cannot honour a causal mask, which a decoder needs",
        Architecture.DECODER,
        parts);
  }

  @Test
  void an_encoder_refuses_an_attention_that_only_looks_back() {
    Components parts = Parts.withAttention("average", without(Capability.BIDIRECTIONAL));

    assertRefused(
        "attention 'average' cannot honour tokens that attend in both directions, which an encoder needs",
        Architecture.ENCODER,
        parts);
  }

  @Test
  void an_encoder_decoder_refuses_a_cross_attention_that_knows_one_sequence_only() {
    Components plain = Parts.PLAIN;
    Components parts =
        new Components(
            plain.attention(),
            new Choice<>("sliding-window", without(Capability.CROSS)),
            plain.positionalEncoding(),
            plain.normalization(),
            plain.feedForward(),
            plain.placement());

    assertRefused(
        "attention 'sliding-window' cannot honour keys and values of another sequence, which an encoder-decoder needs; set 'cross_attention' to one that can",
        Architecture.ENCODER_DECODER,
        parts);
  }

  @Test
  void positions_on_scores_refuse_an_attention_that_takes_no_bias() {
    Components parts =
        new Components(
            new Choice<>("linear", without(Capability.SCORE_BIAS)),
            Parts.PLAIN.crossAttention(),
            new Choice<>("distance", new Parts.DistancePositions()),
            Parts.PLAIN.normalization(),
            Parts.PLAIN.feedForward(),
            Parts.PLAIN.placement());

    assertRefused(
        "attention 'linear' cannot honour a bias on its scores, which positional encoding 'distance' needs",
        Architecture.DECODER,
        parts);
  }

  @Test
  void positions_that_change_magnitudes_refuse_an_attention_that_sees_directions_only() {
    Components parts =
        new Components(
            new Choice<>("cosine", new Directed()),
            Parts.PLAIN.crossAttention(),
            new Choice<>("growing", new Growing()),
            Parts.PLAIN.normalization(),
            Parts.PLAIN.feedForward(),
            Parts.PLAIN.placement());

    assertRefused(
        "attention 'cosine' cannot honour the magnitude of queries and keys, which positional encoding 'growing' changes",
        Architecture.DECODER,
        parts);
  }

  /** Compares directions alone. */
  private record Directed() implements Attention {
    @Override
    public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
      return value; // [batch, head, query, head_dim]
    }

    @Override
    public boolean seesMagnitude() {
      return false;
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.allOf(Capability.class);
    }
  }

  /** Doubles queries and keys. */
  private record Growing() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.QUERIES_AND_KEYS);
    }

    @Override
    public boolean keepsMagnitude() {
      return false;
    }

    @Override
    public Tensor encodeQueryOrKey(Scope scope, Tensor queryOrKey, Tensor positions) {
      return queryOrKey.multiply(2); // [batch, head, position, head_dim]
    }
  }

  @Test
  void an_attention_that_does_not_ask_for_its_bias_is_refused_by_name() {
    Transformer model =
        Parts.model(
            Architecture.DECODER, Parts.withAttention("careless", new Parts.Careless()), true);

    CompositionException refusal = assertThrows(CompositionException.class, model::inference);

    assertEquals(
        "attention 'careless' drops a part of its bias without asking for it: causality, padding; bias.softmax(scores) honours all of them, bias.addTo and bias.mask one each",
        refusal.getMessage());
  }

  private static Parts.DotProduct without(Capability capability) {
    return new Parts.DotProduct(EnumSet.complementOf(EnumSet.of(capability)));
  }

  private static void assertRefused(String reason, Architecture architecture, Components parts) {
    CompositionException refusal =
        assertThrows(CompositionException.class, () -> Parts.model(architecture, parts, true));
    assertEquals(reason, refusal.getMessage());
  }
}
