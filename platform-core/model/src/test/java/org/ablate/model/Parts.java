package org.ablate.model;

import java.util.EnumSet;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.plugin.Placement;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** The plainest part of each kind, so that tests of the model need no plugin. */
final class Parts {
  private Parts() {}

  static final Components PLAIN =
      new Components(
          new Choice<Mixer>("dot-product", new DotProduct(EnumSet.allOf(Capability.class))),
          new Choice<Mixer>("dot-product", new DotProduct(EnumSet.allOf(Capability.class))),
          new Choice<>("learned", new LearnedPositions()),
          new Choice<>("layer", new Layer()),
          new Choice<>("relu", new Relu()),
          new Choice<>("pre", new Pre()));

  static Components withAttention(String name, Mixer mixer) {
    return new Components(
        new Choice<>(name, mixer),
        PLAIN.crossAttention(),
        PLAIN.positionalEncoding(),
        PLAIN.normalization(),
        PLAIN.feedForward(),
        PLAIN.placement());
  }

  static Components withPositions(String name, PositionalEncoding encoding) {
    return new Components(
        PLAIN.attention(),
        PLAIN.crossAttention(),
        new Choice<>(name, encoding),
        PLAIN.normalization(),
        PLAIN.feedForward(),
        PLAIN.placement());
  }

  static Components withFeedForward(String name, FeedForward feedForward) {
    return new Components(
        PLAIN.attention(),
        PLAIN.crossAttention(),
        PLAIN.positionalEncoding(),
        PLAIN.normalization(),
        new Choice<>(name, feedForward),
        PLAIN.placement());
  }

  static Components withPlacement(String name, Placement placement) {
    return new Components(
        PLAIN.attention(),
        PLAIN.crossAttention(),
        PLAIN.positionalEncoding(),
        PLAIN.normalization(),
        PLAIN.feedForward(),
        new Choice<>(name, placement));
  }

  record DotProduct(Set<Capability> capabilities) implements Attention {
    @Override
    public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
      double scale = 1 / Math.sqrt(query.size(-1));
      Tensor scores = query.matmul(key.transpose(-2, -1)).multiply(scale); // [b, h, query, key]
      return scope.probe("weights", bias.softmax(scores)).matmul(value); // [b, h, query, hd]
    }
  }

  /** Forgets to ask what it may attend to. */
  record Careless() implements Attention {
    @Override
    public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
      return query.matmul(key.transpose(-2, -1)).softmax(-1).matmul(value); // [b, h, query, hd]
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.allOf(Capability.class);
    }
  }

  record LearnedPositions() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.EMBEDDINGS);
    }

    @Override
    public Tensor encodeEmbeddings(Scope scope, Tensor embeddings, Tensor positions) {
      Tensor table =
          scope.parameter(
              "weight",
              new Initializer.Normal(1),
              Dim.of("length", 16),
              embeddings.dim(-1)); // [length, d_model]
      return embeddings.add(table.take(positions)); // [batch, position, d_model]
    }
  }

  /** Adds the distance to scores. */
  record DistancePositions() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.SCORES);
    }

    @Override
    public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
      return positions.distance().multiply(0.25); // [batch or 1, 1, query, key]
    }
  }

  record Layer() implements Normalization {
    @Override
    public Tensor normalize(Scope scope, Tensor x, Padding padding) {
      Tensor gain = scope.parameter("gain", Initializer.ONES, x.dim(-1)); // [d_model]
      Tensor bias = scope.parameter("bias", Initializer.ZEROS, x.dim(-1)); // [d_model]
      return x.layerNorm(gain, bias, 1e-5); // [batch, position, d_model]
    }
  }

  record Relu() implements FeedForward {
    @Override
    public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
      Tensor hidden = scope.linear("in", x, width).relu(); // [batch, position, d_ff]
      return scope.linear("out", hidden, x.dim(-1)); // [batch, position, d_model]
    }
  }

  /** Adds a number to the loss in every layer. */
  record Costly() implements FeedForward {
    @Override
    public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
      scope.auxiliaryLoss("price", scope.constant(new double[] {3})); // []
      return x.multiply(2); // [batch, position, d_model]
    }
  }

  /** Layers are without it. */
  record Absent() implements FeedForward {
    @Override
    public boolean isPresent() {
      return false;
    }

    @Override
    public Tensor transform(Scope scope, Tensor x, Dim width, Padding padding) {
      throw new IllegalStateException("no layer has it");
    }
  }

  record Pre() implements Placement {
    @Override
    public Tensor residual(Scope scope, Tensor x, Sublayer sublayer) {
      return x.add(sublayer.apply(scope, sublayer.normalize(scope, "norm", x))); // as x
    }

    @Override
    public Tensor finish(Tensor x, java.util.function.UnaryOperator<Tensor> normalization) {
      return normalization.apply(x); // [batch, position, d_model]
    }
  }

  /** A model of two layers and a width of eight. */
  static Transformer model(Architecture architecture, Components parts, boolean padded) {
    return new Transformer(
        new TransformerSettings(architecture, 8, 2, 2, 16, 0, 0, false, true, true),
        parts,
        11,
        11,
        OutputHead.POSITION,
        padded);
  }
}
