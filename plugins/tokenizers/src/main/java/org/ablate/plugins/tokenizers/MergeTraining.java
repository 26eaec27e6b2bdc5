package org.ablate.plugins.tokenizers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Learns merges: again and again the most frequent pair of neighbouring tokens becomes one token.
 * Gage (1994); Sennrich et al. (2016), arXiv:1508.07909, §3.2, algorithm 1. Of pairs of the same
 * frequency the one whose tokens were known first is merged first. Only the words that have a pair
 * are looked at when it is merged.
 */
final class MergeTraining {

  /** Two tokens that become one. */
  record Merge(String first, String second) {}

  /**
   * What was learned.
   *
   * @param tokens the alphabet, then what merges made, in the order in which it was learned
   * @param merges in the order in which they were learned
   */
  record Learned(List<String> tokens, List<Merge> merges) {}

  private record Pair(int first, int second) {}

  private record Candidate(Pair pair, long count) {}

  private static final class Word {
    private final int count;
    private int[] tokens;

    Word(int[] tokens, int count) {
      this.tokens = tokens;
      this.count = count;
    }
  }

  private static final class Occurrences {
    private long count;
    private final TreeSet<Integer> words = new TreeSet<>();
  }

  private final String continuation;
  private final List<String> tokens;
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<Word> words = new ArrayList<>();
  private final Map<Pair, Occurrences> pairs = new HashMap<>();
  private final PriorityQueue<Candidate> candidates =
      new PriorityQueue<>(
          Comparator.comparingLong(Candidate::count)
              .reversed()
              .thenComparingInt(candidate -> candidate.pair().first())
              .thenComparingInt(candidate -> candidate.pair().second()));

  /**
   * Prepares the training.
   *
   * @param alphabet the tokens to begin with
   * @param continuation what tokens that go on a word begin with, and lose when they are merged
   * @param counts the words with their frequencies
   * @param split the tokens of the alphabet in a word
   */
  MergeTraining(
      List<String> alphabet,
      String continuation,
      Map<String, Integer> counts,
      Function<String, List<String>> split) {
    this.continuation = continuation;
    this.tokens = new ArrayList<>(alphabet);
    alphabet.forEach(token -> ids.put(token, ids.size()));
    counts.forEach(
        (word, count) ->
            words.add(new Word(split.apply(word).stream().mapToInt(ids::get).toArray(), count)));
    for (int word = 0; word < words.size(); word++) {
      count(word, 1);
    }
    pairs.forEach((pair, found) -> candidates.add(new Candidate(pair, found.count)));
  }

  /**
   * Learns.
   *
   * @param most how many merges there are at most
   * @param minFrequency how often a pair must occur to be merged
   */
  Learned learn(int most, int minFrequency) {
    List<Merge> merges = new ArrayList<>();
    while (merges.size() < most && !candidates.isEmpty()) {
      Candidate best = candidates.poll();
      Occurrences found = pairs.get(best.pair());
      if (found == null || found.count < minFrequency) {
        continue;
      }
      if (found.count < best.count()) {
        candidates.add(new Candidate(best.pair(), found.count)); // its words were merged otherwise
        continue;
      }
      merges.add(new Merge(tokens.get(best.pair().first()), tokens.get(best.pair().second())));
      merge(best.pair());
    }
    return new Learned(List.copyOf(tokens), List.copyOf(merges));
  }

  private void merge(Pair pair) {
    String second = tokens.get(pair.second());
    String joined =
        tokens.get(pair.first())
            + (second.startsWith(continuation) ? second.substring(continuation.length()) : second);
    int merged = ids.computeIfAbsent(joined, this::add);
    TreeSet<Integer> having = new TreeSet<>(pairs.get(pair).words);
    TreeSet<Integer> changed = new TreeSet<>();
    for (int word : having) {
      count(word, -1);
      words.get(word).tokens = replaced(words.get(word).tokens, pair, merged);
      count(word, 1);
      changed.add(word);
    }
    pairs.remove(pair);
    for (int word : changed) {
      int[] now = words.get(word).tokens;
      for (int i = 0; i + 1 < now.length; i++) {
        if (now[i] == merged || now[i + 1] == merged) {
          Pair made = new Pair(now[i], now[i + 1]);
          candidates.add(new Candidate(made, pairs.get(made).count));
        }
      }
    }
  }

  private int add(String token) {
    tokens.add(token);
    return tokens.size() - 1;
  }

  /** Adds the pairs of a word to those that there are, or takes them away. */
  private void count(int word, int sign) {
    int[] row = words.get(word).tokens;
    for (int i = 0; i + 1 < row.length; i++) {
      Pair pair = new Pair(row[i], row[i + 1]);
      Occurrences found = pairs.computeIfAbsent(pair, p -> new Occurrences());
      found.count += (long) sign * words.get(word).count;
      if (sign > 0) {
        found.words.add(word);
      } else {
        found.words.remove(word);
      }
    }
  }

  private static int[] replaced(int[] row, Pair pair, int merged) {
    int[] result = new int[row.length];
    int length = 0;
    for (int i = 0; i < row.length; i++) {
      boolean here = i + 1 < row.length && row[i] == pair.first() && row[i + 1] == pair.second();
      result[length++] = here ? merged : row[i];
      i += here ? 1 : 0;
    }
    return Arrays.copyOf(result, length);
  }
}
