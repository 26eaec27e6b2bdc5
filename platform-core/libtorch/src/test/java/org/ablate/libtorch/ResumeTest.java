package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ablate.tensor.Array;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Op;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same seed gives the same bits, and so does a run that was interrupted. */
class ResumeTest {
  private static final AdamW ADAM_W = new AdamW(0.9, 0.99, 1e-8, 0.1);
  private static final int STEPS = 6;

  private static Libtorch open(Precision precision, int threads) {
    return Libtorch.open(Device.CPU, precision, threads);
  }

  private static Weights weights(Libtorch libtorch, Graph graph, Map<String, Array> values) {
    return libtorch.weights(
        values, graph.parameters().stream().map(Op.Parameter::name).collect(Collectors.toSet()));
  }

  private static List<MicroBatch> batch(int step) {
    return List.of(
        new MicroBatch(TinyGpt.tokens(step, 4, 6), 1),
        new MicroBatch(TinyGpt.tokens(-step, 2, 5), 1));
  }

  private static double[] train(Precision precision, int threads, long seed) {
    Graph graph = TinyGpt.training(0.2);
    double[] losses = new double[STEPS];
    try (Libtorch libtorch = open(precision, threads);
        Weights weights = weights(libtorch, graph, graph.initialWeights(1));
        TrainingStep training = libtorch.trainingStep(graph, weights, ADAM_W, Clipping.toNorm(1))) {
      libtorch.seed(seed);
      for (int step = 0; step < STEPS; step++) {
        losses[step] = training.step(batch(step), 0.01).loss();
      }
    }
    return losses;
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void the_same_seed_gives_the_same_bits(Precision precision) {
    assertArrayEquals(train(precision, 1, 5), train(precision, 1, 5));
  }

  @Test
  void two_threads_give_the_same_bits_each_time() {
    assertArrayEquals(train(Precision.FLOAT32, 2, 5), train(Precision.FLOAT32, 2, 5));
  }

  @Test
  void another_seed_drops_out_others() {
    assertNotEquals(train(Precision.FLOAT32, 1, 5)[0], train(Precision.FLOAT32, 1, 6)[0]);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void a_resumed_run_gives_the_same_bits(Precision precision) {
    Graph graph = TinyGpt.training(0.2);
    double[] losses = new double[STEPS];
    Map<String, Array> savedWeights;
    Map<String, Array> savedOptimizer;
    byte[] savedRandom;
    try (Libtorch libtorch = open(precision, 1);
        Weights weights = weights(libtorch, graph, graph.initialWeights(1));
        TrainingStep training = libtorch.trainingStep(graph, weights, ADAM_W, Clipping.toNorm(1))) {
      libtorch.seed(5);
      for (int step = 0; step < STEPS / 2; step++) {
        losses[step] = training.step(batch(step), 0.01).loss();
      }
      savedWeights = weights.toArrays();
      savedOptimizer = training.optimizerState();
      savedRandom = libtorch.randomState();
    }
    try (Libtorch libtorch = open(precision, 1);
        Weights weights = weights(libtorch, graph, savedWeights);
        TrainingStep training = libtorch.trainingStep(graph, weights, ADAM_W, Clipping.toNorm(1))) {
      training.restoreOptimizerState(savedOptimizer);
      libtorch.restoreRandomState(savedRandom);
      for (int step = STEPS / 2; step < STEPS; step++) {
        losses[step] = training.step(batch(step), 0.01).loss();
      }
    }
    assertArrayEquals(train(precision, 1, 5), losses);
  }

  @Test
  void engines_do_not_draw_from_each_others_generators() {
    Graph graph =
        Graph.trace(
            Mode.TRAINING, s -> Map.of("noise", s.normal("noise", Shape.of(Dim.of("n", 5)))));
    try (Libtorch one = open(Precision.FLOAT64, 1);
        Libtorch other = open(Precision.FLOAT64, 1);
        Weights none = one.weights(Map.of(), Set.of());
        Weights noneOfOther = other.weights(Map.of(), Set.of());
        Program program = one.compile(graph);
        Program programOfOther = other.compile(graph)) {
      double[] first = program.run(none, Map.of()).get("noise").toDoubles();
      double[] same = programOfOther.run(noneOfOther, Map.of()).get("noise").toDoubles();
      assertArrayEquals(first, same);
    }
  }

  @Test
  void a_random_state_that_is_none_is_refused() {
    try (Libtorch libtorch = open(Precision.FLOAT64, 1)) {
      LibtorchException refused =
          assertThrows(LibtorchException.class, () -> libtorch.restoreRandomState(new byte[3]));
      assertTrue(
          refused.getMessage().startsWith("the state of the random generator does not fit"),
          refused.getMessage());
    }
  }
}
