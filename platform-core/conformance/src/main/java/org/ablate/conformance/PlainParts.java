package org.ablate.conformance;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.ablate.model.Choice;
import org.ablate.model.Components;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Component;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.plugin.Placement;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.plugin.Sublayer;
import org.ablate.plugin.Variant;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
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
    Placement placement,
    Map<Kind, String> names) {

  /** The name in messages of what has no name of its own. */
  private static final String PLAIN = "plain";

  static PlainParts plain() {
    return new PlainParts(
        new Softmax(),
        new Softmax(),
        new NoPositions(),
        new NoNorm(),
        new OneMap(),
        new Sum(),
        Map.of());
  }

  /** With a variant in its place: a mixer in that of cross-attention, too, where it can be. */
  PlainParts with(Variant variant) {
    PlainParts exchanged =
        switch (variant.kind()) {
          case ATTENTION -> withMixer((Mixer) variant.defaults());
          case POSITIONAL_ENCODING -> withPositions((PositionalEncoding) variant.defaults());
          case NORMALIZATION -> withNormalization((Normalization) variant.defaults());
          case FEED_FORWARD -> withFeedForward((FeedForward) variant.defaults());
          case PLACEMENT -> withPlacement((Placement) variant.defaults());
          case TOKENIZER, TASK ->
              throw new IllegalArgumentException("a %s is no part".formatted(variant.kind()));
        };
    Map<Kind, String> more = new EnumMap<>(Kind.class);
    more.putAll(names);
    more.put(variant.kind(), variant.name());
    return exchanged.named(more);
  }

  private PlainParts named(Map<Kind, String> newNames) {
    return new PlainParts(
        attention,
        crossAttention,
        positions,
        normalization,
        feedForward,
        placement,
        Map.copyOf(newNames));
  }

  PlainParts withMixer(Mixer mixer) {
    boolean crosses = mixer instanceof Attention && mixer.capabilities().contains(Capability.CROSS);
    return new PlainParts(
        mixer,
        crosses ? mixer : crossAttention,
        positions,
        normalization,
        feedForward,
        placement,
        names);
  }

  PlainParts withCrossAttention(Mixer other) {
    return new PlainParts(
        attention, other, positions, normalization, feedForward, placement, names);
  }

  PlainParts withPositions(PositionalEncoding other) {
    return new PlainParts(
        attention, crossAttention, other, normalization, feedForward, placement, names);
  }

  PlainParts withNormalization(Normalization other) {
    return new PlainParts(
        attention, crossAttention, positions, other, feedForward, placement, names);
  }

  PlainParts withFeedForward(FeedForward other) {
    return new PlainParts(
        attention, crossAttention, positions, normalization, other, placement, names);
  }

  PlainParts withPlacement(Placement other) {
    return new PlainParts(
        attention, crossAttention, positions, normalization, feedForward, other, names);
  }

  Components components() {
    return new Components(
        choice(Kind.ATTENTION, attention),
        choice(Kind.ATTENTION, crossAttention),
        choice(Kind.POSITIONAL_ENCODING, positions),
        choice(Kind.NORMALIZATION, normalization),
        choice(Kind.FEED_FORWARD, feedForward),
        choice(Kind.PLACEMENT, placement));
  }

  private <C extends Component> Choice<C> choice(Kind kind, C component) {
    return new Choice<>(names.getOrDefault(kind, PLAIN), component);
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

  /** Turns each pair of a query's or key's numbers by an angle that grows with the position. */
  record PlainRotation() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.QUERIES_AND_KEYS);
    }

    @Override
    public Tensor encodeQueryOrKey(Scope scope, Tensor queryOrKey, Tensor positions) {
      long half = queryOrKey.size(-1) / 2;
      Tensor angle =
          positions.toFloat().multiply(0.3).unsqueeze(1).unsqueeze(-1); // [batch, 1, position, 1]
      Tensor x = queryOrKey.slice(-1, 0, half); // [batch, head, position, half]
      Tensor y = queryOrKey.slice(-1, half, 2 * half); // [batch, head, position, half]
      Tensor turned = x.multiply(angle.cos()).subtract(y.multiply(angle.sin())); // as x
      Tensor other = x.multiply(angle.sin()).add(y.multiply(angle.cos())); // as x
      return Tensor.concat(-1, turned, other); // [batch, head, position, head_dim]
    }
  }

  /** Lowers each score by how far apart query and key are. */
  record PlainDistance() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.SCORES);
    }

    @Override
    public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
      return positions.distance().abs().multiply(-0.3); // [batch or 1, 1, query, key]
    }
  }

  /** Divides by the root of the mean square, and scales. */
  record PlainNorm() implements Normalization {
    @Override
    public Tensor normalize(Scope scope, Tensor x, Padding padding) {
      Tensor gain = scope.parameter("gain", Initializer.ONES, x.dim(-1)); // [d_model]
      return x.rmsNorm(gain, 1e-5); // [batch, position, d_model]
    }
  }

  /** A norm before each sub-layer, and one at the end. */
  record NormBefore() implements Placement {
    @Override
    public Tensor residual(Scope scope, Tensor x, Sublayer sublayer) {
      return x.add(sublayer.apply(scope, sublayer.normalize(scope, "norm", x))); // as x
    }

    @Override
    public Tensor finish(Tensor x, UnaryOperator<Tensor> normalization) {
      return normalization.apply(x); // [batch, position, d_model]
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

  private record Sum() implements Placement {
    @Override
    public Tensor residual(Scope scope, Tensor x, Sublayer sublayer) {
      return x.add(sublayer.apply(scope, x)); // [batch, position, d_model]
    }
  }
}
