package org.ablate.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Scope;
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
    return outer.in(
        name,
        stack -> {
          Tensor x = embeddings; // [batch, position, d_model]
          for (int i = 0; i < settings.nLayers(); i++) {
            int layer = i;
            Tensor before = x; // [batch, position, d_model]
            x =
                stack.in(
                    "layer." + layer,
                    scope ->
                        scope.probe(
                            "output",
                            placement.layer(
                                scope, before, sublayers(layer, sequence, memory)))); // as before
          }
          return placement.finish(
              x,
              y ->
                  stack.in(
                      "norm",
                      scope ->
                          parts
                              .normalization()
                              .component()
                              .normalize(scope, y, sequence.queryPadding())));
        });
  }

  private List<Sublayer> sublayers(int layer, TokenSequence sequence, Optional<Memory> memory) {
    SelfAttention self =
        new SelfAttention(
            parts.attention(), parts.positionalEncoding().component(), settings.nHeads(), causal);
    List<Sublayer> sublayers = new ArrayList<>();
    sublayers.add(
        sublayer("self_attention", layer, sequence, (s, x) -> self.apply(s, x, sequence)));
    memory.ifPresent(
        m -> {
          CrossAttention cross = new CrossAttention(parts.crossAttention(), settings.nHeads());
          sublayers.add(
              sublayer("cross_attention", layer, sequence, (s, x) -> cross.apply(s, x, m)));
        });
    if (parts.feedForward().component().isPresent()) {
      sublayers.add(sublayer("feed_forward", layer, sequence, this::feedForward));
    }
    return sublayers;
  }

  private Tensor feedForward(Scope scope, Tensor x) {
    FeedForward feedForward = parts.feedForward().component();
    Dim width = Dim.of("d_ff", feedForward.width(settings.dFf()));
    return feedForward.transform(scope, x, width); // [batch, position, d_model]
  }

  private Sublayer sublayer(
      String sublayerName, int layer, TokenSequence sequence, Transformation transformation) {
    return new LayerPart(
        sublayerName,
        layer,
        settings.nLayers(),
        (scope, x) -> scope.dropout("dropout", transformation.apply(scope, x), settings.dropout()),
        (scope, x) ->
            parts.normalization().component().normalize(scope, x, sequence.queryPadding()));
  }

  /** From [batch, position, d_model] to the same. */
  private interface Transformation {
    Tensor apply(Scope scope, Tensor x);
  }

  private record LayerPart(
      String name, int layer, int layers, Transformation transformation, Transformation norm)
      implements Sublayer {
    @Override
    public Tensor apply(Scope scope, Tensor x) {
      return transformation.apply(scope, x); // [batch, position, d_model]
    }

    @Override
    public Tensor normalize(Scope scope, String normName, Tensor x) {
      return scope.in(normName, inner -> norm.apply(inner, x)); // [batch, position, d_model]
    }
  }
}
