package org.ablate.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Tensor;

/** What an attention must do: what every model must, and what its heads must. */
final class MixerChecks {
  private static final int HEADS = 2;
  private static final int HEAD_DIM = 4;
  private static final int QUERIES = 3;
  private static final int KEYS = 5;

  /** A score so low that its key has no weight. */
  private static final double NEVER = -1e9;

  private final Mixer mixer;

  MixerChecks(Mixer mixer) {
    this.mixer = mixer;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    if (mixer instanceof Attention attention) {
      checks.add(
          Check.of(
              "a query that may attend to nothing gives zeros", () -> nothingAllowed(attention)));
      if (can(Capability.CROSS)) {
        checks.add(
            Check.of("keys that are padding have no influence", () -> paddedKeys(attention)));
      }
      if (can(Capability.SCORE_BIAS) && can(Capability.CROSS)) {
        checks.add(Check.of("a bias on scores is honoured", () -> biasHonoured(attention)));
      }
    }
    return checks;
  }

  private boolean can(Capability capability) {
    return mixer.capabilities().contains(capability);
  }

  private void nothingAllowed(Attention attention) {
    int keys = can(Capability.CROSS) ? KEYS : QUERIES;
    double[] out = attend(attention, keys, values(keys, 2), new boolean[keys], false);
    double largest = Arrays.stream(out).map(Math::abs).max().orElse(0);
    if (!(largest == 0)) {
      throw new ConformanceException(
          "where every key is padding the output should be zeros, but is up to %.2g"
              .formatted(largest));
    }
  }

  private void paddedKeys(Attention attention) {
    boolean[] tokens = new boolean[KEYS];
    Arrays.fill(tokens, 0, 3, true);
    double[] changed = changedKeys(attention, 3, KEYS);
    double difference =
        Expect.difference(
            attend(attention, KEYS, values(KEYS, HEADS), tokens, false),
            attend(attention, KEYS, changed, tokens, false));
    if (!(difference <= Expect.TOLERANCE)) {
      throw new ConformanceException(
          "keys and values that are padding change the output by %.2g".formatted(difference));
    }
  }

  private void biasHonoured(Attention attention) {
    boolean[] tokens = new boolean[KEYS];
    Arrays.fill(tokens, true);
    double[] changed = changedKeys(attention, 0, 1);
    double difference =
        Expect.difference(
            attend(attention, KEYS, values(KEYS, HEADS), tokens, true),
            attend(attention, KEYS, changed, tokens, true));
    if (!(difference <= Expect.TOLERANCE)) {
      throw new ConformanceException(
          "a bias of %.0e on the score of a key should leave it no weight, but its value changes the output by %.2g"
              .formatted(NEVER, difference));
    }
  }

  /** Keys and values that differ from the others in the positions from one to another. */
  private static double[] changedKeys(Attention attention, int from, int to) {
    double[] changed = values(KEYS, HEADS);
    for (int head = 0; head < attention.keyValueHeads(HEADS); head++) {
      int start = head * KEYS * HEAD_DIM;
      Arrays.fill(changed, start + from * HEAD_DIM, start + to * HEAD_DIM, 5);
    }
    return changed;
  }

  /** The kernel alone, on one row: [head, query, head_dim]. */
  private double[] attend(
      Attention attention, int keys, double[] keyValues, boolean[] isToken, boolean hideFirst) {
    int keyValueHeads = attention.keyValueHeads(HEADS);
    Dim batch = Dim.of("batch", 1);
    Dim headDim = Dim.of("head_dim", HEAD_DIM);
    Dim key = Dim.of("key", keys);
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor q =
                  scope.input(
                      "query",
                      DataType.FLOAT,
                      batch,
                      Dim.of("head", HEADS),
                      Dim.of("query", QUERIES),
                      headDim); // [batch, head, query, head_dim]
              Dim head = Dim.of("head", keyValueHeads);
              Tensor k = scope.input("key", DataType.FLOAT, batch, head, key, headDim);
              Tensor v = scope.input("value", DataType.FLOAT, batch, head, key, headDim);
              Tensor tokens = scope.input("tokens", DataType.BOOLEAN, batch, key); // [batch, key]
              AttentionBias bias = AttentionBias.of(false, Padding.of(tokens));
              if (hideFirst) {
                Tensor first = scope.range(key).equal(0).toFloat(); // [key]
                bias = bias.plus(first.multiply(NEVER).reshape(batch, batch, batch, key));
              }
              AttentionBias whole = bias;
              return Map.of("out", scope.in("attention", s -> attention.attend(s, q, k, v, whole)));
            });
    Array heads = Array.of(values(QUERIES, HEADS), 1, HEADS, QUERIES, HEAD_DIM);
    Array kv =
        Array.of(
            Arrays.copyOf(keyValues, keyValueHeads * keys * HEAD_DIM),
            1,
            keyValueHeads,
            keys,
            HEAD_DIM);
    Map<String, Array> inputs =
        Map.of("query", heads, "key", kv, "value", kv, "tokens", Array.of(isToken, 1, keys));
    return Interpreter.run(graph, inputs, SmallModel.weights(graph)).get("out").toDoubles();
  }

  private static double[] values(int positions, int heads) {
    SplittableRandom random = new SplittableRandom(positions);
    return random.doubles((long) heads * positions * HEAD_DIM, -1, 1).toArray();
  }
}
