package org.ablate.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.ablate.app.run.Promotions.Promotion;
import org.ablate.experiment.Halving;
import org.junit.jupiter.api.Test;

/** Li et al. (2020), arXiv:1810.05934, algorithm 2. */
class PromotionsTest {
  private static final List<String> NINE = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i");

  private static Promotions ofLosses(int factor, int rungs) {
    return new Promotions(factor, rungs, false, NINE);
  }

  private static Optional<Promotion> promotion(String name, int toRung) {
    return Optional.of(new Promotion(name, toRung));
  }

  @Test
  void nothing_is_promoted_before_as_many_results_as_the_factor() {
    Promotions promotions = ofLosses(3, 3);
    promotions.reached("a", 0, 1);
    promotions.reached("b", 0, 2);
    assertEquals(Optional.empty(), promotions.next());
    promotions.reached("c", 0, 3);
    assertEquals(promotion("a", 1), promotions.next());
    assertEquals(Optional.empty(), promotions.next());
  }

  @Test
  void the_best_is_promoted_once() {
    Promotions promotions = ofLosses(3, 2);
    for (int i = 0; i < 6; i++) {
      promotions.reached(NINE.get(i), 0, -i);
    }
    assertEquals(promotion("f", 1), promotions.next());
    assertEquals(promotion("e", 1), promotions.next());
    assertEquals(Optional.empty(), promotions.next());
  }

  @Test
  void a_later_result_is_promoted_at_once_if_it_is_the_best() {
    Promotions promotions = ofLosses(3, 2);
    promotions.reached("a", 0, 3);
    promotions.reached("b", 0, 2);
    promotions.reached("c", 0, 4);
    assertEquals(promotion("b", 1), promotions.next());
    promotions.reached("d", 0, 1);
    // The top third of four is one, and that is the new one.
    assertEquals(promotion("d", 1), promotions.next());
  }

  @Test
  void the_highest_rung_comes_first() {
    Promotions promotions = ofLosses(2, 3);
    for (int i = 0; i < 4; i++) {
      promotions.reached(NINE.get(i), 0, i);
    }
    assertEquals(promotion("a", 1), promotions.next());
    promotions.reached("a", 1, 5);
    assertEquals(promotion("b", 1), promotions.next());
    promotions.reached("b", 1, 4);
    promotions.reached("e", 0, -1);
    promotions.reached("f", 0, -2);
    assertEquals(promotion("b", 2), promotions.next());
    assertEquals(promotion("f", 1), promotions.next());
  }

  @Test
  void from_the_last_rung_nothing_is_promoted() {
    Promotions promotions = ofLosses(2, 2);
    promotions.reached("a", 1, 1);
    promotions.reached("b", 1, 2);
    assertEquals(Optional.empty(), promotions.next());
  }

  @Test
  void a_lost_one_counts_but_is_not_promoted() {
    Promotions promotions = ofLosses(2, 2);
    promotions.reached("a", 0, Double.NaN);
    promotions.reached("b", 0, 7);
    assertEquals(promotion("b", 1), promotions.next());
    promotions.reached("c", 0, Double.NaN);
    promotions.reached("d", 0, Double.NaN);
    assertEquals(Optional.empty(), promotions.next());
  }

  @Test
  void higher_scores_can_be_better_and_among_equals_the_first_is() {
    Promotions promotions = new Promotions(3, 2, true, NINE);
    promotions.reached("c", 0, 0.5);
    promotions.reached("b", 0, 0.9);
    promotions.reached("a", 0, 0.9);
    assertEquals(promotion("a", 1), promotions.next());
  }

  @Test
  void what_is_decided_does_not_depend_on_the_order_of_what_is_known() {
    List<Integer> order = new ArrayList<>(IntStream.range(0, 9).boxed().toList());
    Set<List<Promotion>> decisions = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(order, new Random(seed));
      Promotions promotions = ofLosses(3, 2);
      order.forEach(i -> promotions.reached(NINE.get(i), 0, (i * 5) % 9));
      List<Promotion> made = new ArrayList<>();
      for (Optional<Promotion> p = promotions.next(); p.isPresent(); p = promotions.next()) {
        made.add(p.get());
      }
      decisions.add(made);
    }
    assertEquals(1, decisions.size());
    assertEquals(3, decisions.iterator().next().size());
  }

  /** In every order of six results: what the plan says that halving costs at most. */
  @Test
  void no_order_promotes_more_than_the_plan_says_and_one_promotes_as_many() {
    for (int factor = 2; factor <= 3; factor++) {
      int most = 0;
      for (List<Integer> order : permutations(6)) {
        Promotions promotions = ofLosses(factor, 2);
        int count = 0;
        for (int i = 0; i < order.size(); i++) {
          promotions.reached(NINE.get(i), 0, order.get(i));
          while (promotions.next().isPresent()) {
            count++;
          }
        }
        assertTrue(count >= 6 / factor, order + " promotes " + count);
        most = Math.max(most, count);
      }
      assertEquals(new Halving(factor, 1).mostPromoted(6), most);
    }
  }

  private static List<List<Integer>> permutations(int length) {
    if (length == 0) {
      return List.of(List.of());
    }
    List<List<Integer>> all = new ArrayList<>();
    for (List<Integer> shorter : permutations(length - 1)) {
      for (int at = 0; at < length; at++) {
        List<Integer> longer = new ArrayList<>(shorter);
        longer.add(at, length);
        all.add(longer);
      }
    }
    return all;
  }
}
