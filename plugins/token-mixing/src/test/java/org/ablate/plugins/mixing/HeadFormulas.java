package org.ablate.plugins.mixing;

import java.util.Arrays;
import java.util.Map;
import org.ablate.plugins.mixing.Formulas.Formula;

/**
 * Recurrences and attention over heads as the papers write them, in loops over heads and tokens:
 * slow, obvious, and in double precision.
 */
final class HeadFormulas {
  private static final int D = Tokens.D_MODEL;
  private static final int HEADS = Tokens.HEADS;
  private static final int HEAD_DIM = D / HEADS;
  private static final double EPSILON_OF_HEADS = 1e-5;

  private HeadFormulas() {}

  // ---- Linear recurrences

  /** Sun et al. (2023), eq. 5 and 8: Σ γ^(n − m) (q_n · k_m) v_m over m up to n, for each n. */
  static double[][] retention(double[][] x, boolean causal, Map<String, double[]> weights) {
    double[][][] q = rotated(heads(x, weights, "query", HEAD_DIM));
    double[][][] k = rotated(heads(x, weights, "key", HEAD_DIM));
    double[][][] v = heads(x, weights, "value", HEAD_DIM);
    double[][][] out = new double[HEADS][x.length][HEAD_DIM];
    for (int h = 0; h < HEADS; h++) {
      double gamma = 1 - Math.pow(2, -5 - h);
      for (int n = 0; n < x.length; n++) {
        for (int m = 0; m <= n; m++) {
          double weight = Math.pow(gamma, n - m) * dot(q[h][n], k[h][m]) / Math.sqrt(HEAD_DIM);
          add(out[h][n], weight, v[h][m]);
        }
      }
    }
    return gated(out, x, weights);
  }

  /** Yang et al. (2023), eq. 3 and §4.4: S_t = diag(α_t) S_{t−1} + k_tᵀ v_t and o_t = q_t S_t. */
  static Formula gatedLinear(double temperature) {
    return (x, causal, weights) -> {
      double[][][] q = heads(x, weights, "query", HEAD_DIM);
      double[][][] k = heads(x, weights, "key", HEAD_DIM);
      double[][][] v = heads(x, weights, "value", HEAD_DIM);
      double[][][] out = new double[HEADS][x.length][];
      for (int h = 0; h < HEADS; h++) {
        double[][] state = new double[HEAD_DIM][HEAD_DIM];
        for (int t = 0; t < x.length; t++) {
          double[] low = Formulas.product(x[t], weights.get("gate_in.weight"));
          double[] logits = Formulas.linear(low, weights, "gate_out");
          for (int i = 0; i < HEAD_DIM; i++) {
            double alpha = Math.pow(sigmoid(logits[h * HEAD_DIM + i]), 1 / temperature);
            for (int j = 0; j < HEAD_DIM; j++) {
              state[i][j] = alpha * state[i][j] + k[h][t][i] * v[h][t][j];
            }
          }
          double[] read = read(q[h][t], state);
          out[h][t] = Arrays.stream(read).map(o -> o / Math.sqrt(HEAD_DIM)).toArray();
        }
      }
      return gated(out, x, weights);
    };
  }

  /** Katharopoulos et al. (2020), eq. 9, without the divisor: Σ (q_t · k_j) v_j over j up to t. */
  static double[][] linear(double[][] x, boolean causal, Map<String, double[]> weights) {
    double[][][] q = heads(x, weights, "query", HEAD_DIM);
    double[][][] k = heads(x, weights, "key", HEAD_DIM);
    double[][][] v = heads(x, weights, "value", HEAD_DIM);
    double[][][] out = new double[HEADS][x.length][HEAD_DIM];
    for (int h = 0; h < HEADS; h++) {
      for (int t = 0; t < x.length; t++) {
        for (int j = 0; j <= t; j++) {
          add(out[h][t], dot(q[h][t], k[h][j]) / Math.sqrt(HEAD_DIM), v[h][j]);
        }
      }
    }
    return gated(out, x, weights);
  }

  /** Yang et al. (2024), §2.2: S_t = S_{t−1} + β_t k_tᵀ (v_t − k_t S_{t−1}) and o_t = q_t S_t. */
  static Formula deltaNet(double epsilon) {
    return (x, causal, weights) -> {
      double[][][] q = units(heads(x, weights, "query", HEAD_DIM), epsilon);
      double[][][] k = units(heads(x, weights, "key", HEAD_DIM), epsilon);
      double[][][] v = heads(x, weights, "value", HEAD_DIM);
      double[][][] out = new double[HEADS][x.length][];
      for (int h = 0; h < HEADS; h++) {
        double[][] state = new double[HEAD_DIM][HEAD_DIM];
        for (int t = 0; t < x.length; t++) {
          double beta = sigmoid(Formulas.linear(x[t], weights, "beta")[h]);
          double[] recalled = read(k[h][t], state);
          for (int i = 0; i < HEAD_DIM; i++) {
            for (int j = 0; j < HEAD_DIM; j++) {
              state[i][j] += beta * k[h][t][i] * (v[h][t][j] - recalled[j]);
            }
          }
          out[h][t] = read(q[h][t], state);
        }
      }
      return projected(merged(normalized(out, weights)), weights);
    };
  }

  private static double[][][] units(double[][][] x, double epsilon) {
    for (double[][] rows : x) {
      for (double[] row : rows) {
        Arrays.setAll(row, i -> row[i] * sigmoid(row[i]));
        double length = Math.sqrt(dot(row, row) + epsilon);
        Arrays.setAll(row, i -> row[i] / length);
      }
    }
    return x;
  }

  private static double[] read(double[] query, double[][] state) {
    double[] sum = new double[HEAD_DIM];
    for (int i = 0; i < HEAD_DIM; i++) {
      add(sum, query[i], state[i]);
    }
    return sum;
  }

  /** Sun et al. (2023), eq. 8: (swish(x W_G) ⊙ norm(heads)) W_O. */
  private static double[][] gated(double[][][] heads, double[][] x, Map<String, double[]> weights) {
    double[][] merged = merged(normalized(heads, weights));
    for (int t = 0; t < x.length; t++) {
      double[] gate = Formulas.product(x[t], weights.get("gate.weight"));
      double[] row = merged[t];
      Arrays.setAll(row, d -> row[d] * gate[d] * sigmoid(gate[d]));
    }
    return projected(merged, weights);
  }

  private static double[][][] normalized(double[][][] heads, Map<String, double[]> weights) {
    for (double[][] rows : heads) {
      for (double[] row : rows) {
        rootMeanSquare(row, weights.get("gain"), EPSILON_OF_HEADS);
      }
    }
    return heads;
  }

  private static void rootMeanSquare(double[] row, double[] gain, double epsilon) {
    double root = Math.sqrt(dot(row, row) / row.length + epsilon);
    Arrays.setAll(row, i -> row[i] / root * gain[i]);
  }

  private static double[][] projected(double[][] x, Map<String, double[]> weights) {
    return Arrays.stream(x)
        .map(row -> Formulas.product(row, weights.get("output.weight")))
        .toArray(double[][]::new);
  }

  // ---- Attention

  /**
   * DeepSeek-AI (2024), eq. 9 to 19, with the norms of §3.1.2; queries of tokens without a norm.
   */
  static Formula latent(int rotary, boolean queryLatent, double epsilon) {
    return (x, causal, weights) -> {
      double[][] compressed = latents(x, weights, "latent", epsilon);
      double[][] asking = queryLatent ? latents(x, weights, "query_latent", epsilon) : x;
      double[][][] q = heads(asking, weights, "query", HEAD_DIM);
      double[][][] k = heads(compressed, weights, "key", HEAD_DIM);
      double[][][] v = heads(compressed, weights, "value", HEAD_DIM);
      double[][][] rotatedQ = rotated(heads(asking, weights, "rotary_query", rotary));
      double[][] rotatedK = rotated(heads(x, weights, "rotary_key", rotary))[0];
      double[][][] out = new double[HEADS][x.length][HEAD_DIM];
      for (int h = 0; h < HEADS; h++) {
        for (int t = 0; t < x.length; t++) {
          double[] exponentials = new double[x.length];
          for (int j = 0; j < (causal ? t + 1 : x.length); j++) {
            double score = dot(q[h][t], k[h][j]) + dot(rotatedQ[h][t], rotatedK[j]);
            exponentials[j] = Math.exp(score / Math.sqrt(HEAD_DIM + rotary));
          }
          double total = Arrays.stream(exponentials).sum();
          for (int j = 0; j < x.length; j++) {
            add(out[h][t], exponentials[j] / total, v[h][j]);
          }
        }
      }
      return Arrays.stream(merged(out))
          .map(row -> Formulas.linear(row, weights, "output"))
          .toArray(double[][]::new);
    };
  }

  private static double[][] latents(
      double[][] x, Map<String, double[]> weights, String name, double epsilon) {
    double[][] latents = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      latents[t] = Formulas.product(x[t], weights.get(name + ".weight"));
      rootMeanSquare(latents[t], weights.get(name + "_gain"), epsilon);
    }
    return latents;
  }

  // ---- What they share

  /** x W, of which head h has the h-th part of the columns: [head][token][width]. */
  private static double[][][] heads(
      double[][] x, Map<String, double[]> weights, String name, int width) {
    double[] weight = weights.get(name + ".weight");
    int heads = weight.length / x[0].length / width;
    double[][][] split = new double[heads][x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] row = Formulas.product(x[t], weight);
      for (int h = 0; h < heads; h++) {
        split[h][t] = Arrays.copyOfRange(row, h * width, (h + 1) * width);
      }
    }
    return split;
  }

  private static double[][] merged(double[][][] heads) {
    double[][] rows = new double[heads[0].length][D];
    for (int h = 0; h < heads.length; h++) {
      for (int t = 0; t < rows.length; t++) {
        System.arraycopy(heads[h][t], 0, rows[t], h * HEAD_DIM, HEAD_DIM);
      }
    }
    return rows;
  }

  /**
   * Su et al. (2021), eq. 15: the token at place m turns pair i by the angle m · 10000^(−2i/d); the
   * partner of a number is half the width away.
   */
  private static double[][][] rotated(double[][][] heads) {
    for (double[][] rows : heads) {
      for (int m = 0; m < rows.length; m++) {
        double[] row = rows[m];
        int half = row.length / 2;
        for (int i = 0; i < half; i++) {
          double angle = m * Math.pow(10_000, -2.0 * i / row.length);
          double first = row[i];
          double second = row[i + half];
          row[i] = first * Math.cos(angle) - second * Math.sin(angle);
          row[i + half] = second * Math.cos(angle) + first * Math.sin(angle);
        }
      }
    }
    return heads;
  }

  private static void add(double[] sum, double weight, double[] row) {
    for (int d = 0; d < sum.length; d++) {
      sum[d] += weight * row[d];
    }
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int d = 0; d < left.length; d++) {
      sum += left[d] * right[d];
    }
    return sum;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
