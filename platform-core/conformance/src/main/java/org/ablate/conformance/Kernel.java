package org.ablate.conformance;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Evaluation;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** An attention's formula alone, on one row. */
record Kernel(Attention attention) {
  static final int HEADS = 2;
  static final int HEAD_DIM = 4;
  private static final String SCOPE = "attention";

  /** Seeds that differ, so that none of the three can stand for another. */
  private static final long QUERY = 1;

  private static final long KEY = 2;
  private static final long VALUE = 3;

  /**
   * What it is given.
   *
   * @param key [head, key, head_dim], of which the first key-value heads are used
   * @param value [head, key, head_dim], likewise
   * @param tokens which keys are no padding
   * @param scores what is added to scores: [head, query, key]
   */
  record Row(
      int queries,
      int keys,
      double[] key,
      double[] value,
      boolean causal,
      boolean[] tokens,
      Optional<double[]> scores) {

    /** Random keys and values, all of them tokens, that every query may attend to. */
    static Row of(int queries, int keys) {
      boolean[] tokens = new boolean[keys];
      Arrays.fill(tokens, true);
      return new Row(
          queries, keys, random(KEY, keys), random(VALUE, keys), false, tokens, Optional.empty());
    }

    /** With other keys and values at the positions from one to another. */
    Row changed(int from, int to) {
      return new Row(
          queries, keys, filled(key, from, to), filled(value, from, to), causal, tokens, scores);
    }

    private double[] filled(double[] of, int from, int to) {
      double[] filled = of.clone();
      for (int start = 0; start < filled.length; start += keys * HEAD_DIM) {
        Arrays.fill(filled, start + from * HEAD_DIM, start + to * HEAD_DIM, 5);
      }
      return filled;
    }

    /** With values that tell their keys: a one at the key's number, so that outputs are weights. */
    Row marked() {
      double[] ones = new double[value.length];
      for (int start = 0; start < ones.length; start += keys * HEAD_DIM) {
        for (int at = 0; at < keys; at++) {
          ones[start + at * HEAD_DIM + at] = 1;
        }
      }
      return new Row(queries, keys, key, ones, causal, tokens, scores);
    }

    Row tokens(boolean... isToken) {
      return new Row(queries, keys, key, value, causal, isToken, scores);
    }

    Row scores(double[] added) {
      return new Row(queries, keys, key, value, causal, tokens, Optional.of(added));
    }

    Row isCausal() {
      return new Row(queries, keys, key, value, true, tokens, scores);
    }

    /** Whether a query may attend to a key; the last query is at the position of the last key. */
    boolean allows(int query, int key) {
      return tokens[key] && (!causal || key <= query + keys - queries);
    }
  }

  /** What it is given, and the graph of it. */
  private record Use(Graph graph, Map<String, Array> inputs, Map<String, Array> weights) {}

  /** The outputs: [head, query, head_dim]. */
  double[] attend(Row row) {
    return evaluate(row).outputs().get("out").toDoubles();
  }

  /** What it calls its weights, [head, query, key], where it does. */
  Optional<double[]> weights(Row row) {
    Array weights = evaluate(row).probes().get(SCOPE + ".weights");
    return Optional.ofNullable(weights)
        .filter(w -> w.size() == HEADS * row.queries() * row.keys())
        .map(Array::toDoubles);
  }

  /** The parts of a bias that it was given and did not ask for. */
  Set<AttentionBias.Part> dropped(Row row) {
    AttentionBias[] given = new AttentionBias[1];
    graph(row, given);
    return given[0].dropped();
  }

  /** What an oracle is given for the same row. */
  Oracle.Heads given(Row row) {
    Use use = use(row);
    int keyValueHeads = keyValueHeads();
    boolean[][] allowed = new boolean[row.queries()][row.keys()];
    for (int query = 0; query < row.queries(); query++) {
      for (int key = 0; key < row.keys(); key++) {
        allowed[query][key] = row.allows(query, key);
      }
    }
    return new Oracle.Heads(
        split(use.inputs().get("query").toDoubles(), HEADS, row.queries()),
        split(use.inputs().get("key").toDoubles(), keyValueHeads, row.keys()),
        split(use.inputs().get("value").toDoubles(), keyValueHeads, row.keys()),
        allowed,
        row.scores().map(scores -> split(scores, HEADS, row.queries())),
        OracleChecks.named(use.weights(), SCOPE));
  }

  private int keyValueHeads() {
    int heads = attention.keyValueHeads(HEADS);
    if (heads < 1 || heads > HEADS) {
      throw new ConformanceException(
          "keyValueHeads(%d) is %d, but must be 1 to %d".formatted(HEADS, heads, HEADS));
    }
    return heads;
  }

  private Evaluation evaluate(Row row) {
    Use use = use(row);
    return Interpreter.evaluate(use.graph(), use.inputs(), use.weights());
  }

  private Use use(Row row) {
    int keyValueHeads = keyValueHeads();
    Graph graph = graph(row, new AttentionBias[1]);
    Map<String, Array> inputs = new LinkedHashMap<>();
    inputs.put("query", heads(random(QUERY, row.queries()), HEADS, row.queries()));
    inputs.put("key", heads(row.key(), keyValueHeads, row.keys()));
    inputs.put("value", heads(row.value(), keyValueHeads, row.keys()));
    inputs.put("tokens", Array.of(row.tokens(), 1, row.keys()));
    row.scores()
        .ifPresent(
            scores -> inputs.put("scores", Array.of(scores, 1, HEADS, row.queries(), row.keys())));
    return new Use(graph, inputs, SmallModel.weights(graph));
  }

  private Graph graph(Row row, AttentionBias[] given) {
    Dim batch = Dim.of("batch", 1);
    Dim head = Dim.of("head", HEADS);
    Dim query = Dim.of("query", row.queries());
    Dim key = Dim.of("key", row.keys());
    Dim headDim = Dim.of("head_dim", HEAD_DIM);
    Dim keyValueHead = Dim.of("head", keyValueHeads());
    return Graph.trace(
        Mode.INFERENCE,
        scope -> {
          Tensor q =
              scope.input("query", DataType.FLOAT, batch, head, query, headDim); // [b, h, query, d]
          Tensor k = scope.input("key", DataType.FLOAT, batch, keyValueHead, key, headDim);
          Tensor v = scope.input("value", DataType.FLOAT, batch, keyValueHead, key, headDim);
          Tensor tokens = scope.input("tokens", DataType.BOOLEAN, batch, key); // [batch, key]
          AttentionBias bias = AttentionBias.of(row.causal(), Padding.of(tokens));
          if (row.scores().isPresent()) {
            bias = bias.plus(scope.input("scores", DataType.FLOAT, batch, head, query, key));
          }
          given[0] = bias;
          return Map.of("out", attend(scope, q, k, v, bias));
        });
  }

  private Tensor attend(Scope scope, Tensor q, Tensor k, Tensor v, AttentionBias bias) {
    return scope.in(
        SCOPE,
        s ->
            attention.attend(
                s, attention.queries(s, q), attention.keys(s, k), v, bias)); // [b, h, query, hd]
  }

  private static double[] random(long seed, int positions) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.doubles((long) HEADS * positions * HEAD_DIM, -1, 1).toArray();
  }

  /** The first heads: [1, head, position, head_dim]. */
  private static Array heads(double[] all, int heads, int positions) {
    double[] kept = Arrays.copyOf(all, heads * positions * HEAD_DIM);
    return Array.of(kept, 1, heads, positions, HEAD_DIM);
  }

  private static double[][][] split(double[] flat, int heads, int positions) {
    int width = flat.length / heads / positions;
    double[][][] split = new double[heads][positions][];
    for (int head = 0; head < heads; head++) {
      for (int position = 0; position < positions; position++) {
        int from = (head * positions + position) * width;
        split[head][position] = Arrays.copyOfRange(flat, from, from + width);
      }
    }
    return split;
  }
}
