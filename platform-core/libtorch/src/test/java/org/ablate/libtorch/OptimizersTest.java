package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each optimizer beside its published algorithm in plain loops. */
class OptimizersTest {
  /** A few roundings of double-precision numbers near one. */
  private static final double TOLERANCE = 1e-14;

  private static final double RATE = 0.05;
  private static final double[][] GRADIENTS = {{1, -2, 0.5}, {0.3, 4, -1}, {-2, 0.1, 0.2}};

  /** The gradient of the only weight, a matrix with one row, is what is put in. */
  private static Graph graph() {
    Dim in = Dim.of("in", 3);
    return Graph.trace(
        Mode.TRAINING,
        scope -> {
          Tensor w = scope.parameter("w", Initializer.ONES, Dim.one(), in); // [1, in]
          Tensor x = scope.input("x", DataType.FLOAT, in); // [in]
          return Map.of("loss", w.multiply(x).sum(0, 1).reshape());
        });
  }

  private static double[] trained(OptimizerSettings settings) {
    try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights weights = libtorch.weights(graph().initialWeights(1), Set.of("w"));
        TrainingStep training = libtorch.trainingStep(graph(), weights, settings, Clipping.NONE)) {
      for (double[] gradient : GRADIENTS) {
        step(training, gradient);
      }
      return weights.toArrays().get("w").toDoubles();
    }
  }

  private static void step(TrainingStep training, double[] gradient) {
    training.step(List.of(new MicroBatch(Map.of("x", Array.of(gradient, 3)), 1)), RATE);
  }

  /** The weights after a rule for each number: its state of two, and its gradient at each step. */
  private static double[] expected(BiConsumer<double[], Double> rule) {
    double[] weights = new double[3];
    for (int i = 0; i < 3; i++) {
      double[] state = {1, 0, 0, 0}; // weight, first, second, steps
      for (double[] gradient : GRADIENTS) {
        rule.accept(state, gradient[i]);
      }
      weights[i] = state[0];
    }
    return weights;
  }

  @Test
  void sgd_with_momentum_follows_its_velocity() {
    assertArrayEquals(
        expected(
            (s, g) -> {
              double slope = g + 0.1 * s[0];
              s[1] = 0.9 * s[1] + slope;
              s[0] -= RATE * s[1];
            }),
        trained(new Sgd(0.9, false, 0.1)),
        TOLERANCE);
  }

  @Test
  void sgd_after_nesterov_looks_ahead() {
    assertArrayEquals(
        expected(
            (s, g) -> {
              s[1] = 0.9 * s[1] + g;
              s[0] -= RATE * (g + 0.9 * s[1]);
            }),
        trained(new Sgd(0.9, true, 0)),
        TOLERANCE);
  }

  @Test
  void lion_steps_by_the_sign_of_its_mean() {
    assertArrayEquals(
        expected(
            (s, g) -> {
              double direction = Math.signum(0.9 * s[1] + 0.1 * g);
              s[0] -= RATE * (direction + 0.2 * s[0]);
              s[1] = 0.99 * s[1] + 0.01 * g;
            }),
        trained(new Lion(0.9, 0.99, 0.2)),
        TOLERANCE);
  }

  @Test
  void adam_adds_the_decay_to_the_gradient() {
    assertArrayEquals(
        expected((s, g) -> adam(s, g + 0.1 * s[0])),
        trained(new Adam(0.9, 0.98, 1e-8, 0.1)),
        TOLERANCE);
  }

  @Test
  void adamw_keeps_the_decay_apart() {
    assertArrayEquals(
        expected(
            (s, g) -> {
              s[0] *= 1 - RATE * 0.1;
              adam(s, g);
            }),
        trained(new AdamW(0.9, 0.98, 1e-8, 0.1)),
        TOLERANCE);
  }

  private static void adam(double[] s, double gradient) {
    s[3]++;
    s[1] = 0.9 * s[1] + 0.1 * gradient;
    s[2] = 0.98 * s[2] + 0.02 * gradient * gradient;
    double mean = s[1] / (1 - Math.pow(0.9, s[3]));
    double square = s[2] / (1 - Math.pow(0.98, s[3]));
    s[0] -= RATE * mean / (Math.sqrt(square) + 1e-8);
  }

  /** Weights of one, three steps of gradients with two rows, and algorithm 4 in plain loops. */
  @Test
  void adafactor_keeps_mean_squares_of_rows_and_columns() {
    double[][] gradients = {
      {1, -2, 0.5, 3, 0.1, -0.2}, {0.3, 4, -1, 0.2, 2, 1}, {-2, 0.1, 0.2, -1, 1, 3}
    };
    Dim row = Dim.of("row", 2);
    Dim column = Dim.of("column", 3);
    Graph graph = gradientIsInput("w", row, column);
    assertArrayEquals(
        adafactor(gradients, 2, 3, true), trainedOn(graph, gradients, 2, 3), TOLERANCE);
  }

  @Test
  void adafactor_keeps_every_mean_square_of_a_vector() {
    Graph graph = gradientIsInput("w", Dim.of("column", 3));
    assertArrayEquals(adafactor(GRADIENTS, 1, 3, false), trainedOn(graph, GRADIENTS, 3), TOLERANCE);
  }

  private static Graph gradientIsInput(String name, Dim... shape) {
    return Graph.trace(
        Mode.TRAINING,
        scope -> {
          Tensor w = scope.parameter(name, Initializer.ONES, shape); // [shape]
          Tensor x = scope.input("x", DataType.FLOAT, shape); // [shape]
          int[] axes = IntStream.range(0, shape.length).toArray();
          return Map.of("loss", w.multiply(x).sum(axes).reshape());
        });
  }

  private static double[] trainedOn(Graph graph, double[][] gradients, long... shape) {
    try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights weights = libtorch.weights(graph.initialWeights(1), Set.of("w"));
        TrainingStep training =
            libtorch.trainingStep(graph, weights, Adafactor.DEFAULTS, Clipping.NONE)) {
      for (double[] gradient : gradients) {
        Map<String, Array> inputs = Map.of("x", Array.of(gradient, shape));
        training.step(List.of(new MicroBatch(inputs, 1)), RATE);
      }
      return weights.toArrays().get("w").toDoubles();
    }
  }

  private static double[] adafactor(double[][] gradients, int rows, int columns, boolean factored) {
    double[] weight = new double[rows * columns];
    Arrays.fill(weight, 1);
    double[] ofRow = new double[rows];
    double[] ofColumn = new double[columns];
    double[] ofBoth = new double[rows * columns];
    for (int t = 1; t <= gradients.length; t++) {
      double[] gradient = gradients[t - 1];
      double stays = 1 - Math.pow(t, -0.8);
      scale(ofRow, stays);
      scale(ofColumn, stays);
      scale(ofBoth, stays);
      for (int i = 0; i < weight.length; i++) {
        double square = (1 - stays) * (gradient[i] * gradient[i] + 1e-30);
        ofRow[i / columns] += square;
        ofColumn[i % columns] += square;
        ofBoth[i] += square;
      }
      double total = Arrays.stream(ofRow).sum();
      double[] step = new double[weight.length];
      for (int i = 0; i < weight.length; i++) {
        double square = factored ? ofRow[i / columns] * ofColumn[i % columns] / total : ofBoth[i];
        step[i] = gradient[i] / Math.sqrt(square);
      }
      double factor = Math.max(1e-3, rms(weight)) / Math.max(1, rms(step));
      for (int i = 0; i < weight.length; i++) {
        weight[i] -= RATE * factor * step[i];
      }
    }
    return weight;
  }

  private static void scale(double[] numbers, double factor) {
    Arrays.setAll(numbers, i -> factor * numbers[i]);
  }

  private static double rms(double[] numbers) {
    return Math.sqrt(Arrays.stream(numbers).map(x -> x * x).average().orElseThrow());
  }

  static Stream<OptimizerSettings> optimizers() {
    return Stream.of(
        AdamW.DEFAULTS, Adam.DEFAULTS, Adafactor.DEFAULTS, Lion.DEFAULTS, Sgd.DEFAULTS);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void a_restored_optimizer_goes_on_with_the_same_bits(OptimizerSettings settings) {
    Graph graph = graph();
    try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights weights = libtorch.weights(graph.initialWeights(1), Set.of("w"));
        TrainingStep first = libtorch.trainingStep(graph, weights, settings, Clipping.NONE);
        TrainingStep second = libtorch.trainingStep(graph, weights, settings, Clipping.NONE)) {
      step(first, GRADIENTS[0]);
      second.restoreOptimizerState(first.optimizerState());
      step(second, GRADIENTS[1]);
      step(second, GRADIENTS[2]);
      assertArrayEquals(trained(settings), weights.toArrays().get("w").toDoubles());
    }
  }

  @Test
  void looking_ahead_without_momentum_is_refused() {
    assertEquals(
        "nesterov needs a momentum above 0, got 0.0",
        assertThrows(IllegalArgumentException.class, () -> new Sgd(0, true, 0)).getMessage());
  }
}
