package org.ablate.plugins.tokenizers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
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

    /** Words that have the pair or had it, some of them several times. */
    private final IntList words = new IntList();
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
    for (int index = 0; index < words.size(); index++) {
      int word = index;
      forEachPair(
          words.get(word).tokens,
          pair -> {
            addTo(pair, words.get(word).count);
            pairs.get(pair).words.add(word);
          });
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
    Set<Pair> made = new HashSet<>();
    for (int index : pairs.remove(pair).words.stream().toArray()) {
      Word word = words.get(index);
      int[] replaced = replaced(word.tokens, pair, merged);
      if (replaced.length < word.tokens.length) { // else it had the pair before another merge
        forEachPair(word.tokens, other -> addTo(other, -word.count));
        word.tokens = replaced;
        forEachPair(
            replaced,
            other -> {
              addTo(other, word.count);
              if (other.first() == merged || other.second() == merged) {
                pairs.get(other).words.add(index);
                made.add(other);
              }
            });
      }
    }
    pairs.remove(pair);
    made.forEach(other -> candidates.add(new Candidate(other, pairs.get(other).count)));
  }

  private int add(String token) {
    tokens.add(token);
    return tokens.size() - 1;
  }

  private void addTo(Pair pair, int count) {
    pairs.computeIfAbsent(pair, p -> new Occurrences()).count += count;
  }

  private static void forEachPair(int[] row, Consumer<Pair> action) {
    for (int i = 0; i + 1 < row.length; i++) {
      action.accept(new Pair(row[i], row[i + 1]));
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
