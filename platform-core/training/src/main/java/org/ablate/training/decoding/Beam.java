package org.ablate.training.decoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.ablate.model.SpecialToken;

/** The beginnings that {@link BeamSearch} goes on with. */
final class Beam implements Answer {
  private final BeamSearch search;
  private final int[] read;
  private List<Beginning> open = List.of(new Beginning(0, new int[0], 0));
  private final List<Beginning> ended = new ArrayList<>();

  Beam(BeamSearch search, int[] read) {
    this.search = search;
    this.read = read;
  }

  /**
   * A part of an answer, or all of it.
   *
   * @param parent the number of the beginning that it continues
   */
  private record Beginning(int parent, int[] tokens, double logProbability) {
    Beginning with(Continuation continuation) {
      int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
      longer[tokens.length] = continuation.token();
      return new Beginning(continuation.parent(), longer, continuation.logProbability());
    }
  }

  /** One more token. */
  private record Continuation(int parent, int token, double logProbability) {}

  @Override
  public void extend(double[][] logits) {
    List<Beginning> next = new ArrayList<>();
    List<Continuation> best = best(logits);
    for (int rank = 0; rank < best.size(); rank++) {
      Continuation continuation = best.get(rank);
      if (continuation.token() != SpecialToken.EOS.id()) {
        if (next.size() < search.width()) {
          next.add(open.get(continuation.parent()).with(continuation));
        }
      } else if (rank < search.width()) {
        ended.add(open.get(continuation.parent()).with(continuation));
      }
    }
    open = ended.size() >= search.width() ? List.of() : next;
  }

  /**
   * The most likely continuations, the best first: two for each place of the beam, so that there
   * are enough even if each beginning may end here.
   */
  private List<Continuation> best(double[][] logits) {
    int count = 2 * search.width();
    PriorityQueue<Continuation> best =
        new PriorityQueue<>(count + 1, Comparator.comparingDouble(Continuation::logProbability));
    for (int parent = 0; parent < open.size(); parent++) {
      double[] ofParent = logits[parent];
      search.penalty().apply(ofParent, read, open.get(parent).tokens());
      double before = open.get(parent).logProbability() - logSumExp(ofParent);
      for (int token = 0; token < ofParent.length; token++) {
        double logProbability = before + ofParent[token];
        if (best.size() < count || logProbability > best.peek().logProbability()) {
          best.add(new Continuation(parent, token, logProbability));
          if (best.size() > count) {
            best.remove();
          }
        }
      }
    }
    return best.stream()
        .sorted(
            Comparator.comparingDouble(Continuation::logProbability)
                .reversed()
                .thenComparing(Continuation::parent)
                .thenComparing(Continuation::token))
        .toList();
  }

  private static double logSumExp(double[] logits) {
    double highest = Arrays.stream(logits).max().orElseThrow();
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - highest);
    }
    return highest + Math.log(sum);
  }

  @Override
  public int open() {
    return open.size();
  }

  @Override
  public int[] parents() {
    return open.stream().mapToInt(Beginning::parent).toArray();
  }

  @Override
  public int[] lastTokens() {
    return open.stream()
        .map(Beginning::tokens)
        .mapToInt(tokens -> tokens[tokens.length - 1])
        .toArray();
  }

  @Override
  public int[] certain() {
    return open.isEmpty() ? best() : new int[0];
  }

  @Override
  public int[] best() {
    return (ended.isEmpty() ? open : ended)
        .stream()
            .max(
                Comparator.comparingDouble(
                    beginning ->
                        search.score(beginning.logProbability(), beginning.tokens().length)))
            .orElseThrow()
            .tokens();
  }
}
