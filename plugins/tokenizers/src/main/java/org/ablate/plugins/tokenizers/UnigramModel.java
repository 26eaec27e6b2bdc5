package org.ablate.plugins.tokenizers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens with log-probabilities; a piece of text is cut so that the product of its tokens'
 * probabilities is largest. Kudo (2018), arXiv:1804.10959, eq. 2, found with Viterbi's algorithm
 * (1967). A character that is no token is possible, but far less likely than any token; neighbours
 * of that kind are one unknown token.
 */
final class UnigramModel {
  /** The type in tokenizer files. */
  static final String TYPE = "Unigram";

  /** How much less likely the unknown is than the least likely token, as in SentencePiece. */
  private static final double UNKNOWN_PENALTY = 10;

  private static final int UNKNOWN = -1;
  private static final int NOT_REACHED = -1;
  private static final int KEPT = 1 << 16;

  private final List<String> tokens;
  private final double[] scores;
  private final double unknownScore;
  private final Trie trie;
  private final Map<String, int[]> known = new ConcurrentHashMap<>();

  UnigramModel(List<String> tokens, double[] scores) {
    this.tokens = tokens;
    this.scores = scores;
    this.unknownScore = Arrays.stream(scores).min().orElse(0) - UNKNOWN_PENALTY;
    this.trie = new Trie(tokens);
  }

  /** The model of a tokenizer file. */
  static UnigramModel read(ModelSettings settings) {
    List<String> tokens = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    for (Object entry : settings.list("vocab")) {
      if (!(entry instanceof List<?> pair
          && pair.size() == 2
          && pair.get(0) instanceof String token
          && pair.get(1) instanceof Number score)) {
        throw new IllegalArgumentException(
            "the tokenizer file is damaged: '%s' is no token with a score".formatted(entry));
      }
      tokens.add(token);
      scores.add(score.doubleValue());
    }
    int count = tokens.size() - 1; // the last is for what is unknown
    return new UnigramModel(
        TokenTable.of(tokens.subList(0, count)).tokens(),
        scores.subList(0, count).stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The tokens with their scores as files have them. */
  List<Object> written() {
    List<Object> entries = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      entries.add(List.of(tokens.get(i), scores[i]));
    }
    entries.add(List.of(Scheme.UNKNOWN, 0.0));
    return entries;
  }

  List<String> tokens() {
    return tokens;
  }

  double score(int token) {
    return scores[token];
  }

  /** The ids of a piece's most likely tokens. */
  int[] encode(String piece) {
    int[] ids = known.get(piece);
    if (ids == null) {
      ids = mostLikely(piece, UNKNOWN);
      if (known.size() < KEPT) {
        known.put(piece, ids);
      }
    }
    return ids;
  }

  /**
   * The most likely tokens of a piece.
   *
   * @param excluded a token that may not be used
   */
  int[] mostLikely(String piece, int excluded) {
    Viterbi viterbi = new Viterbi(piece.length());
    for (int start = 0; start < piece.length(); ) {
      int next = start + Character.charCount(piece.codePointAt(start));
      int from = start;
      boolean[] single = {false};
      trie.find(
          piece,
          start,
          (token, end) -> {
            if (token != excluded) {
              viterbi.offer(from, end, token, scores[token]);
              single[0] |= end == next;
            }
          });
      if (!single[0]) {
        viterbi.offer(start, next, UNKNOWN, unknownScore);
      }
      start = next;
    }
    return viterbi.path();
  }

  /** The best way to each place so far. */
  private static final class Viterbi {
    private final double[] score;
    private final int[] from;
    private final int[] token;

    Viterbi(int length) {
      score = new double[length + 1];
      from = new int[length + 1];
      token = new int[length + 1];
      Arrays.fill(from, NOT_REACHED);
    }

    void offer(int start, int end, int id, double idScore) {
      double candidate = idScore + score[start];
      if (from[end] == NOT_REACHED || candidate > score[end]) {
        score[end] = candidate;
        from[end] = start;
        token[end] = id;
      }
    }

    int[] path() {
      List<Integer> path = new ArrayList<>();
      for (int end = score.length - 1; end > 0; end = from[end]) {
        boolean unknownAgain =
            token[end] == UNKNOWN && !path.isEmpty() && path.get(path.size() - 1) == UNKNOWN;
        if (!unknownAgain) {
          path.add(token[end]);
        }
      }
      Collections.reverse(path);
      return path.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /**
   * How often each token is expected in a piece, over all ways to cut it, weighted by their
   * probabilities: the forward-backward algorithm (Baum 1972).
   *
   * @param weight how often the piece occurs
   * @param expected where the expectations are added
   */
  void addExpectations(String piece, double weight, double[] expected) {
    int length = piece.length();
    double[] forward = new double[length + 1]; // log of the sum over ways to a place
    double[] backward = new double[length + 1]; // log of the sum over ways from a place
    Arrays.fill(forward, Double.NEGATIVE_INFINITY);
    Arrays.fill(backward, Double.NEGATIVE_INFINITY);
    forward[0] = 0;
    backward[length] = 0;
    for (int start = 0; start < length; start++) {
      int from = start;
      if (forward[from] != Double.NEGATIVE_INFINITY) {
        trie.find(
            piece,
            from,
            (token, end) -> forward[end] = logSum(forward[end], forward[from] + scores[token]));
      }
    }
    for (int start = length - 1; start >= 0; start--) {
      int from = start;
      trie.find(
          piece,
          from,
          (token, end) -> backward[from] = logSum(backward[from], backward[end] + scores[token]));
    }
    double total = forward[length];
    for (int start = 0; start < length; start++) {
      int from = start;
      if (forward[from] != Double.NEGATIVE_INFINITY) {
        trie.find(
            piece,
            from,
            (token, end) ->
                expected[token] +=
                    weight * Math.exp(forward[from] + scores[token] + backward[end] - total));
      }
    }
  }

  private static double logSum(double a, double b) {
    double larger = Math.max(a, b);
    return larger == Double.NEGATIVE_INFINITY
        ? larger
        : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
  }
}
