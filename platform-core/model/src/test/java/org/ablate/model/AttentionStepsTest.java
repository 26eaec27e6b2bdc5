package org.ablate.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What attention makes of queries and keys before they are compared. */
class AttentionStepsTest {
  /** A few roundings of numbers near 1 in double precision. */
  private static final double TOLERANCE = 1e-12;

  private static final Array TOKENS = Array.of(new long[] {6, 7, 8}, 1, 3);
  private static final Choice<PositionalEncoding> ONE_MORE =
      new Choice<>("one-more", new OneMore());
  private static final Choice<PositionalEncoding> NOWHERE = new Choice<>("nowhere", new Nowhere());

  @Test
  void queries_change_before_they_get_positions() {
    assertArrayEquals(
        twiceAndOneMore(selfAttention("queries", plain(), NOWHERE)),
        selfAttention("queries", new Doubling(), ONE_MORE),
        TOLERANCE);
  }

  @Test
  void keys_change_before_they_get_positions() {
    assertArrayEquals(
        twiceAndOneMore(selfAttention("keys", plain(), NOWHERE)),
        selfAttention("keys", new Doubling(), ONE_MORE),
        TOLERANCE);
  }

  @Test
  void queries_to_another_sequence_change_too() {
    assertArrayEquals(
        twice(crossAttention("queries", plain())),
        crossAttention("queries", new Doubling()),
        TOLERANCE);
  }

  @Test
  void keys_of_another_sequence_change_too() {
    assertArrayEquals(
        twice(crossAttention("keys", plain())), crossAttention("keys", new Doubling()), TOLERANCE);
  }

  private static Attention plain() {
    return new Parts.DotProduct(EnumSet.allOf(Capability.class));
  }

  private static double[] selfAttention(
      String probe, Attention attention, Choice<PositionalEncoding> positions) {
    Graph graph = model(Architecture.DECODER, attention, plain(), positions).inference();
    return Interpreter.evaluate(graph, Map.of("tokens", TOKENS), graph.initialWeights(1))
        .probes()
        .get("decoder.layer.0.self_attention." + probe)
        .toDoubles();
  }

  private static double[] crossAttention(String probe, Attention attention) {
    Graph graph = model(Architecture.ENCODER_DECODER, plain(), attention, NOWHERE).inference();
    return Interpreter.evaluate(
            graph, Map.of("source", TOKENS, "target", TOKENS), graph.initialWeights(1))
        .probes()
        .get("decoder.layer.0.cross_attention." + probe)
        .toDoubles();
  }

  private static Transformer model(
      Architecture architecture,
      Attention attention,
      Attention crossAttention,
      Choice<PositionalEncoding> positions) {
    Components parts =
        new Components(
            new Choice<>("checked", attention),
            new Choice<>("checked", crossAttention),
            positions,
            Parts.PLAIN.normalization(),
            Parts.PLAIN.feedForward(),
            Parts.PLAIN.placement());
    return Parts.model(architecture, parts, false);
  }

  private static double[] twice(double[] numbers) {
    return Arrays.stream(numbers).map(x -> 2 * x).toArray();
  }

  private static double[] twiceAndOneMore(double[] numbers) {
    return Arrays.stream(numbers).map(x -> 2 * x + 1).toArray();
  }

  /** Doubles queries and keys. */
  private record Doubling() implements Attention {
    @Override
    public Tensor queries(Scope scope, Tensor query) {
      return query.multiply(2); // [batch, head, query, head_dim]
    }

    @Override
    public Tensor keys(Scope scope, Tensor key) {
      return key.multiply(2); // [batch, head, key, head_dim]
    }

    @Override
    public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
      return plain().attend(scope, query, key, value, bias); // [batch, head, query, head_dim]
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.allOf(Capability.class);
    }
  }

  /** Adds one to queries and keys. */
  private record OneMore() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.QUERIES_AND_KEYS);
    }

    @Override
    public Tensor encodeQueryOrKey(Scope scope, Tensor queryOrKey, Tensor positions) {
      return queryOrKey.add(1); // [batch, head, position, head_dim]
    }
  }

  private record Nowhere() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of();
    }
  }
}
