package org.ablate.verification;

import static org.ablate.verification.ComponentCase.D_MODEL;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ablate.plugin.Depth;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** The parts of a layer that take and give a stream of vectors. */
final class LayerCases {
  private static final int STATED_WIDTH = 48;

  private LayerCases() {}

  /** With the statistics of the batch, which training takes, and without; and of embeddings. */
  static List<ComponentCase> ofNormalization(Normalization normalization) {
    List<ComponentCase> cases = new ArrayList<>();
    for (Mode mode : List.of(Mode.INFERENCE, Mode.TRAINING)) {
      cases.addAll(
          ComponentCase.withPadding(
              mode.name().toLowerCase(Locale.ROOT),
              mode,
              (s, padding) -> normalize(s, normalization, padding)));
    }
    cases.add(
        ComponentCase.of(
            "embeddings",
            Mode.INFERENCE,
            s -> {
              Dim token = Dim.symbolic("token");
              Tensor table = s.input("table", DataType.FLOAT, token, D_MODEL); // [token, d_model]
              return normalization.normalizeEmbeddings(table); // [token, d_model]
            }));
    return cases;
  }

  private static Tensor normalize(Scope scope, Normalization normalization, Padding padding) {
    Tensor x = ComponentCase.stream(scope); // [batch, position, d_model]
    return scope.in("norm", s -> normalization.normalize(s, x, padding)); // [batch, position, d]
  }

  static List<ComponentCase> ofFeedForward(FeedForward feedForward) {
    Dim width = Dim.of("d_ff", feedForward.width(STATED_WIDTH));
    return ComponentCase.withPadding(
        "inference",
        Mode.INFERENCE,
        (scope, padding) -> {
          Tensor x = ComponentCase.stream(scope); // [batch, position, d_model]
          return scope.in("feed_forward", s -> feedForward.transform(s, x, width, padding)); // as x
        });
  }

  /** Around two sub-layers, and at the end of a stack. */
  static List<ComponentCase> ofPlacement(Placement placement) {
    List<Sublayer> sublayers =
        List.of(new LinearMap("self_attention"), new LinearMap(Sublayer.FEED_FORWARD));
    return List.of(
        ComponentCase.of(
            "inference",
            Mode.INFERENCE,
            scope -> {
              Tensor x = ComponentCase.stream(scope); // [batch, position, d_model]
              Tensor stream =
                  placement.start(x, y -> scaled(scope, "embedding_norm", y)); // the stream
              Tensor layer =
                  scope.in("layer.0", s -> placement.layer(s, stream, sublayers)); // the stream
              return placement.finish(layer, y -> scaled(scope, "norm", y)); // as layer
            }));
  }

  /** A sub-layer as small as can be. */
  private record LinearMap(String name) implements Sublayer {
    @Override
    public Tensor apply(Scope scope, Tensor x) {
      return scope.linear("map", x, x.dim(-1)); // [batch, position, d_model]
    }

    @Override
    public Tensor normalize(Scope scope, String normName, Tensor x) {
      return scaled(scope, normName, x); // [batch, position, d_model]
    }

    @Override
    public Depth depth() {
      return new Depth(Depth.Stack.ENCODER, 0, 1, 0);
    }
  }

  /** Stands for a normalization; any that has parameters will do. */
  private static Tensor scaled(Scope scope, String name, Tensor x) {
    return scope.in(
        name, s -> x.multiply(s.parameter("gain", Initializer.ONES, x.dim(-1)))); // as x
  }
}
