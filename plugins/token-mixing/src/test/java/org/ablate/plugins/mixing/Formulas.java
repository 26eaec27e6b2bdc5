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

  // ---- Over all positions at once

  /** Lee-Thorp et al. (2021), eq. 1 and 3: ℜ(Σₙ Σ_c x e^(−2πi (nk / N + cd / D))). */
  static double[][] fourier(double[][] x, boolean causal, Map<String, double[]> weights) {
    int length = x.length;
    double[][] out = new double[length][D];
    for (int k = 0; k < length; k++) {
      for (int d = 0; d < D; d++) {
        for (int n = 0; n < length; n++) {
          for (int c = 0; c < D; c++) {
            double turns = (double) n * k / length + (double) c * d / D;
            out[k][d] += x[n][c] * Math.cos(-2 * Math.PI * turns);
          }
        }
      }
    }
    return out;
  }

  /** Liu et al. (2021), eq. 1 to 4, with a norm before the product over positions. */
  static Formula spatialGating(int length, double epsilon) {
    return (x, causal, weights) -> {
      int half = weights.get("gain").length;
      double[][] u = new double[x.length][];
      double[][] v = new double[x.length][];
      for (int i = 0; i < x.length; i++) {
        double[] z = gelu(linear(x[i], weights, "in"));
        u[i] = Arrays.copyOfRange(z, 0, half);
        double[] normalized = normalized(Arrays.copyOfRange(z, half, 2 * half), epsilon);
        v[i] = plus(times(normalized, weights.get("gain")), weights.get("shift"));
      }
      double[][] out = new double[x.length][];
      for (int i = 0; i < x.length; i++) {
        double[] gates = new double[half];
        Arrays.fill(gates, weights.get("bias")[i]);
        for (int j = 0; j < (causal ? i + 1 : x.length); j++) {
          for (int d = 0; d < half; d++) {
            gates[d] += weights.get("weight")[i * length + j] * v[j][d];
          }
        }
        out[i] = linear(times(u[i], gates), weights, "out");
      }
      return out;
    };
  }

  private static double[] normalized(double[] x, double epsilon) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return Arrays.stream(x).map(v -> (v - mean) / Math.sqrt(variance + epsilon)).toArray();
  }

  /** x Φ(x), where Φ is integrated numerically: it is no function of the JDK. */
  private static double[] gelu(double[] x) {
    return Arrays.stream(x).map(v -> v * (0.5 + densityFromZero(v))).toArray();
  }

  /** Simpson's rule over the density of the normal distribution. */
  private static double densityFromZero(double to) {
    int steps = 2000;
    double width = to / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      int factor = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      sum += factor * Math.exp(-(i * width) * (i * width) / 2);
    }
    return sum * width / 3 / Math.sqrt(2 * Math.PI);
  }

  /** What a filter weighs a channel by, at a distance. */
  private interface Filter {
    double at(int distance, int channel, Map<String, double[]> weights, String name);
  }

  /** Arora et al. (2023), definition 4.1, with a filter of learned numbers. */
  static double[][] explicitConvolution(
      double[][] x, boolean causal, Map<String, double[]> weights) {
    return longConvolution(
        x, causal, weights, (t, channel, w, name) -> w.get(name)[t * D + channel]);
  }

  /** The same with the filter of Poli et al. (2023), eq. 7. */
  static Formula implicitConvolution(int length) {
    return (x, causal, weights) ->
        longConvolution(
            x, causal, weights, (t, channel, w, name) -> implicit(t, channel, w, name, length));
  }

  private static double implicit(
      int t, int channel, Map<String, double[]> weights, String name, int length) {
    double part = (double) t / length;
    double[] features = new double[33];
    features[0] = part;
    for (int k = 0; k < 16; k++) {
      features[1 + k] = Math.cos(2 * Math.PI * k * part);
      features[17 + k] = -Math.sin(2 * Math.PI * k * part);
    }
    double[] first = wave(linear(features, weights, name + ".first"));
    double[] second = wave(linear(first, weights, name + ".second"));
    double filter = product(second, weights.get(name + ".last.weight"))[channel];
    double slowest = Math.log(100) / 1.5;
    double fastest = Math.log(100) / 0.3;
    double rate = slowest + (fastest - slowest) * channel / (D - 1);
    return filter * Math.exp(-rate * part);
  }

  private static double[] wave(double[] x) {
    return Arrays.stream(x).map(Math::sin).toArray();
  }

  private static double[][] longConvolution(
      double[][] x, boolean causal, Map<String, double[]> weights, Filter filter) {
    double[][] out = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      double[] convolved = weights.get("bias").clone();
      for (int j = 0; j < (causal ? i + 1 : x.length); j++) {
        String name = j <= i ? "filter" : "backward_filter";
        for (int d = 0; d < D; d++) {
          convolved[d] += filter.at(Math.abs(i - j), d, weights, name) * x[j][d];
        }
      }
      out[i] = times(linear(x[i], weights, "gate"), convolved);
    }
    return out;
  }

  // ---- Synthesizers

  /** The score of a place for a token, which stands at one. */
  private interface PlaceScore {
    double of(double[] token, int head, int row, int place, Map<String, double[]> weights);
  }

  /** Tay et al. (2021), eq. 1 and 2. */
  static Formula denseSynthesizer(int length) {
    return (x, causal, weights) ->
        synthesizer(
            x,
            causal,
            weights,
            (token, head, row, place, w) -> synthesized(token, w, "score")[head * length + place]);
  }

  /** Tay et al. (2021), §3.2.1: A and B of lengths whose product is that of the sequence. */
  static Formula factorizedDenseSynthesizer(int length, int a) {
    int b = length / a;
    return (x, causal, weights) ->
        synthesizer(
            x,
            causal,
            weights,
            (token, head, row, place, w) ->
                synthesized(token, w, "row")[head * b + place / a]
                    * synthesized(token, w, "column")[head * a + place % a]);
  }

  private static double[] synthesized(double[] token, Map<String, double[]> weights, String name) {
    double[] hidden = linear(token, weights, name + "_in");
    return linear(Arrays.stream(hidden).map(h -> Math.max(h, 0)).toArray(), weights, name + "_out");
  }

  /** Tay et al. (2021), eq. 3: R is learned. */
  static Formula randomSynthesizer(int length) {
    return (x, causal, weights) ->
        synthesizer(
            x,
            causal,
            weights,
            (token, head, row, place, w) ->
                w.get("scores")[(row * Tokens.HEADS + head) * length + place]);
  }

  /** Tay et al. (2021), §3.2.2: R = R₁R₂ᵀ. */
  static Formula factorizedRandomSynthesizer(int length, int rank) {
    return (x, causal, weights) ->
        synthesizer(
            x,
            causal,
            weights,
            (token, head, row, place, w) -> {
              double score = 0;
              for (int r = 0; r < rank; r++) {
                score +=
                    w.get("rows")[(head * length + row) * rank + r]
                        * w.get("columns")[(head * length + place) * rank + r];
              }
              return score;
            });
  }

  private static double[][] synthesizer(
      double[][] x, boolean causal, Map<String, double[]> weights, PlaceScore score) {
    int headDim = D / Tokens.HEADS;
    double[][] out = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      int seen = causal ? i + 1 : x.length;
      double[] heads = new double[D];
      for (int head = 0; head < Tokens.HEADS; head++) {
        double total = 0;
        for (int j = 0; j < seen; j++) {
          total += Math.exp(score.of(x[i], head, i, j, weights));
        }
        for (int j = 0; j < seen; j++) {
          double weight = Math.exp(score.of(x[i], head, i, j, weights)) / total;
          double[] value = product(x[j], weights.get("value.weight"));
          for (int d = head * headDim; d < (head + 1) * headDim; d++) {
            heads[d] += weight * value[d];
          }
        }
      }
      out[i] = linear(heads, weights, "output");
    }
    return out;
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
