package org.ablate.plugins.feed_forward;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Padding;
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
 * A feed-forward on random tokens with random weights.
 *
 * @param graph from {@code x} to {@code y} and, in training, to the losses that it adds
 * @param tokens [token][d_model]
 * @param values of all parameters, by name
 */
record Weights(Graph graph, double[][] tokens, Map<String, Array> values) {
  static final int TOKENS = 5;
  static final int D_MODEL = 4;
  static final int D_FF = 6;

  static Weights of(FeedForward feedForward) {
    return of(feedForward, Mode.INFERENCE);
  }

  static Weights of(FeedForward feedForward, Mode mode) {
    return of(feedForward, mode, scope -> Padding.none());
  }

  static Weights of(FeedForward feedForward, Mode mode, Function<Scope, Padding> padding) {
    Graph graph =
        Graph.trace(
            mode,
            scope -> {
              Tensor x =
                  scope.input(
                      "x",
                      DataType.FLOAT,
                      Dim.one(),
                      Dim.of("position", TOKENS),
                      Dim.of("d_model", D_MODEL)); // [1, position, d_model]
              Map<String, Tensor> outputs = new LinkedHashMap<>();
              outputs.put(
                  "y", feedForward.transform(scope, x, Dim.of("d_ff", D_FF), padding.apply(scope)));
              outputs.putAll(scope.auxiliaryLosses());
              return outputs;
            });
    SplittableRandom random = new SplittableRandom(1);
    double[][] tokens = new double[TOKENS][];
    Arrays.setAll(tokens, token -> random.doubles(D_MODEL, -1, 1).toArray());
    Map<String, Array> values = new LinkedHashMap<>();
    for (Op.Parameter parameter : graph.parameters()) {
      int size = Math.toIntExact(parameter.shape().elements().constant());
      double[] drawn = random.doubles(size, -1, 1).toArray();
      values.put(parameter.name(), Array.of(drawn, parameter.shape().sizes()));
    }
    return new Weights(graph, tokens, values);
  }

  /** The numbers of a parameter, in row-major order. */
  double[] get(String name) {
    return values.get(name).toDoubles();
  }

  double[] output(String name) {
    Array x =
        Array.of(
            Arrays.stream(tokens).flatMapToDouble(Arrays::stream).toArray(), 1, TOKENS, D_MODEL);
    return Interpreter.run(graph, Map.of("x", x), values).get(name).toDoubles();
  }

  /** What is made of a token. */
  double[] transformed(int token) {
    return Arrays.copyOfRange(output("y"), token * D_MODEL, (token + 1) * D_MODEL);
  }
}
