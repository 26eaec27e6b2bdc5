package org.ablate.conformance;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Padding;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Evaluation;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** What takes and gives a stream of tokens, alone. */
final class TokenChecks {
  private static final int LENGTH = 4;

  /** Of a row in which what acts from some distance on is seen. */
  private static final int LONG = 40;

  private static final int[] CHANGED = {0, 1, 2, 3, 20, 39};
  private static final int D_MODEL = 8;
  static final int HEADS = 2;
  private static final int STATED_WIDTH = 12;
  private static final String SCOPE = "part";

  private final Graph graph;
  private final Map<String, Array> weights;

  private TokenChecks(Part part) {
    graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor x =
                  scope.input(
                      "x",
                      DataType.FLOAT,
                      Dim.of("batch", 1),
                      Dim.symbolic("position"),
                      Dim.of("d_model", D_MODEL)); // [batch, position, d_model]
              return Map.of("out", scope.in(SCOPE, s -> part.apply(s, x)));
            });
    weights = SmallModel.weights(graph);
  }

  /** From [batch, position, d_model] to the same. */
  private interface Part {
    Tensor apply(Scope scope, Tensor x);
  }

  static TokenChecks ofFeedForward(FeedForward feedForward) {
    Dim width = Dim.of("d_ff", feedForward.width(STATED_WIDTH));
    return new TokenChecks((scope, x) -> feedForward.transform(scope, x, width, Padding.none()));
  }

  static TokenChecks ofNormalization(Normalization normalization) {
    return new TokenChecks((scope, x) -> normalization.normalize(scope, x, Padding.none()));
  }

  static TokenChecks ofMixer(TokenMixer mixer, boolean causal) {
    TokenMixer.Sequence sequence = new TokenMixer.Sequence(Padding.none(), causal, HEADS);
    return new TokenChecks((scope, x) -> mixer.mix(scope, x, sequence));
  }

  /** What must hold for a feed-forward, and need not for a normalization. */
  static Check byItself(FeedForward feedForward) {
    return Check.of(
        "each token is transformed by itself", () -> ofFeedForward(feedForward).requireByItself());
  }

  /** Compares with a transformation of tokens, given the weights by name. */
  void compare(BiFunction<double[][], Map<String, Array>, double[][]> oracle) {
    double[][] x = tokens(LENGTH);
    double[][] actual = run(x);
    double[][] expected = oracle.apply(x, OracleChecks.named(weights, SCOPE));
    for (int position = 0; position < LENGTH; position++) {
      OracleChecks.require(
          expected[position], actual[position], "at position %d".formatted(position));
    }
  }

  private void requireByItself() {
    double[][] before = run(tokens(LONG));
    for (int changed : CHANGED) {
      double[][] x = tokens(LONG);
      Arrays.fill(x[changed], 3);
      double[][] after = run(x);
      for (int position = 0; position < LONG; position++) {
        double difference = Expect.difference(before[position], after[position]);
        if (position != changed && !(difference <= Expect.TOLERANCE)) {
          throw new ConformanceException(
              String.format(
                  Locale.ROOT,
                  "the token at position %d changes the output at position %d by %.2g, but a feed-forward transforms each token by itself",
                  changed,
                  position,
                  difference));
        }
      }
    }
  }

  private double[][] run(double[][] x) {
    double[] flat = Arrays.stream(x).flatMapToDouble(Arrays::stream).toArray();
    Map<String, Array> inputs = Map.of("x", Array.of(flat, 1, x.length, D_MODEL));
    Evaluation evaluation = Interpreter.evaluate(graph, inputs, weights);
    double[] out = evaluation.outputs().get("out").toDoubles();
    double[][] split = new double[x.length][];
    Arrays.setAll(split, i -> Arrays.copyOfRange(out, i * D_MODEL, (i + 1) * D_MODEL));
    return split;
  }

  private static double[][] tokens(int length) {
    SplittableRandom random = new SplittableRandom(LENGTH);
    double[][] tokens = new double[length][];
    Arrays.setAll(tokens, i -> random.doubles(D_MODEL, -1, 1).toArray());
    return tokens;
  }
}
