package org.ablate.plugins.mixing;

import java.util.Arrays;
import java.util.Map;

/**
 * Token mixers as the papers write them, in loops over tokens: slow, obvious, and in double
 * precision. None of them knows of padding: they see the tokens alone.
 */
final class Formulas {
  private static final int D = Tokens.D_MODEL;

  private Formulas() {}

  /** What a variant gives: from [token][d_model] to the same. */
  @FunctionalInterface
  interface Formula {
    double[][] outputs(double[][] x, boolean causal, Map<String, double[]> weights);
  }

  static double[][] identity(double[][] x, boolean causal, Map<String, double[]> weights) {
    return x;
  }

  /** Zhang et al. (2018), eq. 1 and 2. */
  static double[][] average(double[][] x, boolean causal, Map<String, double[]> weights) {
    double[][] out = new double[x.length][];
    for (int j = 0; j < x.length; j++) {
      int seen = causal ? j + 1 : x.length;
      double[] mean = new double[D];
      for (int k = 0; k < seen; k++) {
        for (int d = 0; d < D; d++) {
          mean[d] += x[k][d] / seen;
        }
      }
      double[] g = mean;
      if (weights.containsKey("hidden.weight")) {
        double[] hidden = linear(mean, weights, "hidden");
        g = linear(Arrays.stream(hidden).map(h -> Math.max(h, 0)).toArray(), weights, "output");
      }
      if (weights.containsKey("input_gate.weight")) {
        double[] input = sigmoid(linear(joined(x[j], g), weights, "input_gate"));
        double[] forget = sigmoid(linear(joined(x[j], g), weights, "forget_gate"));
        g = plus(times(input, x[j]), times(forget, g));
      }
      out[j] = g;
    }
    return out;
  }

  /** Yu et al. (2022), eq. 4: the mean over the neighbours that there are, less the token. */
  static Formula pooling(int size, boolean subtractInput) {
    return (x, causal, weights) -> {
      double[][] out = new double[x.length][D];
      for (int i = 0; i < x.length; i++) {
        int first = causal ? i - size + 1 : i - size / 2;
        int count = 0;
        for (int j = first; j < first + size; j++) {
          if (j >= 0 && j < x.length) {
            out[i] = plus(out[i], x[j]);
            count++;
          }
        }
        for (int d = 0; d < D; d++) {
          out[i][d] = out[i][d] / count - (subtractInput ? x[i][d] : 0);
        }
      }
      return out;
    };
  }

  /** Wu et al. (2019), §2: Σⱼ W_{c,j} X_{i+j−⌈(k+1)/2⌉,c} for j = 1 … k; causal: X_{i+j−k,c}. */
  static Formula shortConvolution(int k) {
    return (x, causal, weights) -> {
      double[][] out = new double[x.length][D];
      int shift = causal ? k : (int) Math.ceil((k + 1) / 2.0);
      for (int i = 0; i < x.length; i++) {
        for (int j = 1; j <= k; j++) {
          int from = i + j - shift;
          for (int c = 0; c < D && from >= 0 && from < x.length; c++) {
            out[i][c] += weights.get("kernel")[(j - 1) * D + c] * x[from][c];
          }
        }
      }
      return out;
    };
  }

  // ---- Recurrent networks

  /** From a token and the states to the next states, in place. */
  private interface Cell {
    void step(double[] x, double[][] states, Map<String, double[]> weights, String prefix);
  }

  static double[][] elman(double[][] x, boolean causal, Map<String, double[]> weights) {
    return bothWays(x, causal, weights, Formulas::elman);
  }

  private static void elman(
      double[] x, double[][] states, Map<String, double[]> weights, String prefix) {
    states[0] = tanh(gate(x, states[0], weights, prefix + "input", prefix + "hidden"));
  }

  static double[][] gru(double[][] x, boolean causal, Map<String, double[]> weights) {
    return bothWays(x, causal, weights, Formulas::gru);
  }

  /** Cho et al. (2014), eq. 5 to 8. */
  private static void gru(
      double[] x, double[][] states, Map<String, double[]> weights, String prefix) {
    double[] h = states[0];
    double[] r = sigmoid(gate(x, h, weights, prefix + "reset", prefix + "reset_hidden"));
    double[] z = sigmoid(gate(x, h, weights, prefix + "update", prefix + "update_hidden"));
    double[] candidate =
        tanh(gate(x, times(r, h), weights, prefix + "candidate", prefix + "candidate_hidden"));
    double[] next = new double[D];
    Arrays.setAll(next, d -> z[d] * h[d] + (1 - z[d]) * candidate[d]);
    states[0] = next;
  }

  /** Hochreiter and Schmidhuber (1997), §4, with the forget gate of Gers et al. (2000). */
  static Formula lstm(double forgetBias) {
    return (x, causal, weights) ->
        bothWays(x, causal, weights, (xt, states, w, p) -> lstm(xt, states, w, p, forgetBias));
  }

  private static void lstm(
      double[] x,
      double[][] states,
      Map<String, double[]> weights,
      String prefix,
      double forgetBias) {
    double[] h = states[0];
    double[] i = sigmoid(gate(x, h, weights, prefix + "input", prefix + "input_hidden"));
    double[] o = sigmoid(gate(x, h, weights, prefix + "output", prefix + "output_hidden"));
    double[] g = tanh(gate(x, h, weights, prefix + "candidate", prefix + "candidate_hidden"));
    double[] beforeForget = gate(x, h, weights, prefix + "forget", prefix + "forget_hidden");
    double[] f = sigmoid(Arrays.stream(beforeForget).map(v -> v + forgetBias).toArray());
    states[1] = plus(times(f, states[1]), times(i, g));
    states[0] = times(o, tanh(states[1]));
  }

  private static double[][] bothWays(
      double[][] x, boolean causal, Map<String, double[]> weights, Cell cell) {
    if (causal) {
      return run(x, weights, "", cell);
    }
    int n = x.length;
    double[][] reversed = new double[n][];
    Arrays.setAll(reversed, i -> x[n - 1 - i]);
    double[][] forward = run(x, weights, "forward.", cell);
    double[][] backward = run(reversed, weights, "backward.", cell);
    double[][] out = new double[n][];
    Arrays.setAll(out, i -> linear(joined(forward[i], backward[n - 1 - i]), weights, "output"));
    return out;
  }

  private static double[][] run(
      double[][] x, Map<String, double[]> weights, String prefix, Cell cell) {
    double[][] states = new double[2][D];
    double[][] out = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      cell.step(x[t], states, weights, prefix);
      out[t] = states[0];
    }
    return out;
  }

  /** W x + b + U h. */
  private static double[] gate(
      double[] x, double[] h, Map<String, double[]> weights, String ofInput, String ofHidden) {
    return plus(linear(x, weights, ofInput), product(h, weights.get(ofHidden + ".weight")));
  }

  // ---- What they share

  static double[] linear(double[] x, Map<String, double[]> weights, String name) {
    return plus(product(x, weights.get(name + ".weight")), weights.get(name + ".bias"));
  }

  /** xW for W [in, out]. */
  static double[] product(double[] x, double[] matrix) {
    int width = matrix.length / x.length;
    double[] out = new double[width];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < width; j++) {
        out[j] += x[i] * matrix[i * width + j];
      }
    }
    return out;
  }

  private static double[] joined(double[] left, double[] right) {
    double[] all = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, all, left.length, right.length);
    return all;
  }

  static double[] plus(double[] left, double[] right) {
    double[] sum = new double[left.length];
    Arrays.setAll(sum, i -> left[i] + right[i]);
    return sum;
  }

  static double[] times(double[] left, double[] right) {
    double[] product = new double[left.length];
    Arrays.setAll(product, i -> left[i] * right[i]);
    return product;
  }

  private static double[] sigmoid(double[] x) {
    return Arrays.stream(x).map(v -> 1 / (1 + Math.exp(-v))).toArray();
  }

  private static double[] tanh(double[] x) {
    return Arrays.stream(x).map(Math::tanh).toArray();
  }
}
