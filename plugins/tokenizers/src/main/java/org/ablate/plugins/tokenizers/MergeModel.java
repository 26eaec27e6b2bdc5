package org.ablate.plugins.tokenizers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.ablate.plugins.tokenizers.MergeTraining.Merge;

/**
 * Merges tokens of a piece of text: always the pair that was learned first, the leftmost of
 * several. A piece of n tokens takes n log n steps; what came of the pieces that were met first is
 * kept.
 */
final class MergeModel {
  /** The type in tokenizer files. */
  static final String TYPE = "BPE";

  private static final int KEPT = 1 << 16;

  private final TokenTable table;
  private final List<Merge> merges;
  private final LongIntMap ranks = new LongIntMap();
  private final int[] results;
  private final Map<String, int[]> known = new ConcurrentHashMap<>();

  /**
   * A model.
   *
   * @throws IllegalArgumentException if a merge has a token, or makes one, that is not in the table
   */
  MergeModel(TokenTable table, List<Merge> merges) {
    this.table = table;
    this.merges = List.copyOf(merges);
    this.results = new int[merges.size()];
    for (int rank = 0; rank < merges.size(); rank++) {
      Merge merge = merges.get(rank);
      results[rank] = id(merge.first() + merge.second());
      ranks.put(LongIntMap.key(id(merge.first()), id(merge.second())), rank);
    }
  }

  private int id(String token) {
    int id = table.id(token);
    if (id < 0) {
      throw new IllegalArgumentException(
          "the tokenizer file is damaged: its merges have '%s', which is no token"
              .formatted(token));
    }
    return id;
  }

  /** The model of a tokenizer file. */
  static MergeModel read(ModelSettings settings) {
    List<Merge> merges = new ArrayList<>();
    for (Object entry : settings.list("merges")) {
      merges.add(merge(entry));
    }
    return new MergeModel(TokenTable.of(settings.vocabulary()), merges);
  }

  private static Merge merge(Object entry) {
    if (entry instanceof List<?> pair && pair.size() == 2) {
      return new Merge((String) pair.get(0), (String) pair.get(1));
    }
    String[] pair = entry.toString().split(" ", -1);
    if (pair.length != 2) {
      throw new IllegalArgumentException(
          "the tokenizer file is damaged: '%s' is no pair of tokens".formatted(entry));
    }
    return new Merge(pair[0], pair[1]);
  }

  /** The merges as files have them. */
  List<String> written() {
    return merges.stream().map(merge -> merge.first() + " " + merge.second()).toList();
  }

  TokenTable table() {
    return table;
  }

  /**
   * The ids of a piece's tokens.
   *
   * @param alphabet the tokens that the piece is made of before anything is merged
   */
  int[] encode(String piece, Alphabet alphabet) {
    int[] ids = known.get(piece);
    if (ids == null) {
      ids = merged(alphabet.split(piece).stream().mapToInt(table::id).toArray());
      if (known.size() < KEPT) {
        known.put(piece, ids);
      }
    }
    return ids;
  }

  /** How a piece is cut before anything is merged. */
  interface Alphabet {
    List<String> split(String piece);
  }

  /** A row of tokens in which each knows its neighbours, so that two can become one in place. */
  private int[] merged(int[] ids) {
    int[] next = IntStream.rangeClosed(1, ids.length).toArray();
    int[] previous = IntStream.range(-1, ids.length - 1).toArray();
    boolean[] gone = new boolean[ids.length];
    PriorityQueue<Long> possible = new PriorityQueue<>(); // by rank, then by place
    for (int place = 0; place + 1 < ids.length; place++) {
      offer(place, place + 1, ids, possible);
    }
    while (!possible.isEmpty()) {
      long best = possible.poll();
      int rank = (int) (best >>> Integer.SIZE);
      int place = (int) best;
      if (gone[place] || next[place] == ids.length || rank(ids[place], ids[next[place]]) != rank) {
        continue; // one of the two has been merged with another
      }
      int second = next[place];
      ids[place] = results[rank];
      gone[second] = true;
      next[place] = next[second];
      if (next[place] < ids.length) {
        previous[next[place]] = place;
        offer(place, next[place], ids, possible);
      }
      if (previous[place] >= 0) {
        offer(previous[place], place, ids, possible);
      }
    }
    return IntStream.range(0, ids.length).filter(place -> !gone[place]).map(p -> ids[p]).toArray();
  }

  private void offer(int place, int next, int[] ids, PriorityQueue<Long> possible) {
    int rank = rank(ids[place], ids[next]);
    if (rank != LongIntMap.ABSENT) {
      possible.add(LongIntMap.key(rank, place));
    }
  }

  private int rank(int first, int second) {
    return first < 0 || second < 0 ? LongIntMap.ABSENT : ranks.get(LongIntMap.key(first, second));
  }
}
