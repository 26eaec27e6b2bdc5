package org.ablate.plugins.tokenizers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Learns tokens and their probabilities. Kudo (2018), arXiv:1804.10959, §3.2: start from many
 * frequent parts of words; estimate probabilities by expectation maximization; leave out the tokens
 * whose loss costs the least likelihood; repeat until few enough are left. The sizes of the steps
 * are those of its authors' program, SentencePiece.
 */
final class UnigramTraining {
  private static final int LONGEST = 16;
  private static final int SEEDS_PER_TOKEN = 10;
  private static final int ROUNDS_OF_ESTIMATION = 2;
  private static final double KEPT_IN_A_ROUND = 0.75;

  /** So many more than are asked for are kept until the last estimation. */
  private static final double SPARE = 1.1;

  /** What is expected less often is left out. */
  private static final double LEAST_EXPECTED = 0.5;

  private final Map<String, Integer> words;
  private final int size;

  /**
   * Prepares the training.
   *
   * @param words with their frequencies
   * @param size how many tokens are to be left
   */
  UnigramTraining(Map<String, Integer> words, int size) {
    this.words = words;
    this.size = size;
  }

  UnigramModel learn() {
    UnigramModel model = seeds();
    while (true) {
      for (int round = 0; round < ROUNDS_OF_ESTIMATION; round++) {
        model = estimated(model);
      }
      if (model.tokens().size() <= SPARE * size) {
        return finished(model);
      }
      UnigramModel pruned = pruned(model);
      if (pruned.tokens().size() == model.tokens().size()) {
        return finished(model); // only characters are left, which stay
      }
      model = pruned;
    }
  }

  /** All characters, and the parts of words that cover most of the texts. */
  private UnigramModel seeds() {
    Map<String, Long> characters = new HashMap<>();
    Map<String, Long> parts = new HashMap<>();
    words.forEach(
        (word, count) -> {
          int[] places = places(word);
          for (int from = 0; from + 1 < places.length; from++) {
            for (int to = from + 1; to < places.length && to - from <= LONGEST; to++) {
              String part = word.substring(places[from], places[to]);
              (to == from + 1 ? characters : parts).merge(part, (long) count, Long::sum);
            }
          }
        });
    List<Map.Entry<String, Long>> chosen =
        new ArrayList<>(
            parts.entrySet().stream()
                .filter(part -> part.getValue() > 1)
                .sorted(
                    Comparator.comparingLong(
                            (Map.Entry<String, Long> part) ->
                                -part.getValue() * part.getKey().length())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit((long) SEEDS_PER_TOKEN * size)
                .toList());
    characters.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(chosen::add);
    double[] weights =
        chosen.stream().mapToDouble(part -> part.getValue() * part.getKey().length()).toArray();
    double total = IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).sum();
    return new UnigramModel(
        chosen.stream().map(Map.Entry::getKey).toList(),
        IntStream.range(0, weights.length)
            .mapToDouble(i -> Math.log(weights[i] / total))
            .toArray());
  }

  /** Where the characters of a word begin, and where the last ends. */
  private static int[] places(String word) {
    int count = word.codePointCount(0, word.length());
    return IntStream.rangeClosed(0, count).map(i -> word.offsetByCodePoints(0, i)).toArray();
  }

  /**
   * A step of expectation maximization. The digamma function in the place of the logarithm, which
   * favours fewer tokens, is that of a Bayesian estimate (Liang and Klein 2007).
   */
  private UnigramModel estimated(UnigramModel model) {
    double[] expected = new double[model.tokens().size()];
    words.forEach((word, count) -> model.addExpectations(word, count, expected));
    List<String> tokens = new ArrayList<>();
    List<Double> counts = new ArrayList<>();
    double total = 0;
    for (int token = 0; token < expected.length; token++) {
      boolean stays = expected[token] >= LEAST_EXPECTED || isCharacter(model.tokens().get(token));
      if (stays) {
        double count = Math.max(expected[token], LEAST_EXPECTED);
        tokens.add(model.tokens().get(token));
        counts.add(count);
        total += count;
      }
    }
    double logTotal = digamma(total);
    return new UnigramModel(
        tokens, counts.stream().mapToDouble(count -> digamma(count) - logTotal).toArray());
  }

  /** Leaves out a quarter of the tokens, or as many as are too many. */
  private UnigramModel pruned(UnigramModel model) {
    int count = model.tokens().size();
    double[] frequency = new double[count];
    words.forEach(
        (word, occurrences) -> {
          for (int token : model.encode(word)) {
            frequency[token] += occurrences;
          }
        });
    double total = IntStream.range(0, count).mapToDouble(i -> frequency[i]).sum();
    double[] loss = new double[count];
    for (int token = 0; token < count; token++) {
      loss[token] =
          isCharacter(model.tokens().get(token))
              ? Double.POSITIVE_INFINITY
              : loss(token, frequency, total, model);
    }
    int left = Math.max((int) (SPARE * size), (int) (KEPT_IN_A_ROUND * count));
    int[] kept =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer token) -> -loss[token]))
            .limit(Math.max(left, characters(model)))
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    return selected(model, kept);
  }

  private static long characters(UnigramModel model) {
    return model.tokens().stream().filter(UnigramTraining::isCharacter).count();
  }

  /** How much the likelihood falls where the other tokens must write what a token wrote. */
  private static double loss(int token, double[] frequency, double total, UnigramModel model) {
    if (frequency[token] == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    int[] instead = model.mostLikely(model.tokens().get(token), token);
    double logTotal = Math.log(total + frequency[token] * (instead.length - 1));
    double without = 0;
    for (int other : instead) {
      without += Math.log(frequency[other] + frequency[token]) - logTotal;
    }
    double with = Math.log(frequency[token]) - Math.log(total);
    return frequency[token] / total * (with - without);
  }

  /** The most likely tokens, and all characters. */
  private UnigramModel finished(UnigramModel model) {
    long others = Math.max(0, size - characters(model));
    List<Integer> byScore =
        IntStream.range(0, model.tokens().size())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer token) -> -model.score(token)))
            .toList();
    List<Integer> kept = new ArrayList<>();
    long left = others;
    for (int token : byScore) {
      boolean character = isCharacter(model.tokens().get(token));
      if (character || left > 0) {
        kept.add(token);
        left -= character ? 0 : 1;
      }
    }
    return selected(model, kept.stream().mapToInt(Integer::intValue).toArray());
  }

  private static UnigramModel selected(UnigramModel model, int[] tokens) {
    return new UnigramModel(
        IntStream.of(tokens).mapToObj(model.tokens()::get).toList(),
        IntStream.of(tokens).mapToDouble(model::score).toArray());
  }

  private static boolean isCharacter(String token) {
    return token.codePointCount(0, token.length()) == 1;
  }

  /** The derivative of the logarithm of the gamma function, by its asymptotic series. */
  private static double digamma(double x) {
    double shifted = x;
    double sum = 0;
    while (shifted < 7) {
      sum -= 1 / shifted;
      shifted++;
    }
    double y = shifted - 0.5;
    double z = 1 / (y * y);
    return sum
        + Math.log(y)
        + z * (1.0 / 24 + z * (-7.0 / 960 + z * (31.0 / 8064 - z * 127.0 / 30720)));
  }
}
