package org.ablate.plugins.mixing;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ablate.plugin.Padding;
import org.ablate.plugin.TokenMixer;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Op;
import org.ablate.tensor.Tensor;

/**
 * A row of tokens, as a mixer is given it.
 *
 * @param x [token][d_model]
 * @param left how many positions without a token come before them
 * @param right how many come after them
 * @param causal whether a token sees none after it
 */
record Tokens(double[][] x, int left, int right, boolean causal) {
  static final int D_MODEL = 4;
  static final int HEADS = 2;

  /** Random numbers, without padding. */
  static Tokens of(int length) {
    SplittableRandom random = new SplittableRandom(length);
    double[][] x = new double[length][];
    Arrays.setAll(x, i -> random.doubles(D_MODEL, -1, 1).toArray());
    return new Tokens(x, 0, 0, false);
  }

  Tokens withCausality() {
    return new Tokens(x, left, right, true);
  }

  Tokens withPadding(int newLeft, int newRight) {
    return new Tokens(x, newLeft, newRight, causal);
  }

  private int positions() {
    return left + x.length + right;
  }

  /** What a mixer makes of the tokens, told of the padding: [token][d_model]. */
  double[][] through(TokenMixer mixer, Map<String, double[]> weights) {
    Graph graph = graph(mixer);
    double[] flat = new double[positions() * D_MODEL];
    Arrays.fill(flat, 9); // what stands at padding must not matter
    boolean[] tokens = new boolean[positions()];
    for (int i = 0; i < x.length; i++) {
      System.arraycopy(x[i], 0, flat, (left + i) * D_MODEL, D_MODEL);
      tokens[left + i] = true;
    }
    Map<String, Array> values = new LinkedHashMap<>();
    for (Op.Parameter parameter : graph.parameters()) {
      values.put(
          parameter.name(), Array.of(weights.get(parameter.name()), parameter.shape().sizes()));
    }
    Map<String, Array> inputs =
        Map.of(
            "x", Array.of(flat, 1, positions(), D_MODEL),
            "tokens", Array.of(tokens, 1, positions()));
    double[] out = Interpreter.run(graph, inputs, values).get("out").toDoubles();
    return IntStream.range(left, left + x.length)
        .mapToObj(i -> Arrays.copyOfRange(out, i * D_MODEL, (i + 1) * D_MODEL))
        .toArray(double[][]::new);
  }

  /** Random values for the parameters of a mixer, by name. */
  Map<String, double[]> weights(TokenMixer mixer) {
    Map<String, double[]> weights = new LinkedHashMap<>();
    for (Op.Parameter parameter : graph(mixer).parameters()) {
      SplittableRandom random = new SplittableRandom(parameter.name().hashCode());
      int size = (int) parameter.shape().elements().constant();
      weights.put(parameter.name(), random.doubles(size, -1, 1).toArray());
    }
    return weights;
  }

  private Graph graph(TokenMixer mixer) {
    return Graph.trace(
        Mode.INFERENCE,
        scope -> {
          Dim batch = Dim.of("batch", 1);
          Dim position = Dim.of("position", positions());
          Dim width = Dim.of("d_model", x[0].length);
          Tensor row = scope.input("x", DataType.FLOAT, batch, position, width); // [b, position, d]
          Tensor isToken =
              scope.input("tokens", DataType.BOOLEAN, batch, position); // [b, position]
          return Map.of(
              "out",
              mixer.mix(
                  scope,
                  row,
                  new TokenMixer.Sequence(Padding.of(isToken), causal, HEADS))); // [b, position, d]
        });
  }

  /** The tokens with padding on either side and on both, in both directions. */
  List<Tokens> padded() {
    return List.of(this, withPadding(2, 0), withPadding(0, 3), withPadding(1, 2));
  }
}
