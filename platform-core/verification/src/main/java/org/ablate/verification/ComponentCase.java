package org.ablate.verification;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.ablate.plugin.Component;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.plugin.Placement;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Op;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * One way in which models use a component, as a graph of it alone.
 *
 * @param name the way, in words
 * @param inputs what it is run on
 * @param longest the longest sequence that it can take, where there is a limit
 */
record ComponentCase(String name, Graph graph, Inputs inputs, OptionalInt longest) {
  static final int HEADS = 4;
  static final Dim BATCH = Dim.symbolic("batch");
  static final Dim POSITION = Dim.symbolic("position");
  static final Dim HEAD_DIM = Dim.of("head_dim", 8);
  static final Dim D_MODEL = Dim.of("d_model", HEADS * HEAD_DIM.size());

  /** Weights lie up to this far from where they start, so that none is zero and hides a part. */
  private static final double SPREAD = 0.3;

  /** A way that takes floats and truth values alone. */
  static ComponentCase of(String name, Mode mode, Function<Scope, Tensor> definition) {
    return of(name, mode, Inputs.integersBelow(Map.of()), definition);
  }

  static ComponentCase of(
      String name, Mode mode, Inputs inputs, Function<Scope, Tensor> definition) {
    Graph graph = Graph.trace(mode, scope -> Map.of("output", definition.apply(scope)));
    return new ComponentCase(name, graph, inputs, OptionalInt.empty());
  }

  /** A way with tokens alone, and the same with padding among them. */
  static List<ComponentCase> withPadding(
      String name, Mode mode, BiFunction<Scope, Padding, Tensor> definition) {
    return List.of(
        of(name, mode, scope -> definition.apply(scope, Padding.none())),
        of(
            name + " with padding",
            mode,
            scope -> definition.apply(scope, Padding.of(tokens(scope, POSITION)))));
  }

  /** The first and a later call of decoding, with padding. */
  static List<ComponentCase> decoding(Function<Scope, Tensor> definition) {
    return List.of(
        of("first call of decoding", Mode.DECODING_START, ComponentCase::positive, definition),
        of("later call of decoding", Mode.DECODING_STEP, ComponentCase::positive, definition));
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

  /** The same way, with sequences that are no longer where there is a limit. */
  ComponentCase upTo(OptionalInt newLongest) {
    return new ComponentCase(name, graph, inputs, newLongest);
  }

  /**
   * The ways in which models use a component. In training only what may be another computation
   * there is run, which is normalization and where positions are; dropout and losses that
   * components add are left out, and so are gradients.
   */
  static List<ComponentCase> all(Kind kind, Component component) {
    return switch (kind) {
      case ATTENTION -> MixerCases.of((Mixer) component);
      case POSITIONAL_ENCODING -> PositionCases.of((PositionalEncoding) component);
      case NORMALIZATION -> LayerCases.ofNormalization((Normalization) component);
      case FEED_FORWARD -> LayerCases.ofFeedForward((FeedForward) component);
      case PLACEMENT -> LayerCases.ofPlacement((Placement) component);
      case TOKENIZER, TASK ->
          throw new IllegalArgumentException(
              "a %s computes no tensors, so there is nothing to compare".formatted(kind));
    };
  }

  /** [batch, position, d_model]. */
  static Tensor stream(Scope scope) {
    return scope.input("x", DataType.FLOAT, BATCH, POSITION, D_MODEL); // [batch, position, d_model]
  }

  /** Which positions hold tokens: [batch, position]. */
  static Tensor tokens(Scope scope, Dim position) {
    return scope.input("tokens", DataType.BOOLEAN, BATCH, position); // [batch, position]
  }

  /** Values for parameters near where they start, and for buffers as they start. */
  Map<String, Array> weights(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Array> weights = new LinkedHashMap<>(graph.initialWeights(seed));
    for (Op.Parameter parameter : graph.parameters()) {
      double[] values = weights.get(parameter.name()).toDoubles();
      Arrays.setAll(values, i -> values[i] + random.nextDouble(-SPREAD, SPREAD));
      weights.put(parameter.name(), Array.of(values, parameter.shape().sizes()));
    }
    return weights;
  }
}
