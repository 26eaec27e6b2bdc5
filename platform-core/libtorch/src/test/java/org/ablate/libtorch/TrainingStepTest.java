package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.ablate.tensor.Array;
import org.ablate.tensor.Composite;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Op;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Recurrence;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

class TrainingStepTest {
  /** A few dozen roundings of double-precision numbers near one. */
  private static final double TOLERANCE = 1e-14;

  private static final AdamW ADAM_W = new AdamW(0.9, 0.99, 1e-8, 0.1);
  private static final double LEARNING_RATE = 0.05;
  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim IN = Dim.of("in", 3);
  private static final Dim OUT = Dim.of("out", 2);

  private static Libtorch open() {
    return Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
  }

  /** The mean square of what a linear layer is off. */
  private static Graph regression() {
    return Graph.trace(
        Mode.TRAINING,
        s -> {
          Tensor x = s.input("x", DataType.FLOAT, BATCH, IN); // [batch, in]
          Tensor y = s.input("y", DataType.FLOAT, BATCH, OUT); // [batch, out]
          Tensor off = s.linear("layer", x, OUT).subtract(y); // [batch, out]
          return Map.of("loss", off.square().mean(0, 1).reshape());
        });
  }

  private static Map<String, Array> batch(int seed, int size) {
    Random random = new Random(seed);
    return Map.of(
        "x", Array.of(random.doubles(size * 3L, -1, 1).toArray(), size, 3),
        "y", Array.of(random.doubles(size * 2L, -1, 1).toArray(), size, 2));
  }

  private static Weights weights(Libtorch libtorch, Graph graph) {
    Map<String, Array> values = graph.initialWeights(7);
    return libtorch.weights(
        values, graph.parameters().stream().map(Op.Parameter::name).collect(Collectors.toSet()));
  }

  @Test
  void the_loss_goes_down() {
    Graph graph = regression();
    try (Libtorch libtorch = open();
        Weights weights = weights(libtorch, graph);
        TrainingStep training = libtorch.trainingStep(graph, weights, ADAM_W, Clipping.toNorm(1))) {
      List<MicroBatch> batch = List.of(new MicroBatch(batch(1, 8), 1));
      double first = training.step(batch, LEARNING_RATE).loss();
      double last = first;
      for (int i = 0; i < 50; i++) {
        last = training.step(batch, LEARNING_RATE).loss();
      }
      assertTrue(last < first / 4, first + " → " + last);
    }
  }

  @Test
  void a_step_is_what_the_paper_says() {
    Graph graph = regression();
    try (Libtorch libtorch = open();
        Weights weights = weights(libtorch, graph);
        TrainingStep training = libtorch.trainingStep(graph, weights, ADAM_W, Clipping.NONE)) {
      ByTheBook weight = new ByTheBook(weights.toArrays().get("layer.weight").toDoubles(), 0.1);
      ByTheBook bias = new ByTheBook(weights.toArrays().get("layer.bias").toDoubles(), 0);
      for (int step = 1; step <= 3; step++) {
        Map<String, Array> inputs = batch(step, 4);
        Map<String, Array> gradients = gradients(libtorch, graph, weights, inputs);
        Outcome outcome = training.step(List.of(new MicroBatch(inputs, 1)), LEARNING_RATE);
        weight.step(gradients.get("layer.weight").toDoubles());
        bias.step(gradients.get("layer.bias").toDoubles());
        Map<String, Array> now = weights.toArrays();
        assertArrayEquals(weight.values, now.get("layer.weight").toDoubles(), TOLERANCE);
        assertArrayEquals(bias.values, now.get("layer.bias").toDoubles(), TOLERANCE);
        assertEquals(
            norm(gradients.get("layer.weight"), gradients.get("layer.bias")),
            outcome.gradientNorm(),
            TOLERANCE);
      }
    }
  }

  /** Loshchilov and Hutter (2019), algorithm 2, in plain Java. */
  private static final class ByTheBook {
    private final double[] values;
    private final double[] first;
    private final double[] second;
    private final double decay;
    private int steps;

    ByTheBook(double[] values, double decay) {
      this.values = values;
      this.first = new double[values.length];
      this.second = new double[values.length];
      this.decay = decay;
    }

    void step(double[] gradient) {
      steps++;
      for (int i = 0; i < values.length; i++) {
        first[i] = ADAM_W.beta1() * first[i] + (1 - ADAM_W.beta1()) * gradient[i];
        second[i] = ADAM_W.beta2() * second[i] + (1 - ADAM_W.beta2()) * gradient[i] * gradient[i];
        double firstUnbiased = first[i] / (1 - Math.pow(ADAM_W.beta1(), steps));
        double secondUnbiased = second[i] / (1 - Math.pow(ADAM_W.beta2(), steps));
        double descent = firstUnbiased / (Math.sqrt(secondUnbiased) + ADAM_W.epsilon());
        values[i] -= LEARNING_RATE * (descent + decay * values[i]);
      }
    }
  }

  private static Map<String, Array> gradients(
      Libtorch libtorch, Graph graph, Weights weights, Map<String, Array> inputs) {
    try (Program program = libtorch.compile(graph)) {
      return program.gradients(weights, inputs);
    }
  }

  private static double norm(Array... gradients) {
    double squares = 0;
    for (Array gradient : gradients) {
      squares += Arrays.stream(gradient.toDoubles()).map(g -> g * g).sum();
    }
    return Math.sqrt(squares);
  }

  @Test
  void gradients_beyond_the_norm_are_shrunk_to_it() {
    Graph graph = regression();
    try (Libtorch libtorch = open();
        Weights weights = weights(libtorch, graph);
        TrainingStep training =
            libtorch.trainingStep(graph, weights, ADAM_W, Clipping.toNorm(0.01))) {
      Map<String, Array> inputs = batch(1, 4);
      Map<String, Array> gradients = gradients(libtorch, graph, weights, inputs);
      Outcome outcome = training.step(List.of(new MicroBatch(inputs, 1)), LEARNING_RATE);
      double shrink = 0.01 / outcome.gradientNorm();
      double[] moments = training.optimizerState().get("first_moment.layer.weight").toDoubles();
      double[] expected =
          Arrays.stream(gradients.get("layer.weight").toDoubles())
              .map(g -> g * shrink * (1 - ADAM_W.beta1()))
              .toArray();
      assertTrue(shrink < 1);
      assertArrayEquals(expected, moments, TOLERANCE);
    }
  }

  @Test
  void micro_batches_are_as_good_as_one_batch() {
    Graph graph = regression();
    Map<String, Array> whole = batch(1, 6);
    try (Libtorch libtorch = open();
        Weights atOnce = weights(libtorch, graph);
        Weights inParts = weights(libtorch, graph);
        TrainingStep one = libtorch.trainingStep(graph, atOnce, ADAM_W, Clipping.NONE);
        TrainingStep other = libtorch.trainingStep(graph, inParts, ADAM_W, Clipping.NONE)) {
      Outcome expected = one.step(List.of(new MicroBatch(whole, 1)), LEARNING_RATE);
      Outcome given =
          other.step(
              List.of(
                  new MicroBatch(rows(whole, 0, 1), 1),
                  new MicroBatch(rows(whole, 1, 3), 2),
                  new MicroBatch(rows(whole, 3, 6), 3)),
              LEARNING_RATE);
      assertEquals(expected.loss(), given.loss(), TOLERANCE);
      assertEquals(expected.gradientNorm(), given.gradientNorm(), TOLERANCE);
      assertArrayEquals(
          atOnce.toArrays().get("layer.weight").toDoubles(),
          inParts.toArrays().get("layer.weight").toDoubles(),
          TOLERANCE);
    }
  }

  private static Map<String, Array> rows(Map<String, Array> inputs, int from, int to) {
    Map<String, Array> part = new LinkedHashMap<>();
    inputs.forEach(
        (name, array) -> {
          int width = Math.toIntExact(array.shape()[1]);
          double[] values = Arrays.copyOfRange(array.toDoubles(), from * width, to * width);
          part.put(name, Array.of(values, to - from, width));
        });
    return part;
  }

  @Test
  void parameters_with_one_gradient_in_common_are_stepped_apart() {
    Graph graph =
        Graph.trace(
            Mode.TRAINING,
            s -> {
              Tensor a = s.parameter("a", Initializer.ONES, IN); // [in]
              Tensor b = s.parameter("b", Initializer.ONES, Dim.one(), IN); // [1, in]
              Tensor x = s.input("x", DataType.FLOAT, IN); // [in]
              Tensor sum = a.add(b.reshape(IN)).multiply(x); // [in]
              return Map.of("loss", sum.sum(0).reshape());
            });
    AdamW withoutDecay = new AdamW(0.9, 0.99, 1e-8, 0);
    try (Libtorch libtorch = open();
        Weights weights = weights(libtorch, graph);
        TrainingStep training =
            libtorch.trainingStep(graph, weights, withoutDecay, Clipping.toNorm(0.5))) {
      MicroBatch part = new MicroBatch(Map.of("x", Array.of(new double[] {1, 2, 3}, 3)), 1);
      Outcome outcome = training.step(List.of(part, part), LEARNING_RATE);
      assertEquals(Math.sqrt(28), outcome.gradientNorm(), TOLERANCE);
      Map<String, Array> state = training.optimizerState();
      double shrunk = 0.5 / outcome.gradientNorm() * (1 - 0.9);
      double[] expected = {shrunk, 2 * shrunk, 3 * shrunk};
      assertArrayEquals(expected, state.get("first_moment.a").toDoubles(), TOLERANCE);
      assertArrayEquals(expected, state.get("first_moment.b").toDoubles(), TOLERANCE);
    }
  }

  @Test
  void each_number_of_a_gradient_is_limited() {
    Graph graph =
        Graph.trace(
            Mode.TRAINING,
            s -> {
              Tensor a = s.parameter("a", Initializer.ONES, IN); // [in]
              Tensor x = s.input("x", DataType.FLOAT, IN); // [in]
              return Map.of("loss", a.multiply(x).sum(0).reshape());
            });
    AdamW withoutDecay = new AdamW(0.9, 0.99, 1e-8, 0);
    Clipping clipping = new Clipping(Double.POSITIVE_INFINITY, 2);
    try (Libtorch libtorch = open();
        Weights weights = weights(libtorch, graph);
        TrainingStep training = libtorch.trainingStep(graph, weights, withoutDecay, clipping)) {
      MicroBatch batch = new MicroBatch(Map.of("x", Array.of(new double[] {1, -3, 5}, 3)), 1);
      Outcome outcome = training.step(List.of(batch), LEARNING_RATE);
      assertEquals(Math.sqrt(35), outcome.gradientNorm(), TOLERANCE);
      assertArrayEquals(
          new double[] {0.1, -0.2, 0.2},
          training.optimizerState().get("first_moment.a").toDoubles(),
          TOLERANCE);
    }
  }

  @Test
  void a_parameter_that_the_loss_does_not_depend_on_stays() {
    Graph graph =
        Graph.trace(
            Mode.TRAINING,
            s -> {
              Tensor used = s.parameter("used", Initializer.ONES, IN, IN); // [in, in]
              Tensor unused = s.parameter("unused", Initializer.ONES, IN, IN); // [in, in]
              Tensor sum = used.square().add(unused.detach()).sum(0, 1); // [1, 1]
              return Map.of("loss", sum.reshape());
            });
    try (Libtorch libtorch = open();
        Weights weights = weights(libtorch, graph);
        TrainingStep training = libtorch.trainingStep(graph, weights, ADAM_W, Clipping.toNorm(1))) {
      training.step(List.of(new MicroBatch(Map.of(), 1)), LEARNING_RATE);
      assertEquals(1, weights.toArrays().get("unused").at(0));
      assertNotEquals(1, weights.toArrays().get("used").at(0));
    }
  }

  @Test
  void a_parameter_that_is_not_learned_stays() {
    Graph graph = regression();
    try (Libtorch libtorch = open();
        Weights weights = libtorch.weights(graph.initialWeights(7), Set.of("layer.bias"));
        TrainingStep training = libtorch.trainingStep(graph, weights, ADAM_W, Clipping.toNorm(1))) {
      Map<String, Array> before = weights.toArrays();
      training.step(List.of(new MicroBatch(batch(1, 4), 1)), LEARNING_RATE);
      Map<String, Array> after = weights.toArrays();
      assertArrayEquals(
          before.get("layer.weight").toDoubles(), after.get("layer.weight").toDoubles());
      assertNotEquals(before.get("layer.bias").at(0), after.get("layer.bias").at(0));
    }
  }

  @Test
  void buffers_keep_what_the_graph_leaves_for_them() {
    Graph graph =
        Graph.trace(
            Mode.TRAINING,
            s -> {
              Tensor x = s.input("x", DataType.FLOAT, BATCH, IN); // [batch, in]
              Tensor gain = s.parameter("gain", Initializer.ONES, IN); // [in]
              Tensor mean = s.buffer("mean", Initializer.ZEROS, IN); // [in]
              s.update(mean, mean.multiply(0.5).add(x.mean(0).squeeze(0).multiply(0.5)));
              return Map.of("loss", x.subtract(mean).multiply(gain).square().mean(0, 1).reshape());
            });
    try (Libtorch libtorch = open();
        Weights weights = libtorch.weights(graph.initialWeights(0), Set.of("gain"));
        TrainingStep training = libtorch.trainingStep(graph, weights, ADAM_W, Clipping.toNorm(1))) {
      Map<String, Array> inputs = Map.of("x", Array.of(new double[] {1, 2, 3, 3, 4, 5}, 2, 3));
      MicroBatch part = new MicroBatch(inputs, 1);
      training.step(List.of(part), LEARNING_RATE);
      assertArrayEquals(new double[] {1, 1.5, 2}, weights.toArrays().get("mean").toDoubles());
      training.step(List.of(part, part), LEARNING_RATE);
      assertArrayEquals(
          new double[] {1.75, 2.625, 3.5}, weights.toArrays().get("mean").toDoubles());
    }
  }

  @Test
  void a_loss_that_is_no_number_is_told_and_changes_nothing() {
    Graph graph =
        Graph.trace(
            Mode.TRAINING,
            s -> {
              Tensor w = s.parameter("w", Initializer.ONES); // []
              return Map.of("loss", w.subtract(2).log());
            });
    try (Libtorch libtorch = open();
        Weights weights = weights(libtorch, graph);
        TrainingStep training = libtorch.trainingStep(graph, weights, ADAM_W, Clipping.toNorm(1))) {
      Outcome outcome = training.step(List.of(new MicroBatch(Map.of(), 1)), LEARNING_RATE);
      assertTrue(Double.isNaN(outcome.loss()));
      assertEquals(1, weights.toArrays().get("w").at(0));
    }
  }

  @Test
  void a_graph_without_a_loss_is_refused() {
    Graph graph =
        Graph.trace(Mode.TRAINING, s -> Map.of("cost", s.parameter("w", Initializer.ONES)));
    try (Libtorch libtorch = open();
        Weights weights = weights(libtorch, graph)) {
      LibtorchException refused =
          assertThrows(
              LibtorchException.class,
              () -> libtorch.trainingStep(graph, weights, ADAM_W, Clipping.toNorm(1)));
      assertEquals(
          "a graph to train needs an output 'loss', but its outputs are [cost]",
          refused.getMessage());
    }
  }

  @Test
  void a_loss_with_axes_is_refused() {
    Graph graph =
        Graph.trace(Mode.TRAINING, s -> Map.of("loss", s.parameter("w", Initializer.ONES, IN)));
    try (Libtorch libtorch = open();
        Weights weights = weights(libtorch, graph)) {
      LibtorchException refused =
          assertThrows(
              LibtorchException.class,
              () -> libtorch.trainingStep(graph, weights, ADAM_W, Clipping.toNorm(1)));
      assertEquals("the output 'loss' must be one float, not [in=3]", refused.getMessage());
    }
  }

  @Test
  void a_graph_that_learns_nothing_is_refused() {
    Graph graph = regression();
    try (Libtorch libtorch = open();
        Weights weights = libtorch.weights(graph.initialWeights(7), Set.of())) {
      LibtorchException refused =
          assertThrows(
              LibtorchException.class,
              () -> libtorch.trainingStep(graph, weights, ADAM_W, Clipping.toNorm(1)));
      assertEquals(
          "none of the graph's parameters [layer.weight, layer.bias] is to be learned",
          refused.getMessage());
    }
  }

  @Test
  void a_step_needs_a_batch() {
    Graph graph = regression();
    try (Libtorch libtorch = open();
        Weights weights = weights(libtorch, graph);
        TrainingStep training = libtorch.trainingStep(graph, weights, ADAM_W, Clipping.toNorm(1))) {
      LibtorchException refused =
          assertThrows(LibtorchException.class, () -> training.step(List.of(), LEARNING_RATE));
      assertEquals(
          "a training step needs at least one micro-batch with a weight above 0",
          refused.getMessage());
    }
  }

  @Test
  void a_step_needs_a_batch_that_counts() {
    Graph graph = regression();
    MicroBatch weightless = new MicroBatch(batch(1, 4), 0);
    try (Libtorch libtorch = open();
        Weights weights = weights(libtorch, graph);
        TrainingStep training = libtorch.trainingStep(graph, weights, ADAM_W, Clipping.toNorm(1))) {
      LibtorchException refused =
          assertThrows(
              LibtorchException.class,
              () -> training.step(List.of(weightless, weightless), LEARNING_RATE));
      assertEquals(
          "a training step needs at least one micro-batch with a weight above 0",
          refused.getMessage());
    }
  }

  @Test
  void a_weight_below_zero_is_refused() {
    LibtorchException refused =
        assertThrows(LibtorchException.class, () -> new MicroBatch(Map.of(), -1));
    assertEquals("a micro-batch cannot have the weight -1.0", refused.getMessage());
  }

  /** The cross-entropy of logits that are learned. */
  private static Graph classification() {
    return Graph.trace(
        Mode.TRAINING,
        s -> {
          Tensor targets = s.input("targets", DataType.INTEGER, BATCH); // [batch]
          Tensor logits = s.parameter("logits", Initializer.ONES, OUT); // [out]
          Tensor each = logits.broadcastTo(Shape.of(BATCH, OUT)); // [batch, out]
          return Map.of("loss", each.crossEntropy(targets, 0));
        });
  }

  @Test
  void a_micro_batch_without_targets_changes_nothing() {
    Graph graph = classification();
    long ignored = Composite.CrossEntropy.IGNORED;
    MicroBatch some = new MicroBatch(Map.of("targets", Array.of(new long[] {0, 1, 1}, 3)), 3);
    MicroBatch none = new MicroBatch(Map.of("targets", Array.of(new long[] {ignored}, 1)), 0);
    try (Libtorch libtorch = open();
        Weights alone = weights(libtorch, graph);
        Weights beside = weights(libtorch, graph);
        TrainingStep one = libtorch.trainingStep(graph, alone, ADAM_W, Clipping.NONE);
        TrainingStep other = libtorch.trainingStep(graph, beside, ADAM_W, Clipping.NONE)) {
      assertEquals(
          one.step(List.of(some), LEARNING_RATE), other.step(List.of(none, some), LEARNING_RATE));
      assertArrayEquals(
          alone.toArrays().get("logits").toDoubles(), beside.toArrays().get("logits").toDoubles());
    }
  }

  @Test
  void a_parameter_that_one_micro_batch_does_not_reach_learns_from_the_others() {
    Graph graph =
        Graph.trace(
            Mode.TRAINING,
            s -> {
              Tensor gain = s.parameter("gain", Initializer.ONES); // []
              Recurrence sum =
                  Recurrence.along(
                      0,
                      List.of(s.input("x", DataType.FLOAT, BATCH)),
                      List.of(s.zeros(Shape.of())),
                      (states, entries) ->
                          new Recurrence.Result(
                              List.of(states.get(0).add(entries.get(0).multiply(gain))),
                              List.of()));
              return Map.of("loss", sum.last().get(0));
            });
    MicroBatch entries = new MicroBatch(Map.of("x", Array.of(new double[] {1, 2}, 2)), 1);
    MicroBatch nothing = new MicroBatch(Map.of("x", Array.of(new double[0], 0)), 1);
    try (Libtorch libtorch = open();
        Weights weights = weights(libtorch, graph);
        TrainingStep training = libtorch.trainingStep(graph, weights, ADAM_W, Clipping.NONE)) {
      for (List<MicroBatch> order : List.of(List.of(nothing, entries), List.of(entries, nothing))) {
        assertEquals(1.5, training.step(order, 0).gradientNorm(), TOLERANCE);
      }
    }
  }

  @Test
  void state_of_another_optimizer_is_refused() {
    Graph graph = regression();
    try (Libtorch libtorch = open();
        Weights weights = weights(libtorch, graph);
        TrainingStep training = libtorch.trainingStep(graph, weights, ADAM_W, Clipping.toNorm(1))) {
      Map<String, Array> state = new LinkedHashMap<>(training.optimizerState());
      state.put("second_moment.layer.bias", Array.of(new double[3], 3));
      assertEquals(
          "the optimizer's 'second_moment.layer.bias' has the sizes [2], but [3] were given",
          assertThrows(LibtorchException.class, () -> training.restoreOptimizerState(state))
              .getMessage());
      state.remove("second_moment.layer.bias");
      assertEquals(
          "the optimizer's state lacks 'second_moment.layer.bias'",
          assertThrows(LibtorchException.class, () -> training.restoreOptimizerState(state))
              .getMessage());
    }
  }
}
