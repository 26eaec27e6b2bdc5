package org.ablate.conformance;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.model.Choice;
import org.ablate.model.Components;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.plugin.Placement;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * The parts of a small model. Those around the one that is checked are as plain as can be: softmax
 * attention, no positions, no norm, a linear map for a feed-forward, a sum for a residual.
 */
record PlainParts(
    Mixer attention,
    Mixer crossAttention,
    PositionalEncoding positions,
    Normalization normalization,
    FeedForward feedForward,
    Placement placement) {

  static PlainParts plain() {
    return new PlainParts(
        new Softmax(), new Softmax(), new NoPositions(), new NoNorm(), new OneMap(), new Sum());
  }

  /** The mixer takes the place of self-attention, and of cross-attention where it can. */
  PlainParts withMixer(Mixer mixer) {
    boolean crosses = mixer instanceof Attention && mixer.capabilities().contains(Capability.CROSS);
    return new PlainParts(
        mixer, crosses ? mixer : crossAttention, positions, normalization, feedForward, placement);
  }

  PlainParts withPositions(PositionalEncoding other) {
    return new PlainParts(attention, crossAttention, other, normalization, feedForward, placement);
  }

  PlainParts withNormalization(Normalization other) {
    return new PlainParts(attention, crossAttention, positions, other, feedForward, placement);
  }

  PlainParts withFeedForward(FeedForward other) {
    return new PlainParts(attention, crossAttention, positions, normalization, other, placement);
  }

  PlainParts withPlacement(Placement other) {
    return new PlainParts(attention, crossAttention, positions, normalization, feedForward, other);
  }

  Components components() {
    return new Components(
        new Choice<>("checked", attention),
        new Choice<>("checked", crossAttention),
        new Choice<>("checked", positions),
        new Choice<>("checked", normalization),
        new Choice<>("checked", feedForward),
        new Choice<>("checked", placement));
  }

  private record Softmax() implements Attention {
    @Override
    public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
      double scale = 1 / Math.sqrt(query.size(-1));
      Tensor scores = query.matmul(key.transpose(-2, -1)).multiply(scale); // [b, h, query, key]
      return bias.softmax(scores).matmul(value); // [batch, head, query, head_dim]
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.allOf(Capability.class);
    }
  }

  private record NoPositions() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of();
    }
  }

  private record NoNorm() implements Normalization {
    @Override
    public Tensor normalize(Scope scope, Tensor x, Padding padding) {
      return x; // [batch, position, d_model]
    }
  }

  private record OneMap() implements FeedForward {
    @Override
    public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
      return scope.linear("map", x, x.dim(-1)); // [batch, position, d_model]
    }
  }

  private record Sum() implements Placement {}
}
