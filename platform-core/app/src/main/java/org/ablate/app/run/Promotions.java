package org.ablate.app.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rule by which asynchronous successive halving promotes: whenever something can be begun, the
 * best that is among the first 1/η of the highest rung and has not been promoted from it. Li et al.
 * (2020), arXiv:1810.05934, algorithm 2, {@code get_job}. What is decided depends on the results
 * that are known alone, not on the order in which they came in.
 *
 * <p>Rungs are counted from 0; from the last nothing is promoted.
 */
final class Promotions {
  private final int factor;
  private final boolean higherIsBetter;
  private final List<Map<String, Double>> results = new ArrayList<>();
  private final List<Set<String>> promoted = new ArrayList<>();
  private final List<String> order;

  /**
   * Something that goes on.
   *
   * @param name its name
   * @param toRung the rung that it is to reach
   */
  record Promotion(String name, int toRung) {}

  /**
   * Before any result.
   *
   * @param factor the η of the paper
   * @param rungs how many rungs there are
   * @param higherIsBetter of the scores
   * @param order all that take part; among equals the first is preferred
   */
  Promotions(int factor, int rungs, boolean higherIsBetter, List<String> order) {
    this.factor = factor;
    this.higherIsBetter = higherIsBetter;
    this.order = List.copyOf(order);
    for (int rung = 0; rung < rungs; rung++) {
      results.add(new HashMap<>());
      promoted.add(new HashSet<>());
    }
  }

  /**
   * Something has reached a rung.
   *
   * @param score not a number if it was lost on the way; then it counts, but is never promoted
   */
  void reached(String name, int rung, double score) {
    results.get(rung).put(name, score);
  }

  /** Something has been promoted from a rung. */
  void promoted(String name, int fromRung) {
    promoted.get(fromRung).add(name);
  }

  /** What is to be promoted now, which then counts as promoted. */
  Optional<Promotion> next() {
    for (int rung = results.size() - 2; rung >= 0; rung--) {
      Map<String, Double> scores = results.get(rung);
      Set<String> gone = promoted.get(rung);
      Optional<String> best =
          ranked(scores).stream()
              .limit(scores.size() / factor)
              .filter(name -> !scores.get(name).isNaN() && !gone.contains(name))
              .findFirst();
      if (best.isPresent()) {
        gone.add(best.get());
        return Optional.of(new Promotion(best.get(), rung + 1));
      }
    }
    return Optional.empty();
  }

  /** The best first, what was lost last. */
  private List<String> ranked(Map<String, Double> scores) {
    Comparator<Double> byScore =
        higherIsBetter ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return order.stream()
        .filter(scores::containsKey)
        .sorted(
            Comparator.comparing((String name) -> scores.get(name).isNaN())
                .thenComparing(scores::get, byScore))
        .toList();
  }
}
