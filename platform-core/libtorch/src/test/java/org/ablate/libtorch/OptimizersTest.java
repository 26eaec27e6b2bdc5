package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each optimizer beside its published algorithm in plain loops. */
class OptimizersTest {
  /** A few roundings of double-precision numbers near one. */
  private static final double TOLERANCE = 1e-14;

  /** As much after fifteen iterations, each of which may multiply an error by 3.4445. */
  private static final double LONGER_TOLERANCE = 1e-11;

  private static final double RATE = 0.05;
  private static final double[][] GRADIENTS = {{1, -2, 0.5}, {0.3, 4, -1}, {-2, 0.1, 0.2}};

  /** With two rows and three columns, or the other way round. */
  private static final double[][] MATRICES = {
    {1, -2, 0.5, 3, 0.1, -0.2}, {0.3, 4, -1, 0.2, 2, 1}, {-2, 0.1, 0.2, -1, 1, 3}
  };

  /** The only weight is a matrix with two rows and three columns. */
  private static double[] trained(OptimizerSettings settings) {
    return trained(settings, gradientIsInput(2, 3), MATRICES, 2, 3);
  }

  private static void step(TrainingStep training, double[] gradient, long... shape) {
    training.step(List.of(new MicroBatch(Map.of("x", Array.of(gradient, shape)), 1)), RATE);
  }

  /** The weights after a rule for each number: its state of two, and its gradient at each step. */
  private static double[] expected(BiConsumer<double[], Double> rule) {
    double[] weights = new double[6];
    for (int i = 0; i < 6; i++) {
      double[] state = {1, 0, 0, 0}; // weight, first, second, steps
      for (double[] gradient : MATRICES) {
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
    Graph graph = gradientIsInput(2, 3);
    assertArrayEquals(
        adafactor(MATRICES, 2, 3, true),
        trained(Adafactor.DEFAULTS, graph, MATRICES, 2, 3),
        TOLERANCE);
  }

  @Test
  void adafactor_keeps_every_mean_square_of_a_vector() {
    Graph graph = gradientIsInput(3);
    assertArrayEquals(
        adafactor(GRADIENTS, 1, 3, false),
        trained(Adafactor.DEFAULTS, graph, GRADIENTS, 3),
        TOLERANCE);
  }

  private static Graph gradientIsInput(long... sizes) {
    Dim[] shape = Arrays.stream(sizes).mapToObj(size -> Dim.of("axis", size)).toArray(Dim[]::new);
    return Graph.trace(
        Mode.TRAINING,
        scope -> {
          Tensor w = scope.parameter("w", Initializer.ONES, shape); // [shape]
          Tensor x = scope.input("x", DataType.FLOAT, shape); // [shape]
          int[] axes = IntStream.range(0, shape.length).toArray();
          return Map.of("loss", w.multiply(x).sum(axes).reshape());
        });
  }

  private static double[] trained(
      OptimizerSettings settings, Graph graph, double[][] gradients, long... shape) {
    return trained(StepSettings.of(settings, Clipping.NONE), graph, gradients, shape);
  }

  private static double[] trained(
      StepSettings settings, Graph graph, double[][] gradients, long... shape) {
    try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights weights = libtorch.weights(graph.initialWeights(1), Set.of("w"));
        TrainingStep training = libtorch.trainingStep(graph, weights, settings)) {
      for (double[] gradient : gradients) {
        step(training, gradient, shape);
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

  /** As {@link #gradientIsInput}, but the weight is the factor of a matrix product. */
  private static Graph hiddenMatrix(int rows, int columns) {
    Dim row = Dim.of("row", rows);
    Dim column = Dim.of("column", columns);
    return Graph.trace(
        Mode.TRAINING,
        scope -> {
          Tensor w = scope.parameter("w", Initializer.ONES, row, column); // [row, column]
          Tensor x = scope.input("x", DataType.FLOAT, row, column); // [row, column]
          Tensor identity = scope.constant(identity(rows), row, row); // [row, row]
          return Map.of("loss", identity.matmul(w).multiply(x).sum(0, 1).reshape());
        });
  }

  private static double[] identity(int size) {
    double[] identity = new double[size * size];
    IntStream.range(0, size).forEach(i -> identity[i * size + i] = 1);
    return identity;
  }

  /** Weights of one, three steps, and both papers in plain loops. */
  @ParameterizedTest
  @CsvSource({"2, 3, true", "3, 2, true", "2, 3, false"})
  void muon_steps_by_orthogonalized_momentum(int rows, int columns, boolean nesterov) {
    Muon settings = new Muon(0.9, nesterov, 5, 0.2, AdamW.DEFAULTS);
    double[] weight = new double[rows * columns];
    double[] sum = new double[rows * columns];
    Arrays.fill(weight, 1);
    for (double[] gradient : MATRICES) {
      double[] direction = new double[sum.length];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = 0.9 * sum[i] + gradient[i];
        direction[i] = nesterov ? gradient[i] + 0.9 * sum[i] : sum[i];
      }
      double[] step = orthogonalized(direction, rows, columns);
      for (int i = 0; i < sum.length; i++) {
        weight[i] -= RATE * (0.2 * Math.sqrt(3) * step[i] + 0.2 * weight[i]);
      }
    }
    assertArrayEquals(
        weight,
        trained(settings, hiddenMatrix(rows, columns), MATRICES, rows, columns),
        LONGER_TOLERANCE);
  }

  private static double[] orthogonalized(double[] direction, int rows, int columns) {
    double norm = Math.sqrt(Arrays.stream(direction).map(g -> g * g).sum()) + 1e-7;
    double[] x = Arrays.stream(direction).map(g -> g / norm).toArray();
    for (int i = 0; i < 5; i++) {
      double[] products = product(x, transposed(x, rows, columns), rows, columns, rows);
      double[] squares = product(products, products, rows, rows, rows);
      double[] polynomial = new double[products.length];
      Arrays.setAll(polynomial, j -> -4.7750 * products[j] + 2.0315 * squares[j]);
      double[] more = product(polynomial, x, rows, rows, columns);
      double[] before = x;
      x = new double[x.length];
      Arrays.setAll(x, j -> 3.4445 * before[j] + more[j]);
    }
    return x;
  }

  private static double[] product(double[] a, double[] b, int rows, int inner, int columns) {
    double[] product = new double[rows * columns];
    for (int i = 0; i < rows * columns; i++) {
      for (int j = 0; j < inner; j++) {
        product[i] += a[i / columns * inner + j] * b[j * columns + i % columns];
      }
    }
    return product;
  }

  private static double[] transposed(double[] x, int rows, int columns) {
    double[] transposed = new double[x.length];
    Arrays.setAll(transposed, i -> x[i % rows * columns + i / rows]);
    return transposed;
  }

  /** As said of the only weight, in place of no decay. */
  @ParameterizedTest
  @MethodSource("withoutDecay")
  void what_is_said_of_a_parameter_takes_the_place_of_the_optimizers_decay(
      OptimizerSettings without, OptimizerSettings with) {
    Graph graph = hiddenMatrix(2, 3);
    double[] decayed = trained(StepSettings.of(with, Clipping.NONE), graph, MATRICES, 2, 3);
    assertArrayEquals(
        decayed,
        trained(decaying(without, new WeightDecay("w", 0.3)), graph, MATRICES, 2, 3),
        TOLERANCE);
    assertFalse(Arrays.equals(decayed, trained(without, graph, MATRICES, 2, 3)));
  }

  static Stream<Arguments> withoutDecay() {
    return Stream.of(
        Arguments.of(new AdamW(0.9, 0.98, 1e-8, 0), new AdamW(0.9, 0.98, 1e-8, 0.3)),
        Arguments.of(new Adam(0.9, 0.98, 1e-8, 0), new Adam(0.9, 0.98, 1e-8, 0.3)),
        Arguments.of(new Lion(0.9, 0.99, 0), new Lion(0.9, 0.99, 0.3)),
        Arguments.of(
            new Muon(0.9, true, 5, 0, AdamW.DEFAULTS), new Muon(0.9, true, 5, 0.3, AdamW.DEFAULTS)),
        Arguments.of(new Sgd(0.9, false, 0), new Sgd(0.9, false, 0.3)));
  }

  @ParameterizedTest
  @MethodSource("noMatrices")
  void what_is_no_matrix_decays_only_where_that_is_said(long[] shape) {
    Graph graph = gradientIsInput(shape);
    AdamW settings = new AdamW(0.9, 0.98, 1e-8, 0.3);
    double[] kept = trained(settings, graph, MATRICES, shape);
    assertArrayEquals(
        trained(new AdamW(0.9, 0.98, 1e-8, 0), graph, MATRICES, shape), kept, TOLERANCE);
    assertArrayEquals(
        trained(settings),
        trained(decaying(settings, new WeightDecay("*", 0.3)), graph, MATRICES, shape),
        TOLERANCE);
  }

  /** A bias, a gain of each head, and a column. */
  static Stream<long[]> noMatrices() {
    return Stream.of(new long[] {6}, new long[] {6, 1, 1}, new long[] {6, 1});
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void what_has_two_axes_that_are_longer_than_one_decays(long[] shape) {
    AdamW settings = new AdamW(0.9, 0.98, 1e-8, 0.3);
    double[][] gradients = {new Random(1).doubles(8, -1, 1).toArray()};
    Graph graph = gradientIsInput(shape);
    assertArrayEquals(
        trained(decaying(settings, new WeightDecay("*", 0.3)), graph, gradients, shape),
        trained(settings, graph, gradients, shape),
        TOLERANCE);
  }

  /** A stack of matrices, and a vector of each head. */
  static Stream<long[]> matrices() {
    return Stream.of(new long[] {2, 2, 2}, new long[] {2, 4, 1});
  }

  @Test
  void the_first_that_fits_a_parameter_counts() {
    Decays decays =
        new Decays(List.of(new WeightDecay("a.*", 0), new WeightDecay("*.weight", 0.5)));
    try (org.bytedeco.pytorch.Tensor matrix = org.bytedeco.pytorch.global.torch.ones(2, 2)) {
      assertEquals(0, decays.of("a.weight", matrix, 0.1));
      assertEquals(0.5, decays.of("b.weight", matrix, 0.1));
      assertEquals(0.1, decays.of("b.bias", matrix, 0.1));
    }
  }

  private static StepSettings decaying(OptimizerSettings optimizer, WeightDecay decay) {
    return new StepSettings(optimizer, Clipping.NONE, List.of(decay), ProductPrecision.FULL, false);
  }

  @Test
  void a_step_of_muon_is_about_as_large_as_one_of_adamw() {
    double[] gradient = new Random(1).doubles(16 * 48, -1, 1).toArray();
    Muon settings = new Muon(0.95, true, 5, 0, AdamW.DEFAULTS);
    double[] after = trained(settings, hiddenMatrix(16, 48), new double[][] {gradient}, 16, 48);
    double size = rms(Arrays.stream(after).map(weight -> (weight - 1) / RATE).toArray());
    // Five iterations bring singular values between 0.7 and 1.2.
    assertTrue(size > 0.7 * 0.2 && size < 1.2 * 0.2, () -> "the step is " + size);
  }

  @Test
  void muon_leaves_all_but_hidden_matrices_to_adamw() {
    Map<String, Array> byMuon = afterOneStep(Muon.DEFAULTS);
    Map<String, Array> byAdamW = afterOneStep(AdamW.DEFAULTS);
    Set<String> hidden = HiddenMatrices.of(TinyGpt.training(0));
    assertEquals(2 * 6, hidden.size()); // of each layer: query, key, value, out, up and down
    byMuon.forEach(
        (name, weight) ->
            assertEquals(
                !hidden.contains(name),
                Arrays.equals(weight.toDoubles(), byAdamW.get(name).toDoubles()),
                name));
  }

  private static Map<String, Array> afterOneStep(OptimizerSettings settings) {
    Graph graph = TinyGpt.training(0);
    Map<String, Array> initial = graph.initialWeights(1);
    try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights weights = libtorch.weights(initial, initial.keySet());
        TrainingStep training = libtorch.trainingStep(graph, weights, settings, Clipping.NONE)) {
      training.step(List.of(new MicroBatch(TinyGpt.tokens(1, 2, 6), 1)), RATE);
      return weights.toArrays();
    }
  }

  static Stream<OptimizerSettings> optimizers() {
    return Stream.of(
        AdamW.DEFAULTS,
        Adam.DEFAULTS,
        Adafactor.DEFAULTS,
        Lion.DEFAULTS,
        Muon.DEFAULTS,
        Sgd.DEFAULTS);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void a_restored_optimizer_goes_on_with_the_same_bits(OptimizerSettings settings) {
    Graph graph = hiddenMatrix(2, 3);
    try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT64, 1);
        Weights weights = libtorch.weights(graph.initialWeights(1), Set.of("w"));
        TrainingStep first = libtorch.trainingStep(graph, weights, settings, Clipping.NONE);
        TrainingStep second = libtorch.trainingStep(graph, weights, settings, Clipping.NONE)) {
      step(first, MATRICES[0], 2, 3);
      second.restoreOptimizerState(first.optimizerState());
      step(second, MATRICES[1], 2, 3);
      step(second, MATRICES[2], 2, 3);
      assertArrayEquals(
          trained(settings, graph, MATRICES, 2, 3), weights.toArrays().get("w").toDoubles());
    }
  }

  @Test
  void looking_ahead_without_momentum_is_refused() {
    assertEquals(
        "nesterov needs a momentum above 0, got 0.0",
        assertThrows(IllegalArgumentException.class, () -> new Sgd(0, true, 0)).getMessage());
    assertEquals(
        "nesterov needs a momentum above 0, got 0.0",
        assertThrows(IllegalArgumentException.class, () -> new Muon(0, true, 5, 0, AdamW.DEFAULTS))
            .getMessage());
  }

  @Test
  void no_iterations_are_refused() {
    assertEquals(
        "iterations must be at least 1, got 0",
        assertThrows(
                IllegalArgumentException.class, () -> new Muon(0.9, true, 0, 0, AdamW.DEFAULTS))
            .getMessage());
  }
}
