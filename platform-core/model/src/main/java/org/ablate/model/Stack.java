package org.ablate.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ablate.plugin.Depth;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/** An encoder or a decoder: layers of the same form. Vaswani et al. (2017), §3.1. */
record Stack(String name, TransformerSettings settings, Components parts, boolean causal) {

  /**
   * Runs the layers.
   *
   * @param embeddings [batch, position, d_model]
   * @param memory what cross-attention attends to, in a decoder that has it
   * @return [batch, position, d_model]
   */
  Tensor apply(Scope outer, Tensor embeddings, TokenSequence sequence, Optional<Memory> memory) {
    Placement placement = parts.placement().component();
    FirstValues firstValues = new FirstValues();
    return outer.in(
        name,
        stack -> {
          Tensor x =
              placement.start(
                  embeddings, y -> normalize(stack, "embedding_norm", y, sequence)); // the stream
          for (int i = 0; i < settings.nLayers(); i++) {
            int layer = i;
            Tensor before = x; // the stream
            x =
                stack.stage(
                    inLayer(
                        stack,
                        layer,
                        scope ->
                            scope.probe(
                                "output",
                                placement.layer(
                                    scope,
                                    before,
                                    sublayers(
                                        stack,
                                        layer,
                                        sequence,
                                        memory,
                                        firstValues))))); // as before
          }
          return placement.finish(
              x, y -> normalize(stack, "norm", y, sequence)); // [batch, position, d_model]
        });
  }

  private Tensor inLayer(Scope stack, int layer, Function<Scope, Tensor> definition) {
    return settings.tiedLayers()
        ? stack.shared("layer.0", definition)
        : stack.in("layer." + layer, definition); // the stream
  }

  private Tensor normalize(Scope outer, String normName, Tensor x, TokenSequence sequence) {
    Normalization normalization = parts.normalization().component();
    return outer.in(
        normName,
        scope ->
            Given.like(
                x,
                normalization,
                "normalize",
                y -> normalization.normalize(scope, y, sequence.queryPadding()))); // as x
  }

  private List<Sublayer> sublayers(
      Scope stack,
      int layer,
      TokenSequence sequence,
      Optional<Memory> memory,
      FirstValues firstValues) {
    SelfAttention self =
        new SelfAttention(
            parts.attention(),
            parts.positionalEncoding().component(),
            settings.nHeads(),
            causal,
            firstValues);
    List<Sublayer> sublayers = new ArrayList<>();
    sublayers.add(
        sublayer("self_attention", layer, sequence, (s, x) -> self.apply(s, stack, x, sequence)));
    memory.ifPresent(
        m -> {
          CrossAttention cross = new CrossAttention(parts.crossAttention(), settings.nHeads());
          sublayers.add(
              sublayer("cross_attention", layer, sequence, (s, x) -> cross.apply(s, x, m)));
        });
    if (parts.feedForward().component().isPresent()) {
      sublayers.add(
          sublayer(Sublayer.FEED_FORWARD, layer, sequence, (s, x) -> feedForward(s, x, sequence)));
    }
    return sublayers;
  }

  private Tensor feedForward(Scope scope, Tensor x, TokenSequence sequence) {
    FeedForward feedForward = parts.feedForward().component();
    Dim width = Dim.of("d_ff", feedForward.width(settings.dFf()));
    return Given.like(
        x,
        feedForward,
        "transform",
        y -> feedForward.transform(scope, y, width, sequence.queryPadding())); // as x
  }

  private Sublayer sublayer(
      String sublayerName, int layer, TokenSequence sequence, Transformation transformation) {
    return new LayerPart(
        sublayerName,
        depth(layer),
        (scope, x) -> {
          Tensor change = transformation.apply(scope, x); // [batch, position, d_model]
          return sometimes(scope, scope.dropout("dropout", change, settings.dropout()), layer);
        },
        (scope, normName, x) -> normalize(scope, normName, x, sequence));
  }

  private Depth depth(int layer) {
    Architecture architecture = settings.architecture();
    return new Depth(
        causal ? Depth.Stack.DECODER : Depth.Stack.ENCODER,
        layer,
        architecture.hasEncoder() ? settings.nLayers() : 0,
        architecture.hasDecoder() ? settings.nLayers() : 0);
  }

  /**
   * Stochastic depth: in training, zeros for some examples, for the more the later the layer is;
   * scaled so that the mean stays. Huang et al. (2016), arXiv:1603.09382, eq. 2, 4 and 5.
   *
   * @param change [batch, position, d_model]
   * @return [batch, position, d_model]
   */
  private Tensor sometimes(Scope scope, Tensor change, int layer) {
    double probability = settings.stochasticDepth() * (layer + 1) / settings.nLayers();
    if (scope.mode() != Mode.TRAINING || probability == 0) {
      return change; // [batch, position, d_model]
    }
    Shape examples = Shape.of(change.dim(0), Dim.one(), Dim.one());
    Tensor kept =
        scope.uniform("stochastic_depth", examples).greaterOrEqual(probability); // [batch, 1, 1]
    return kept.where(change.multiply(1 / (1 - probability)), 0); // [batch, position, d_model]
  }

  /** From [batch, position, d_model] to the same. */
  private interface Transformation {
    Tensor apply(Scope scope, Tensor x);
  }

  /** From [batch, position, d] to the same, with parameters under a name. */
  private interface Norm {
    Tensor apply(Scope scope, String name, Tensor x);
  }

  private record LayerPart(String name, Depth depth, Transformation transformation, Norm norm)
      implements Sublayer {
    @Override
    public Tensor apply(Scope scope, Tensor x) {
      return transformation.apply(scope, x); // [batch, position, d_model]
    }

    @Override
    public Tensor normalize(Scope scope, String normName, Tensor x) {
      return norm.apply(scope, normName, x); // [batch, position, d_model]
    }
  }
}
