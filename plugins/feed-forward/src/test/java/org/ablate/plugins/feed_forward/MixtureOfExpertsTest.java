package org.ablate.plugins.feed_forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ablate.plugin.Padding;
import org.ablate.plugins.feed_forward.MixtureOfExperts.Gates;
import org.ablate.tensor.Array;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Mode;
import org.junit.jupiter.api.Test;

/** Against the papers' formulas, written out in loops over random tokens and weights. */
class MixtureOfExpertsTest {
  /** A few roundings of sums of six numbers near 1 in double precision. */
  private static final double TOLERANCE = 1e-12;

  private static final int EXPERTS = 3;
  private static final int IN = Weights.D_MODEL;
  private static final int HIDDEN = Weights.D_FF;

  @Test
  void a_token_takes_its_chosen_experts_by_the_softmax_among_them() {
    Weights weights = Weights.of(new MixtureOfExperts(EXPERTS, 2, Gates.CHOSEN, 0, true));
    for (int token = 0; token < Weights.TOKENS; token++) {
      double[] logits = logits(weights, token);
      List<Integer> chosen = highest(logits, 2);
      double total = chosen.stream().mapToDouble(e -> Math.exp(logits[e])).sum();
      double[] expected = new double[IN];
      for (int expert : chosen) {
        addTimes(Math.exp(logits[expert]) / total, expert(weights, token, expert), expected);
      }
      assertArrayEquals(expected, weights.transformed(token), TOLERANCE);
    }
  }

  @Test
  void a_token_takes_one_expert_by_its_probability_among_all() {
    Weights weights = Weights.of(new MixtureOfExperts(EXPERTS, 1, Gates.ALL, 0, true));
    for (int token = 0; token < Weights.TOKENS; token++) {
      int best = highest(logits(weights, token), 1).get(0);
      double[] expected = new double[IN];
      addTimes(probabilities(logits(weights, token))[best], expert(weights, token, best), expected);
      assertArrayEquals(expected, weights.transformed(token), TOLERANCE);
    }
  }

  @Test
  void the_loss_that_balances_is_that_of_switch_transformers() {
    double alpha = 0.5;
    Weights weights =
        Weights.of(new MixtureOfExperts(EXPERTS, 1, Gates.ALL, alpha, true), Mode.TRAINING);

    assertArrayEquals(
        new double[] {alpha * imbalance(weights, Weights.TOKENS)},
        weights.output("load_balance"),
        TOLERANCE);
  }

  @Test
  void padding_is_no_load() {
    boolean[] isToken = {true, true, true, true, false};
    Weights padded =
        Weights.of(
            new MixtureOfExperts(EXPERTS, 1, Gates.ALL, 1, true),
            Mode.TRAINING,
            scope ->
                Padding.of(scope.constant(isToken, Dim.one(), Dim.of("position", Weights.TOKENS))));

    assertArrayEquals(
        new double[] {imbalance(padded, Weights.TOKENS - 1)},
        padded.output("load_balance"),
        TOLERANCE);
  }

  @Test
  void experts_that_are_all_chosen_are_balanced() {
    Weights weights =
        Weights.of(new MixtureOfExperts(EXPERTS, EXPERTS, Gates.CHOSEN, 1, true), Mode.TRAINING);

    assertArrayEquals(new double[] {1}, weights.output("load_balance"), TOLERANCE);
  }

  @Test
  void nothing_is_added_to_the_loss_outside_training_or_without_a_weight() {
    assertEquals(
        List.of("y"),
        List.copyOf(
            Weights.of(new MixtureOfExperts(2, 2, Gates.CHOSEN, 0.01, true))
                .graph()
                .outputs()
                .keySet()));
    assertEquals(
        List.of("y"),
        List.copyOf(
            Weights.of(new MixtureOfExperts(2, 2, Gates.CHOSEN, 0, true), Mode.TRAINING)
                .graph()
                .outputs()
                .keySet()));
  }

  @Test
  void one_expert_is_a_plain_feed_forward() {
    Weights mixture = Weights.of(new MixtureOfExperts(1, 1, Gates.CHOSEN, 0, true));
    Weights plain = Weights.of(new Relu(true));
    Map<String, Array> same = new HashMap<>(mixture.values());
    plain.values().keySet().forEach(name -> same.put(name, reshaped(plain, name, mixture)));

    assertArrayEquals(
        plain.output("y"),
        new Weights(mixture.graph(), plain.tokens(), same).output("y"),
        TOLERANCE);
  }

  @Test
  void more_experts_than_there_are_cannot_be_chosen() {
    assertRefused(
        "top_k must be from 1 to the number of experts, which is 2, got 3",
        () -> new MixtureOfExperts(2, 3, Gates.CHOSEN, 0, true));
  }

  @Test
  void a_router_that_would_learn_nothing_is_refused() {
    assertRefused(
        "top_k must be at least 2 where gates is chosen: the weight of a single expert is always 1, and the router learns nothing; set gates to all",
        () -> new MixtureOfExperts(4, 1, Gates.CHOSEN, 0, true));
  }

  @Test
  void there_is_at_least_one_expert() {
    assertRefused(
        "experts must be at least 1, got 0",
        () -> new MixtureOfExperts(0, 1, Gates.CHOSEN, 0, true));
  }

  @Test
  void imbalance_is_not_rewarded() {
    assertRefused(
        "load_balance must be at least 0, got -1.0",
        () -> new MixtureOfExperts(2, 2, Gates.CHOSEN, -1, true));
  }

  private static void assertRefused(String message, Runnable construction) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, construction::run).getMessage());
  }

  private static Array reshaped(Weights plain, String name, Weights mixture) {
    return Array.of(plain.get(name), mixture.values().get(name).shape());
  }

  /** n Σᵢ fᵢ Pᵢ over the first tokens. */
  private static double imbalance(Weights weights, int tokens) {
    double[] load = new double[EXPERTS];
    double[] probability = new double[EXPERTS];
    for (int token = 0; token < tokens; token++) {
      double[] logits = logits(weights, token);
      load[highest(logits, 1).get(0)] += 1.0 / tokens;
      addTimes(1.0 / tokens, probabilities(logits), probability);
    }
    return EXPERTS * IntStream.range(0, EXPERTS).mapToDouble(e -> load[e] * probability[e]).sum();
  }

  private static double[] logits(Weights weights, int token) {
    double[] logits = new double[EXPERTS];
    for (int expert = 0; expert < EXPERTS; expert++) {
      for (int i = 0; i < IN; i++) {
        logits[expert] +=
            weights.tokens()[token][i] * weights.get("router.weight")[i * EXPERTS + expert];
      }
    }
    return logits;
  }

  private static List<Integer> highest(double[] logits, int count) {
    return IntStream.range(0, logits.length)
        .boxed()
        .sorted((a, b) -> Double.compare(logits[b], logits[a]))
        .limit(count)
        .toList();
  }

  private static double[] probabilities(double[] logits) {
    double total = Arrays.stream(logits).map(Math::exp).sum();
    return Arrays.stream(logits).map(logit -> Math.exp(logit) / total).toArray();
  }

  /** max(0, xW₁ + b₁) W₂ + b₂ with the matrices of one expert. */
  private static double[] expert(Weights weights, int token, int expert) {
    double[] output = new double[IN];
    for (int o = 0; o < IN; o++) {
      output[o] = weights.get("out.bias")[expert * IN + o];
      for (int j = 0; j < HIDDEN; j++) {
        double hidden = weights.get("in.bias")[expert * HIDDEN + j];
        for (int i = 0; i < IN; i++) {
          hidden +=
              weights.tokens()[token][i] * weights.get("in.weight")[(expert * IN + i) * HIDDEN + j];
        }
        output[o] +=
            Math.max(0, hidden) * weights.get("out.weight")[(expert * HIDDEN + j) * IN + o];
      }
    }
    return output;
  }

  private static void addTimes(double factor, double[] values, double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * values[i];
    }
  }
}
