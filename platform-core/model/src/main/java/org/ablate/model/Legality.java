package org.ablate.model;

import java.util.ArrayList;
import java.util.List;
import org.ablate.plugin.Attention;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.PositionalEncoding.Place;

/** Decides from what components declare whether they combine, before anything is traced or run. */
public final class Legality {

  /**
   * A combination that is refused.
   *
   * @param key the setting of the model that the reader should change, such as {@code attention}
   * @param reason in one line
   */
  public record Refusal(String key, String reason) {}

  private Legality() {}

  /** All reasons for which these parts do not combine; empty if they do. */
  public static List<Refusal> refusals(TransformerSettings settings, Components parts) {
    List<Refusal> refusals = new ArrayList<>();
    Architecture architecture = settings.architecture();
    if (architecture.hasEncoder()) {
      require(Capability.BIDIRECTIONAL, "attention", parts.attention(), "an encoder", refusals);
    }
    if (architecture.hasDecoder()) {
      require(Capability.CAUSAL, "attention", parts.attention(), "a decoder", refusals);
    }
    if (architecture == Architecture.ENCODER_DECODER) {
      requireCross(parts.crossAttention(), refusals);
    }
    String position = "positional encoding " + parts.positionalEncoding();
    PositionalEncoding encoding = parts.positionalEncoding().component();
    var places = encoding.places();
    if (places.contains(Place.SCORES)) {
      require(Capability.SCORE_BIAS, "positional_encoding", parts.attention(), position, refusals);
    }
    if (places.contains(Place.QUERIES_AND_KEYS)) {
      require(Capability.ROTATION, "positional_encoding", parts.attention(), position, refusals);
    }
    if (!encoding.keepsMagnitude()
        && parts.attention().component() instanceof Attention attention
        && !attention.seesMagnitude()) {
      refusals.add(
          new Refusal(
              "positional_encoding",
              "attention %s cannot honour the magnitude of queries and keys, which %s changes"
                  .formatted(parts.attention(), position)));
    }
    return refusals;
  }

  private static void require(
      Capability capability, String key, Choice<Mixer> mixer, String who, List<Refusal> refusals) {
    if (!mixer.component().capabilities().contains(capability)) {
      refusals.add(
          new Refusal(
              key,
              "attention %s cannot honour %s, which %s needs"
                  .formatted(mixer, capability.description(), who)));
    }
  }

  private static void requireCross(Choice<Mixer> mixer, List<Refusal> refusals) {
    boolean crosses =
        mixer.component() instanceof Attention
            && mixer.component().capabilities().contains(Capability.CROSS);
    if (!crosses) {
      refusals.add(
          new Refusal(
              "cross_attention",
              "attention %s cannot honour %s, which an encoder-decoder needs; set 'cross_attention' to one that can"
                  .formatted(mixer, Capability.CROSS.description())));
    }
  }
}
