package org.ablate.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.tensor.Array;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Op;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What a model tells a positional encoding, and where embeddings come from. */
class PositionsTest {
  /** A few roundings of numbers near 1 in double precision. */
  private static final double TOLERANCE = 1e-12;

  private static final Map<String, Array> TOKENS =
      Map.of("tokens", Array.of(new long[] {6, 7, 8}, 1, 3));

  @Test
  void queries_and_keys_are_told_apart() {
    List<String> told = new ArrayList<>();
    Parts.model(Architecture.DECODER, with(new Telling(told)), false).inference();

    assertEquals(
        List.of(
            "a query at decoder.layer.0.self_attention.position",
            "a key at decoder.layer.0.self_attention.position",
            "scores that are causal"),
        told.subList(0, 3));
  }

  @Test
  void scores_of_an_encoder_are_not_causal_and_those_of_a_decoder_are() {
    List<String> told = new ArrayList<>();
    Parts.model(Architecture.ENCODER_DECODER, with(new Telling(told)), true).inference();

    assertEquals(
        List.of(
            "scores that are not causal",
            "scores that are not causal",
            "scores that are causal",
            "scores that are causal"),
        told.stream().filter(line -> line.startsWith("scores")).toList());
  }

  @Test
  void tokens_stand_where_the_encoding_places_them() {
    Graph graph = Parts.model(Architecture.DECODER, with(new Placed()), false).inference();

    Map<String, Array> probes =
        Interpreter.evaluate(graph, TOKENS, graph.initialWeights(1)).probes();
    assertArrayEquals(
        new double[] {5, 6, 7}, probes.get("decoder.embedding.position.seen").toDoubles());
    assertArrayEquals(
        new double[] {5, 6, 7},
        probes.get("decoder.layer.1.self_attention.position.seen").toDoubles());
  }

  @Test
  void places_are_drawn_once_for_all_layers() {
    Graph graph = Parts.model(Architecture.DECODER, with(new Drawn()), false).training(0);

    assertEquals(
        List.of("decoder.places.shift"), graph.randoms().stream().map(Op.Random::name).toList());
  }

  @Test
  void embeddings_are_scaled_before_or_after_the_encoding_sees_them_as_it_says() {
    double[] plain = positioned(new OneMore(false));
    double[] scaledTogether = positioned(new OneMore(true));

    double scale = Math.sqrt(8); // d_model of these models
    for (int i = 0; i < plain.length; i++) {
      assertEquals(plain[i] - 1 + scale, scaledTogether[i], TOLERANCE);
    }
  }

  private static double[] positioned(PositionalEncoding encoding) {
    Graph graph = Parts.model(Architecture.DECODER, with(encoding), false).inference();
    return Interpreter.evaluate(graph, TOKENS, graph.initialWeights(1))
        .probes()
        .get("decoder.embedding.positioned")
        .toDoubles();
  }

  @Test
  void each_layer_has_parameters_of_its_own() {
    assertEquals(
        List.of(
            "decoder.layer.0.self_attention.position.offset",
            "decoder.layer.1.self_attention.position.offset"),
        offsets(new Offset(false)));
  }

  @Test
  void layers_share_parameters_if_the_encoding_says_so() {
    assertEquals(List.of("decoder.position.offset"), offsets(new Offset(true)));
  }

  private static List<String> offsets(Offset encoding) {
    Graph graph = Parts.model(Architecture.DECODER, with(encoding), false).inference();
    return graph.parameters().stream()
        .map(Op.Parameter::name)
        .filter(name -> name.endsWith("offset"))
        .toList();
  }

  @Test
  void embeddings_are_used_as_the_normalization_gives_them() {
    Graph doubled = Parts.model(Architecture.DECODER, with(new Multiplying(2)), false).inference();
    Graph plain = Parts.model(Architecture.DECODER, with(new Multiplying(1)), false).inference();
    Map<String, Array> weights = doubled.initialWeights(1);
    Map<String, Array> twice = new HashMap<>(weights);
    Array table = weights.get("embedding.weight");
    double[] values = table.toDoubles();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
    twice.put("embedding.weight", Array.of(values, table.shape()));

    assertArrayEquals(
        Interpreter.run(plain, TOKENS, twice).get("logits").toDoubles(),
        Interpreter.run(doubled, TOKENS, weights).get("logits").toDoubles(),
        TOLERANCE);
  }

  private static Components with(PositionalEncoding encoding) {
    return Parts.withPositions("checked", encoding);
  }

  private static Components with(Normalization normalization) {
    return new Components(
        Parts.PLAIN.attention(),
        Parts.PLAIN.crossAttention(),
        Parts.PLAIN.positionalEncoding(),
        new Choice<>("checked", normalization),
        Parts.PLAIN.feedForward(),
        Parts.PLAIN.placement());
  }

  /** Writes down what it is told. */
  private record Telling(List<String> told) implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.QUERIES_AND_KEYS, Place.SCORES);
    }

    @Override
    public Tensor encodeQuery(Scope scope, Tensor query, Tensor positions) {
      told.add("a query at " + scope.path());
      return query; // [batch, head, position, head_dim]
    }

    @Override
    public Tensor encodeKey(Scope scope, Tensor key, Tensor positions) {
      told.add("a key at " + scope.path());
      return key; // [batch, head, position, head_dim]
    }

    @Override
    public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
      told.add(positions.causal() ? "scores that are causal" : "scores that are not causal");
      return positions.distance(); // [batch or 1, 1, query, key]
    }
  }

  /** Has tokens stand five later than they are counted. */
  private record Placed() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.EMBEDDINGS, Place.SCORES);
    }

    @Override
    public Positions place(Scope scope, Positions counted) {
      return new Positions(counted.query().add(5), counted.key().add(5), counted.causal());
    }

    @Override
    public Tensor encodeEmbeddings(Scope scope, Tensor embeddings, Tensor positions) {
      scope.probe("seen", positions);
      return embeddings; // [batch, position, d_model]
    }

    @Override
    public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
      scope.probe("seen", positions.key());
      return positions.distance(); // [batch or 1, 1, query, key]
    }
  }

  /** Has all tokens stand later by a number that is drawn. */
  private record Drawn() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.SCORES);
    }

    @Override
    public Positions place(Scope scope, Positions counted) {
      Tensor shift = scope.uniform("shift", Shape.of()).multiply(9).toInteger(); // []
      return new Positions(counted.query().add(shift), counted.key().add(shift), counted.causal());
    }

    @Override
    public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
      return positions.distance(); // [batch or 1, 1, query, key]
    }
  }

  /** Adds one to embeddings. */
  private record OneMore(boolean isScaledWithEmbeddings) implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.EMBEDDINGS);
    }

    @Override
    public Tensor encodeEmbeddings(Scope scope, Tensor embeddings, Tensor positions) {
      return embeddings.add(1); // [batch, position, d_model]
    }
  }

  /** Adds a learned number to scores. */
  private record Offset(boolean sharedAcrossLayers) implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.SCORES);
    }

    @Override
    public Tensor scoreBias(Scope scope, Tensor query, Tensor key, Positions positions) {
      Tensor offset = scope.parameter("offset", Initializer.ONES, Dim.one()); // [1]
      return positions.distance().multiply(offset); // [batch or 1, 1, query, key]
    }
  }

  /** Multiplies embeddings. */
  private record Multiplying(double factor) implements Normalization {
    @Override
    public Tensor normalize(Scope scope, Tensor x, Padding padding) {
      return x; // [batch, position, d_model]
    }

    @Override
    public Tensor normalizeEmbeddings(Tensor table) {
      return table.multiply(factor); // [token, d_model]
    }
  }
}
