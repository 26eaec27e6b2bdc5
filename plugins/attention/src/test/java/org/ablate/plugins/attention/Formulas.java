package org.ablate.plugins.attention;

import java.util.Arrays;
import java.util.Map;

/**
 * Attention as the papers write it, in loops over heads, queries and keys: slow, obvious, and in
 * double precision.
 */
final class Formulas {
  private static final int D = Row.HEAD_DIM;

  private Formulas() {}

  /** What a variant gives: [head][query][head_dim]. */
  @FunctionalInterface
  interface Formula {
    double[][][] outputs(Row row, Map<String, double[]> weights);
  }

  /** The score of a key for a query of a head. */
  @FunctionalInterface
  interface Score {
    double of(Row row, Map<String, double[]> weights, int head, double[] query, double[] key);
  }

  /** Which keys a query sees, by how far they are after it. */
  @FunctionalInterface
  interface Pattern {
    boolean sees(int distance);
  }

  /** The weights of the keys, for scores of which those that are not allowed are -∞. */
  @FunctionalInterface
  interface Weighting {
    double[] of(double[] scores);
  }

  // ---- Softmax of scores

  static Formula softmax(Score score) {
    return weighted(score, distance -> true, Formulas::softmax);
  }

  /** Vaswani et al. (2017), eq. 1. */
  static double scaledDotProduct(
      Row row, Map<String, double[]> weights, int head, double[] query, double[] key) {
    return dot(query, key) / Math.sqrt(D);
  }

  /** Bahdanau et al. (2015), §A.1.2: vᵀ tanh(q + k). */
  static double additive(
      Row row, Map<String, double[]> weights, int head, double[] query, double[] key) {
    double score = 0;
    for (int d = 0; d < D; d++) {
      score += weights.get("v")[head * D + d] * Math.tanh(query[d] + key[d]);
    }
    return score;
  }

  /** Luong et al. (2015), §3.1, "dot". */
  static double dot(
      Row row, Map<String, double[]> weights, int head, double[] query, double[] key) {
    return dot(query, key);
  }

  /** Luong et al. (2015), §3.1, "general": qᵀWk. */
  static double general(
      Row row, Map<String, double[]> weights, int head, double[] query, double[] key) {
    double score = 0;
    for (int i = 0; i < D; i++) {
      for (int j = 0; j < D; j++) {
        score += query[i] * weights.get("matrix")[(head * D + i) * D + j] * key[j];
      }
    }
    return score;
  }

  /** Henry et al. (2020), §3.1: g · cos(q, k). */
  static double cosine(
      Row row, Map<String, double[]> weights, int head, double[] query, double[] key) {
    double lengths = Math.sqrt(dot(query, query)) * Math.sqrt(dot(key, key));
    return weights.get("scale")[head] * dot(query, key) / lengths;
  }

  /** What a norm with a gain makes of a query or a key. */
  @FunctionalInterface
  interface Norm {
    double[] of(double[] x, double[] gain);
  }

  /** Dehghani et al. (2023), §2: norm(q) · norm(k) / √d. */
  static Score normalized(Norm norm) {
    return (row, weights, head, query, key) -> {
      double[] q = norm.of(query, weights.get("query_norm"));
      double[] k = norm.of(key, weights.get("key_norm"));
      return dot(q, k) / Math.sqrt(D);
    };
  }

  static double[] rmsNorm(double[] x, double[] gain) {
    double root = Math.sqrt(dot(x, x) / x.length + 1e-6);
    double[] normalized = new double[x.length];
    Arrays.setAll(normalized, i -> x[i] / root * gain[i]);
    return normalized;
  }

  static double[] layerNorm(double[] x, double[] gain) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double[] normalized = new double[x.length];
    Arrays.setAll(normalized, i -> (x[i] - mean) / Math.sqrt(variance + 1e-6) * gain[i]);
    return normalized;
  }

  /** Gemma Team (2024), §2: c tanh(s / c). */
  static Score capped(double cap) {
    return (row, weights, head, query, key) ->
        cap * Math.tanh(dot(query, key) / Math.sqrt(D) / cap);
  }

  static double[] softmax(double[] scores) {
    double total = Arrays.stream(scores).map(Math::exp).sum();
    return Arrays.stream(scores).map(s -> total == 0 ? 0 : Math.exp(s) / total).toArray();
  }

  // ---- Patterns

  /** Scaled dot-product among the keys that a query sees. */
  static Formula pattern(Pattern pattern) {
    return weighted(Formulas::scaledDotProduct, pattern, Formulas::softmax);
  }

  /** Whether a query sees a key, by their places among the tokens and how far the key is after. */
  @FunctionalInterface
  interface PlacePattern {
    boolean sees(int query, int key, int distance);
  }

  /** Beltagy et al. (2020), §3.1: neighbours, and the first tokens with all in both directions. */
  static Formula globalLocal(int window, int globalTokens) {
    return placePattern(
        (query, key, distance) ->
            query < globalTokens || key < globalTokens || Math.abs(distance) < window);
  }

  /** Zaheer et al. (2020), §2, without random blocks: the same of blocks. */
  static Formula bigBird(int blockSize, int window, int globalBlocks) {
    return placePattern(
        (query, key, distance) -> {
          int queryBlock = query / blockSize;
          int keyBlock = key / blockSize;
          return queryBlock < globalBlocks
              || keyBlock < globalBlocks
              || Math.abs(queryBlock - keyBlock) <= (window - 1) / 2;
        });
  }

  private static Formula placePattern(PlacePattern pattern) {
    return (row, weights) -> {
      int[] places = new int[row.keys()];
      for (int j = 1; j < row.keys(); j++) {
        places[j] = places[j - 1] + (row.tokens()[j - 1] ? 1 : 0);
      }
      double[][][] out = new double[row.query().length][row.queries()][];
      for (int head = 0; head < out.length; head++) {
        for (int i = 0; i < row.queries(); i++) {
          double[] scores = scores(row, weights, head, i, Formulas::scaledDotProduct, any -> true);
          int own = places[i + row.keys() - row.queries()];
          for (int j = 0; j < row.keys(); j++) {
            boolean seen = pattern.sees(own, places[j], row.distance(i, j));
            scores[j] = seen ? scores[j] : Double.NEGATIVE_INFINITY;
          }
          out[head][i] = mixed(row, head, softmax(scores));
        }
      }
      return out;
    };
  }

  // ---- Other weightings

  static Formula weighting(Weighting weighting) {
    return weighted(Formulas::scaledDotProduct, distance -> true, weighting);
  }

  /** Ramapuram et al. (2024), eq. 3: σ(s − log n). */
  static double[] sigmoid(double[] scores) {
    long allowed = Arrays.stream(scores).filter(Double::isFinite).count();
    return Arrays.stream(scores).map(s -> 1 / (1 + Math.exp(-(s - Math.log(allowed))))).toArray();
  }

  /** Zhao et al. (2019), eq. 4: softmax among the scores that are not below the k-th highest. */
  static Weighting topK(int k) {
    return scores -> {
      double[] sorted = scores.clone();
      Arrays.sort(sorted);
      double threshold = sorted[Math.max(0, sorted.length - k)];
      return softmax(
          Arrays.stream(scores).map(s -> s >= threshold ? s : Double.NEGATIVE_INFINITY).toArray());
    };
  }

  /** Martins and Astudillo (2016), Algorithm 1. */
  static double[] sparsemax(double[] scores) {
    double[] sorted = Arrays.stream(scores).filter(Double::isFinite).sorted().toArray();
    double sum = 0;
    double tau = 0;
    for (int k = 1; k <= sorted.length; k++) {
      double z = sorted[sorted.length - k];
      if (1 + k * z > sum + z) {
        tau = (sum + z - 1) / k;
      }
      sum += z;
    }
    double threshold = tau;
    return Arrays.stream(scores).map(s -> Math.max(s - threshold, 0)).toArray();
  }

  /** Miller (2023): exp(s) / (exp(z) + Σ exp(s)), with z = 0 or one of a head's own. */
  static double[][][] sink(Row row, Map<String, double[]> weights) {
    double[][][] out = new double[row.query().length][row.queries()][];
    for (int head = 0; head < out.length; head++) {
      double sink = weights.containsKey("sink") ? weights.get("sink")[head] : 0;
      for (int i = 0; i < row.queries(); i++) {
        double[] scores = scores(row, weights, head, i, Formulas::scaledDotProduct, any -> true);
        double total = Math.exp(sink) + Arrays.stream(scores).map(Math::exp).sum();
        out[head][i] =
            mixed(row, head, Arrays.stream(scores).map(s -> Math.exp(s) / total).toArray());
      }
    }
    return out;
  }

  // ---- Heads that see each other, or are split

  /** Shazeer et al. (2020), §4: P = softmax(mix(scores)), and mix(P) weighs the values. */
  static double[][][] talkingHeads(Row row, Map<String, double[]> weights) {
    int heads = row.query().length;
    double[][][] out = new double[heads][row.queries()][];
    for (int i = 0; i < row.queries(); i++) {
      double[][] plain = new double[heads][row.keys()];
      for (int head = 0; head < heads; head++) {
        for (int j = 0; j < row.keys(); j++) {
          plain[head][j] = dot(row.query()[head][i], row.key()[head][j]) / Math.sqrt(D);
        }
      }
      double[][] scores = mixedHeads(plain, weights.get("scores_mixing"));
      for (int head = 0; head < heads; head++) {
        for (int j = 0; j < row.keys(); j++) {
          scores[head][j] += row.bias()[head][i][j];
          scores[head][j] = row.allows(i, j) ? scores[head][j] : Double.NEGATIVE_INFINITY;
        }
        scores[head] = softmax(scores[head]);
      }
      double[][] shared = mixedHeads(scores, weights.get("weights_mixing"));
      for (int head = 0; head < heads; head++) {
        out[head][i] = mixed(row, head, shared[head]);
      }
    }
    return out;
  }

  private static double[][] mixedHeads(double[][] ofHeads, double[] mixing) {
    int heads = ofHeads.length;
    double[][] mixed = new double[heads][ofHeads[0].length];
    for (int to = 0; to < heads; to++) {
      for (int from = 0; from < heads; from++) {
        for (int j = 0; j < mixed[to].length; j++) {
          mixed[to][j] += ofHeads[from][j] * mixing[from * heads + to];
        }
      }
    }
    return mixed;
  }

  /** Ye et al. (2024), eq. 1 to 3. */
  static Formula differential(double lambdaInit) {
    return (row, weights) -> {
      int half = D / 2;
      double lambda =
          Math.exp(dot(weights.get("lambda_query_1"), weights.get("lambda_key_1")))
              - Math.exp(dot(weights.get("lambda_query_2"), weights.get("lambda_key_2")))
              + lambdaInit;
      Score first = halfDotProduct(0, half);
      Score second = halfDotProduct(half, D);
      double[][][] out = new double[row.query().length][row.queries()][];
      for (int head = 0; head < out.length; head++) {
        for (int i = 0; i < row.queries(); i++) {
          double[] one = softmax(scores(row, weights, head, i, first, any -> true));
          double[] other = softmax(scores(row, weights, head, i, second, any -> true));
          double[] difference = new double[row.keys()];
          Arrays.setAll(difference, j -> one[j] - lambda * other[j]);
          double[] sum = mixed(row, head, difference);
          double square = dot(sum, sum) / D;
          double[] gain = weights.get("gain");
          out[head][i] = new double[D];
          Arrays.setAll(
              out[head][i], d -> sum[d] / Math.sqrt(square + 1e-5) * gain[d] * (1 - lambdaInit));
        }
      }
      return out;
    };
  }

  private static Score halfDotProduct(int from, int to) {
    return (row, weights, head, query, key) ->
        dot(Arrays.copyOfRange(query, from, to), Arrays.copyOfRange(key, from, to))
            / Math.sqrt(to - from);
  }

  // ---- Tokens that mask others

  /** Leviathan et al. (2024), §3: scores less what the first head of earlier queries scored. */
  static double[][][] selective(Row row, Map<String, double[]> weights) {
    int first = 0;
    while (!row.tokens()[first]) {
      first++;
    }
    double[][][] out = new double[row.query().length][row.queries()][];
    double[] masked = new double[row.keys()];
    for (int i = 0; i < row.queries(); i++) {
      for (int head = 0; head < out.length; head++) {
        double[] scores = scores(row, weights, head, i, Formulas::scaledDotProduct, any -> true);
        for (int j = 0; j < row.keys(); j++) {
          scores[j] -= masked[j];
        }
        out[head][i] = mixed(row, head, softmax(scores));
      }
      int own = i + row.keys() - row.queries();
      double[] selecting = scores(row, weights, 0, i, Formulas::scaledDotProduct, any -> true);
      for (int j = first + 1; j < own; j++) {
        masked[j] += row.tokens()[own] ? Math.max(selecting[j], 0) : 0;
      }
    }
    return out;
  }

  // ---- Fewer keys than tokens

  /** Wang et al. (2020), eq. 7: softmax(q (EK)ᵀ / √d) FV; tokens take the rows in their order. */
  static Formula linformer(int projected) {
    return (row, weights) -> {
      double[][][] out = new double[row.query().length][row.queries()][];
      for (int head = 0; head < out.length; head++) {
        double[][] keys = projected(row, row.key()[head], weights.get("key_projection"), projected);
        double[][] values =
            projected(row, row.value()[head], weights.get("value_projection"), projected);
        for (int i = 0; i < row.queries(); i++) {
          double[] query = row.query()[head][i];
          out[head][i] = mixed(softmax(products(query, keys)), values);
        }
      }
      return out;
    };
  }

  private static double[][] projected(Row row, double[][] x, double[] table, int projected) {
    double[][] sums = new double[projected][D];
    int place = 0;
    for (int j = 0; j < row.keys(); j++) {
      if (!row.tokens()[j]) {
        continue;
      }
      for (int p = 0; p < projected; p++) {
        for (int d = 0; d < D; d++) {
          sums[p][d] += table[place * projected + p] * x[j][d];
        }
      }
      place++;
    }
    return sums;
  }

  /**
   * Xiong Y. et al. (2021), eq. 13, with two landmarks: the means of the first and of the second
   * half of the tokens, where the one in the middle is of the first.
   */
  static double[][][] nystrom(Row row, Map<String, double[]> weights) {
    double[][][] out = new double[row.query().length][row.queries()][];
    for (int head = 0; head < out.length; head++) {
      double[][] queries = halves(row, row.query()[head]);
      double[][] keys = halves(row, row.key()[head]);
      double[] one = softmax(products(queries[0], keys));
      double[] other = softmax(products(queries[1], keys));
      double determinant = one[0] * other[1] - one[1] * other[0];
      double[][] inverse = {
        {other[1] / determinant, -one[1] / determinant},
        {-other[0] / determinant, one[0] / determinant}
      };
      double[][] found = new double[2][];
      for (int landmark = 0; landmark < 2; landmark++) {
        double[] scores = products(queries[landmark], row.key()[head]);
        for (int j = 0; j < row.keys(); j++) {
          scores[j] = row.tokens()[j] ? scores[j] : Double.NEGATIVE_INFINITY;
        }
        found[landmark] = mixed(row, head, softmax(scores));
      }
      for (int i = 0; i < row.queries(); i++) {
        double[] near = softmax(products(row.query()[head][i], keys));
        out[head][i] = mixed(mixed(near, inverse), found);
      }
    }
    return out;
  }

  private static double[][] halves(Row row, double[][] x) {
    int count = 0;
    for (boolean token : row.tokens()) {
      count += token ? 1 : 0;
    }
    int ofFirst = (count + 1) / 2;
    double[][] means = new double[2][D];
    int place = 0;
    for (int j = 0; j < row.keys(); j++) {
      if (row.tokens()[j]) {
        int half = place < ofFirst ? 0 : 1;
        for (int d = 0; d < D; d++) {
          means[half][d] += x[j][d] / (half == 0 ? ofFirst : count - ofFirst);
        }
        place++;
      }
    }
    return means;
  }

  private static double[] products(double[] query, double[][] keys) {
    return Arrays.stream(keys).mapToDouble(key -> dot(query, key) / Math.sqrt(D)).toArray();
  }

  private static double[] mixed(double[] weights, double[][] rows) {
    double[] sum = new double[rows[0].length];
    for (int j = 0; j < weights.length; j++) {
      for (int d = 0; d < sum.length; d++) {
        sum[d] += weights[j] * rows[j][d];
      }
    }
    return sum;
  }

  // ---- Without a softmax

  /** How much a key counts for a query. */
  @FunctionalInterface
  interface Similarity {
    double of(Map<String, double[]> weights, double[] query, double[] key, int distance);
  }

  /** Katharopoulos et al. (2020), eq. 4: Σ sim(q, k) v / Σ sim(q, k). */
  static Formula similarity(Similarity similarity, double epsilon) {
    return (row, weights) -> {
      double[][][] out = new double[row.query().length][row.queries()][];
      for (int head = 0; head < out.length; head++) {
        for (int i = 0; i < row.queries(); i++) {
          double[] of = new double[row.keys()];
          for (int j = 0; j < row.keys(); j++) {
            double[] query = row.query()[head][i];
            double[] key = row.key()[head][j];
            of[j] = row.allows(i, j) ? similarity.of(weights, query, key, row.distance(i, j)) : 0;
          }
          double total = Arrays.stream(of).sum() + epsilon;
          out[head][i] = mixed(row, head, Arrays.stream(of).map(s -> s / total).toArray());
        }
      }
      return out;
    };
  }

  /** Katharopoulos et al. (2020), eq. 7: φ(q) · φ(k) with φ(x) = elu(x) + 1. */
  static double elu(Map<String, double[]> weights, double[] query, double[] key, int distance) {
    return dot(feature(query), feature(key));
  }

  /** Choromanski et al. (2020), lemma 1: exp(ωq − |q|²/2) exp(ωk − |k|²/2), the mean over ω. */
  static Similarity positiveFeatures(int features) {
    return (weights, query, key, distance) -> {
      double[] q = Arrays.stream(query).map(v -> v / Math.pow(D, 0.25)).toArray();
      double[] k = Arrays.stream(key).map(v -> v / Math.pow(D, 0.25)).toArray();
      double mean = 0;
      for (int feature = 0; feature < features; feature++) {
        double[] direction = new double[D];
        for (int d = 0; d < D; d++) {
          direction[d] = weights.get("directions")[d * features + feature];
        }
        mean +=
            Math.exp(dot(direction, q) - dot(q, q) / 2)
                * Math.exp(dot(direction, k) - dot(k, k) / 2)
                / features;
      }
      return mean;
    };
  }

  /** Qin et al. (2022), eq. 10: relu(q) · relu(k) cos(π/2 · (i − j) / M). */
  static Similarity cosine(int length) {
    return (weights, query, key, distance) -> {
      double product = 0;
      for (int d = 0; d < D; d++) {
        product += Math.max(query[d], 0) * Math.max(key[d], 0);
      }
      return product * Math.cos(Math.PI / 2 * distance / length);
    };
  }

  /** Arora et al. (2024), §4.1: 1 + s + s² / 2 with s = q · k / √d. */
  static double taylor(Map<String, double[]> weights, double[] query, double[] key, int distance) {
    double s = dot(query, key) / Math.sqrt(D);
    return 1 + s + s * s / 2;
  }

  private static double[] feature(double[] x) {
    return Arrays.stream(x).map(v -> v > 0 ? v + 1 : Math.exp(v)).toArray();
  }

  // ---- What they share

  private static Formula weighted(Score score, Pattern pattern, Weighting weighting) {
    return (row, weights) -> {
      double[][][] out = new double[row.query().length][row.queries()][];
      for (int head = 0; head < out.length; head++) {
        for (int i = 0; i < row.queries(); i++) {
          double[] scores = scores(row, weights, head, i, score, pattern);
          out[head][i] = mixed(row, head, weighting.of(scores));
        }
      }
      return out;
    };
  }

  /** -∞ for keys that a query may not attend to, or does not see. */
  private static double[] scores(
      Row row, Map<String, double[]> weights, int head, int i, Score score, Pattern pattern) {
    double[] scores = new double[row.keys()];
    for (int j = 0; j < row.keys(); j++) {
      double[] key = row.key()[keyValueHead(row, head)][j];
      boolean seen = row.allows(i, j) && pattern.sees(row.distance(i, j));
      scores[j] =
          seen
              ? score.of(row, weights, head, row.query()[head][i], key) + row.bias()[head][i][j]
              : Double.NEGATIVE_INFINITY;
    }
    return scores;
  }

  /** The sum of values, each with its weight. */
  private static double[] mixed(Row row, int head, double[] weights) {
    double[] sum = new double[D];
    for (int j = 0; j < weights.length; j++) {
      for (int d = 0; d < D; d++) {
        sum[d] += weights[j] * row.value()[keyValueHead(row, head)][j][d];
      }
    }
    return sum;
  }

  /** Ainslie et al. (2023), Figure 2: neighbouring query heads share one. */
  private static int keyValueHead(Row row, int head) {
    return head / (row.query().length / row.key().length);
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int d = 0; d < left.length; d++) {
      sum += left[d] * right[d];
    }
    return sum;
  }
}
