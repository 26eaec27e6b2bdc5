package org.ablate.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Depth;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Placement;
import org.ablate.plugin.Sublayer;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Op;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

class StackTest {
  /** A few roundings of numbers near 1 in double precision. */
  private static final double TOLERANCE = 1e-12;

  private static final Map<String, Array> TOKENS =
      Map.of("tokens", Array.of(new long[] {6, 7, 8, 9, 10, 6}, 2, 3));

  @Test
  void tied_layers_have_the_parameters_of_one() {
    assertEquals(
        parameters(model(1, 0, false, Parts.PLAIN).inference()),
        parameters(model(3, 0, true, Parts.PLAIN).inference()));
  }

  @Test
  void tied_layers_compute_what_untied_ones_of_the_same_weights_do() {
    Graph tied = model(2, 0, true, Parts.PLAIN).inference();
    Map<String, Array> weights = tied.initialWeights(1);
    Map<String, Array> twice = new HashMap<>(weights);
    weights.forEach((name, value) -> twice.put(name.replace("layer.0", "layer.1"), value));

    assertArrayEquals(
        logits(model(2, 0, false, Parts.PLAIN).inference(), twice),
        logits(tied, weights),
        TOLERANCE);
  }

  @Test
  void without_stochastic_depth_nothing_is_drawn() {
    assertEquals(List.of(), model(2, 0, false, Parts.PLAIN).training(0).randoms());
    assertEquals(List.of(), model(2, 0.5, false, Parts.PLAIN).inference().randoms());
  }

  @Test
  void stochastic_depth_draws_a_number_for_each_example_and_sublayer() {
    assertEquals(
        Map.of(
            "decoder.layer.0.self_attention.stochastic_depth", "[batch, 1, 1]",
            "decoder.layer.0.feed_forward.stochastic_depth", "[batch, 1, 1]",
            "decoder.layer.1.self_attention.stochastic_depth", "[batch, 1, 1]",
            "decoder.layer.1.feed_forward.stochastic_depth", "[batch, 1, 1]"),
        model(2, 0.5, false, Parts.PLAIN).training(0).randoms().stream()
            .collect(Collectors.toMap(Op.Random::name, random -> random.shape().toString())));
  }

  @Test
  void an_example_does_without_the_sublayers_whose_number_is_below_their_probability() {
    // probabilities 0.25 in the first layer and 0.5 in the second
    double[] stream =
        doubling(
            Map.of(
                "decoder.layer.0.self_attention.stochastic_depth", new double[] {0.3, 0.2},
                "decoder.layer.0.feed_forward.stochastic_depth", new double[] {0.3, 0.2},
                "decoder.layer.1.self_attention.stochastic_depth", new double[] {0.6, 0.4},
                "decoder.layer.1.feed_forward.stochastic_depth", new double[] {0.4, 0.4}));

    assertEquals((1 + 2 / 0.75) * (1 + 2 / 0.75) * (1 + 2 / 0.5), stream[0], TOLERANCE);
    assertEquals(1, stream[1], TOLERANCE);
  }

  @Test
  void a_placement_is_told_where_it_is() {
    Recording recording = new Recording(new ArrayList<>());
    Parts.model(Architecture.ENCODER_DECODER, Parts.withPlacement("recording", recording), true)
        .inference();

    assertEquals(
        List.of(
            new Depth(Depth.Stack.ENCODER, 0, 2, 2),
            new Depth(Depth.Stack.ENCODER, 1, 2, 2),
            new Depth(Depth.Stack.DECODER, 0, 2, 2),
            new Depth(Depth.Stack.DECODER, 1, 2, 2)),
        recording.depths().stream().distinct().toList());
  }

  @Test
  void a_probability_of_one_is_refused() {
    assertEquals(
        "stochastic_depth must be in [0, 1), got 1.0",
        assertThrows(IllegalArgumentException.class, () -> model(2, 1, false, Parts.PLAIN))
            .getMessage());
  }

  /** By how much each example's stream grows, where each sub-layer doubles what it sees. */
  private static double[] doubling(Map<String, double[]> noise) {
    Components parts =
        new Components(
            new Choice<Mixer>("twice", new Twice()),
            Parts.PLAIN.crossAttention(),
            Parts.PLAIN.positionalEncoding(),
            Parts.PLAIN.normalization(),
            new Choice<>("twice", new Parts.Costly()),
            new Choice<>("sum", new Sum()));
    Graph graph = model(2, 0.5, false, parts).training(0);
    Map<String, Array> given = new HashMap<>(graph.initialWeights(1));
    given.putAll(TOKENS);
    noise.forEach((name, values) -> given.put(name, Array.of(values, 2, 1, 1)));
    given.put("labels", Array.of(new long[] {7, 8, 9, 10, 6, 7}, 2, 3));
    Map<String, Array> probes = Interpreter.evaluate(graph, given, given).probes();
    double[] before = probes.get("decoder.embedding.positioned").toDoubles();
    double[] after = probes.get("decoder.layer.1.output").toDoubles();
    int example = before.length / 2;
    return new double[] {after[0] / before[0], after[example] / before[example]};
  }

  private static double[] logits(Graph graph, Map<String, Array> weights) {
    return Interpreter.run(graph, TOKENS, weights).get("logits").toDoubles();
  }

  private static List<String> parameters(Graph graph) {
    return graph.parameters().stream().map(Op.Parameter::name).toList();
  }

  private static Transformer model(
      int layers, double stochasticDepth, boolean tiedLayers, Components parts) {
    return new Transformer(
        new TransformerSettings(
            Architecture.DECODER, 8, 2, layers, 16, 0, stochasticDepth, tiedLayers, true, true),
        parts,
        11,
        11,
        OutputHead.POSITION,
        false);
  }

  private record Sum() implements Placement {}

  /** Doubles each token. */
  private record Twice() implements TokenMixer {
    @Override
    public Tensor mix(Scope scope, Tensor x, Sequence sequence) {
      return x.multiply(2); // [batch, position, d_model]
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.allOf(Capability.class);
    }
  }

  /** Keeps where it was used. */
  private record Recording(List<Depth> depths) implements Placement {
    @Override
    public Tensor residual(Scope scope, Tensor x, Sublayer sublayer) {
      depths.add(sublayer.depth());
      return x; // [batch, position, d_model]
    }
  }
}
