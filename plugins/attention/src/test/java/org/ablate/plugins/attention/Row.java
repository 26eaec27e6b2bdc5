package org.ablate.plugins.attention;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Op;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/**
 * One row of queries, keys and values, as attention is given it.
 *
 * @param query [head][query][head_dim]
 * @param key [key_value_head][key][head_dim]
 * @param value [key_value_head][key][head_dim]
 * @param causal whether a query sees no key after it; the last query is at the last key
 * @param tokens which keys are no padding
 * @param bias what is added to scores: [head][query][key]
 */
record Row(
    double[][][] query,
    double[][][] key,
    double[][][] value,
    boolean causal,
    boolean[] tokens,
    double[][][] bias) {
  static final int HEAD_DIM = 4;

  /** Random numbers, no padding, and nothing added to scores. */
  static Row of(int heads, int keyValueHeads, int queries, int keys) {
    SplittableRandom random = new SplittableRandom(heads * 100L + queries * 10L + keys);
    boolean[] tokens = new boolean[keys];
    Arrays.fill(tokens, true);
    return new Row(
        numbers(random, heads, queries, HEAD_DIM),
        numbers(random, keyValueHeads, keys, HEAD_DIM),
        numbers(random, keyValueHeads, keys, HEAD_DIM),
        false,
        tokens,
        new double[heads][queries][keys]);
  }

  Row withCausality() {
    return new Row(query, key, value, true, tokens, bias);
  }

  Row withPadding(int... paddedKeys) {
    boolean[] fewer = tokens.clone();
    for (int padded : paddedKeys) {
      fewer[padded] = false;
    }
    return new Row(query, key, value, causal, fewer, bias);
  }

  Row withBias() {
    double[][][] added = numbers(new SplittableRandom(5), query.length, queries(), keys());
    return new Row(query, key, value, causal, tokens, added);
  }

  int queries() {
    return query[0].length;
  }

  int keys() {
    return tokens.length;
  }

  /** How far a key is after a query. */
  int distance(int i, int j) {
    return j - (i + keys() - queries());
  }

  /** Whether what a query finds goes anywhere: in self-attention a query can be padding. */
  boolean isUsed(int i) {
    return queries() != keys() || tokens[i];
  }

  /** Whether a query may attend to a key. */
  boolean allows(int i, int j) {
    return tokens[j] && !(causal && distance(i, j) > 0);
  }

  /** What an attention makes of the row: [head][query][head_dim]. */
  double[][][] through(Attention attention, Map<String, double[]> weights) {
    Graph graph = graph(attention);
    Map<String, Array> inputs = new LinkedHashMap<>();
    inputs.put("query", array(query));
    inputs.put("key", array(key));
    inputs.put("value", array(value));
    inputs.put("tokens", Array.of(tokens, 1, keys()));
    inputs.put("bias", array(bias));
    Map<String, Array> values = new LinkedHashMap<>();
    for (Op.Parameter parameter : graph.parameters()) {
      values.put(
          parameter.name(), Array.of(weights.get(parameter.name()), parameter.shape().sizes()));
    }
    for (Op.Buffer buffer : graph.buffers()) {
      values.put(buffer.name(), Array.of(weights.get(buffer.name()), buffer.shape().sizes()));
    }
    double[] flat = Interpreter.run(graph, inputs, values).get("out").toDoubles();
    double[][][] out = new double[query.length][queries()][];
    for (int h = 0; h < out.length; h++) {
      for (int i = 0; i < queries(); i++) {
        int from = (h * queries() + i) * HEAD_DIM;
        out[h][i] = Arrays.copyOfRange(flat, from, from + HEAD_DIM);
      }
    }
    return out;
  }

  /** Random values for the parameters and buffers of an attention, by name. */
  Map<String, double[]> weights(Attention attention) {
    Graph graph = graph(attention);
    Map<String, double[]> weights = new LinkedHashMap<>();
    graph.parameters().forEach(p -> weights.put(p.name(), numbers(p.name(), p.shape())));
    graph.buffers().forEach(b -> weights.put(b.name(), numbers(b.name(), b.shape())));
    return weights;
  }

  private static double[] numbers(String name, Shape shape) {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    return random.doubles(shape.elements().constant(), -1, 1).toArray();
  }

  private Graph graph(Attention attention) {
    boolean addsToScores = attention.capabilities().contains(Capability.SCORE_BIAS);
    return Graph.trace(
        Mode.INFERENCE,
        scope -> {
          Dim batch = Dim.of("batch", 1);
          Dim head = Dim.of("head", query.length);
          Dim keyValueHead = Dim.of("head", key.length);
          Dim queries = Dim.of("query", queries());
          Dim keys = Dim.of("key", keys());
          Dim width = Dim.of("head_dim", HEAD_DIM);
          Tensor q = scope.input("query", DataType.FLOAT, batch, head, queries, width);
          Tensor k = scope.input("key", DataType.FLOAT, batch, keyValueHead, keys, width);
          Tensor v = scope.input("value", DataType.FLOAT, batch, keyValueHead, keys, width);
          Tensor isToken = scope.input("tokens", DataType.BOOLEAN, batch, keys); // [batch, key]
          Tensor added = scope.input("bias", DataType.FLOAT, batch, head, queries, keys);
          AttentionBias plain = AttentionBias.of(causal, Padding.of(isToken));
          AttentionBias whole = addsToScores ? plain.plus(added) : plain;
          Tensor compared = attention.queries(scope, q); // [batch, head, query, head_dim]
          Tensor with = attention.keys(scope, k); // [batch, key_value_head, key, head_dim]
          return Map.of("out", attention.attend(scope, compared, with, v, whole)); // [b, h, q, hd]
        });
  }

  private static Array array(double[][][] values) {
    double[] flat =
        Arrays.stream(values).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).toArray();
    return Array.of(flat, 1, values.length, values[0].length, values[0][0].length);
  }

  private static double[][][] numbers(SplittableRandom random, int first, int second, int third) {
    double[][][] numbers = new double[first][second][];
    for (double[][] rows : numbers) {
      Arrays.setAll(rows, i -> random.doubles(third, -1, 1).toArray());
    }
    return numbers;
  }
}
