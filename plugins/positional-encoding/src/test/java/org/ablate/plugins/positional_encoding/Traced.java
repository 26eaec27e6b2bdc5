package org.ablate.plugins.positional_encoding;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Positions;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Op;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/**
 * What an encoding gives for one sequence, by the reference interpreter in double precision. Unless
 * it is asked for the start, parameters lie away from there, so that none hides a part of the
 * formula.
 *
 * @param out in row-major order
 * @param weights the parameters that were used, by name
 */
record Traced(double[] out, Map<String, double[]> weights) {
  private static final Dim BATCH = Dim.of("batch", 1);
  private static final double SPREAD = 0.3;

  /** Embeddings [position][d_model] with their order. */
  static Traced embeddings(PositionalEncoding encoding, double[][] x, long... positions) {
    return run(
        Map.of("x", array(x), "positions", array(positions)),
        scope -> encoding.encodeEmbeddings(scope, stream(scope, x), input(scope, "positions", x)));
  }

  /** Queries [position][head_dim] of one head with their order. */
  static double[][] queries(PositionalEncoding encoding, double[][] x, long... positions) {
    return run(
            Map.of("x", array(x), "positions", array(positions)),
            scope -> encoding.encodeQuery(scope, heads(scope, x), input(scope, "positions", x)))
        .rows(x.length);
  }

  /** Keys [position][head_dim] of one head with their order. */
  static double[][] keys(PositionalEncoding encoding, double[][] x, long... positions) {
    return run(
            Map.of("x", array(x), "positions", array(positions)),
            scope -> encoding.encodeKey(scope, heads(scope, x), input(scope, "positions", x)))
        .rows(x.length);
  }

  /** The product of a query and a key at two positions. */
  static double score(
      PositionalEncoding encoding, double[] query, long at, double[] key, long keyAt) {
    double[] q = queries(encoding, new double[][] {query}, at)[0];
    double[] k = keys(encoding, new double[][] {key}, keyAt)[0];
    double sum = 0;
    for (int i = 0; i < q.length; i++) {
      sum += q[i] * k[i];
    }
    return sum;
  }

  /** What is added to scores, for queries [head][query][head_dim] of zeros. */
  static Traced bias(
      PositionalEncoding encoding, int heads, boolean causal, long[] query, long[] key) {
    return bias(encoding, new double[heads][query.length][2], causal, query, key);
  }

  /** What one head adds to the scores of a query with each key before training. */
  static double[] biasAtStart(PositionalEncoding encoding, long query, long... key) {
    return bias(0, encoding, new double[1][1][2], true, new long[] {query}, key).out();
  }

  /** What is added to scores, for queries [head][query][head_dim]. */
  static Traced bias(
      PositionalEncoding encoding, double[][][] x, boolean causal, long[] query, long[] key) {
    return bias(SPREAD, encoding, x, causal, query, key);
  }

  private static Traced bias(
      double spread,
      PositionalEncoding encoding,
      double[][][] x,
      boolean causal,
      long[] query,
      long[] key) {
    Dim head = Dim.of("head", x.length);
    Dim width = Dim.of("head_dim", x[0][0].length);
    double[] flat =
        Arrays.stream(x).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).toArray();
    Map<String, Array> inputs =
        Map.of(
            "x", Array.of(flat, 1, x.length, query.length, x[0][0].length),
            "query", array(query),
            "key", array(key));
    return run(
        spread,
        inputs,
        scope -> {
          Dim from = Dim.of("query", query.length);
          Dim to = Dim.of("key", key.length);
          Tensor q =
              scope.input("x", DataType.FLOAT, BATCH, head, from, width); // [1, head, query, hd]
          Tensor k = q.sum(2).broadcastTo(q.shape().with(2, to)); // [1, head, key, head_dim]
          Positions positions =
              new Positions(
                  scope.input("query", DataType.INTEGER, BATCH, from), // [1, query]
                  scope.input("key", DataType.INTEGER, BATCH, to), // [1, key]
                  causal);
          Tensor bias = encoding.scoreBias(scope, q, k, positions); // [1, head or 1, query, key]
          return bias.broadcastTo(q.shape().with(3, to)); // [1, head, query, key]
        });
  }

  private static Traced run(Map<String, Array> inputs, Function<Scope, Tensor> definition) {
    return run(SPREAD, inputs, definition);
  }

  /** With parameters up to so far from where they start. */
  private static Traced run(
      double spread, Map<String, Array> inputs, Function<Scope, Tensor> definition) {
    Graph graph = Graph.trace(Mode.INFERENCE, scope -> Map.of("out", definition.apply(scope)));
    Map<String, Array> weights = new HashMap<>();
    Map<String, double[]> values = new HashMap<>();
    for (Op.Parameter parameter : graph.parameters()) {
      SplittableRandom random = new SplittableRandom(parameter.name().hashCode());
      double[] value = graph.initialWeights(1).get(parameter.name()).toDoubles();
      Arrays.setAll(value, i -> value[i] + spread * random.nextDouble(-1, 1));
      values.put(parameter.name(), value);
      weights.put(parameter.name(), Array.of(value, parameter.shape().sizes()));
    }
    return new Traced(Interpreter.run(graph, inputs, weights).get("out").toDoubles(), values);
  }

  private static Tensor stream(Scope scope, double[][] x) {
    return scope.input(
        "x",
        DataType.FLOAT,
        BATCH,
        Dim.of("position", x.length),
        Dim.of("d_model", x[0].length)); // [1, position, d_model]
  }

  private static Tensor heads(Scope scope, double[][] x) {
    return scope
        .input(
            "x",
            DataType.FLOAT,
            BATCH,
            Dim.of("position", x.length),
            Dim.of("head_dim", x[0].length))
        .unsqueeze(1); // [1, 1, position, head_dim]
  }

  private static Tensor input(Scope scope, String name, double[][] x) {
    return scope.input(
        name, DataType.INTEGER, BATCH, Dim.of("position", x.length)); // [1, position]
  }

  private static Array array(double[][] x) {
    double[] flat = Arrays.stream(x).flatMapToDouble(Arrays::stream).toArray();
    return Array.of(flat, 1, x.length, x[0].length);
  }

  private static Array array(long[] positions) {
    return Array.of(positions, 1, positions.length);
  }

  /** Random rows [rows][width], the same ones each time. */
  static double[][] random(int rows, int width) {
    SplittableRandom random = new SplittableRandom(rows);
    double[][] x = new double[rows][];
    Arrays.setAll(x, i -> random.doubles(width, -1, 1).toArray());
    return x;
  }

  double[] weight(String name) {
    return weights.get(name);
  }

  /** The output as so many rows. */
  double[][] rows(int count) {
    int width = out.length / count;
    double[][] rows = new double[count][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(out, i * width, (i + 1) * width));
    return rows;
  }
}
