package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Precision;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ProductPrecisionTest {
  /** What rounding to the 8 leading bits changes at most, as a part of the number. */
  private static final double ROUNDING = Math.pow(2, -8);

  private static final int SIZE = 32;
  private static final Dim ROW = Dim.of("row", SIZE);
  private static final Dim COLUMN = Dim.of("column", SIZE);

  /** What is computed of a [row, column] and b [column, row]. */
  @FunctionalInterface
  private interface Definition {
    Tensor of(Scope scope, Tensor a, Tensor b);
  }

  private static double[] run(ProductPrecision products, Definition definition) {
    Graph graph =
        Graph.trace(
            Mode.TRAINING,
            scope -> {
              Tensor a = scope.input("a", DataType.FLOAT, ROW, COLUMN); // [row, column]
              Tensor b = scope.input("b", DataType.FLOAT, COLUMN, ROW); // [column, row]
              return Map.of("y", definition.of(scope, a, b));
            });
    Map<String, Array> initial = graph.initialWeights(1);
    try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT32, 1);
        Weights weights = libtorch.weights(initial, initial.keySet());
        Program program = libtorch.compile(graph, products)) {
      return program.run(weights, Map.of("a", eighths(1), "b", eighths(2))).get("y").toDoubles();
    }
  }

  /** Positive numbers of 8 bits, which bfloat16 holds as they are. */
  private static Array eighths(int seed) {
    double[] numbers =
        new Random(seed).ints(SIZE * SIZE, 1, 256).mapToDouble(i -> i / 8.0).toArray();
    return Array.of(numbers, SIZE, SIZE);
  }

  /** The largest difference as a part of the exact number. */
  private static double error(double[] exact, double[] rounded) {
    return IntStream.range(0, exact.length)
        .mapToDouble(i -> Math.abs(rounded[i] - exact[i]) / Math.abs(exact[i]))
        .max()
        .orElseThrow();
  }

  private static void assertOffBy(double least, double most, Definition definition) {
    double[] exact = run(ProductPrecision.FULL, definition);
    double error = error(exact, run(ProductPrecision.BFLOAT16, definition));
    assertTrue(error > least && error <= most, () -> "the error is " + error);
  }

  @Test
  void a_product_is_rounded_to_eight_bits() {
    assertOffBy(ROUNDING / 8, ROUNDING, (scope, a, b) -> a.matmul(b));
  }

  @Test
  void factors_are_rounded_to_eight_bits() {
    // Two factors and the product.
    assertOffBy(ROUNDING, 3 * ROUNDING, (scope, a, b) -> a.exp().matmul(b.multiply(1.0 / 3)));
  }

  @Test
  void a_linear_layer_is_rounded_before_its_bias_is_added() {
    double[] product = run(ProductPrecision.BFLOAT16, (scope, a, b) -> a.matmul(weight(scope)));
    double[] layer =
        run(
            ProductPrecision.BFLOAT16,
            (scope, a, b) -> {
              Tensor bias = scope.parameter("bias", new Initializer.Constant(1e-3), ROW); // [row]
              return a.linear(weight(scope), bias); // [row, row]
            });
    double[] expected = Arrays.stream(product).map(x -> (float) x + 1e-3f).toArray();
    // Adding it is rounded to 24 bits.
    assertArrayEquals(expected, layer, Math.pow(2, -24) * Arrays.stream(layer).max().orElseThrow());
  }

  private static Tensor weight(Scope scope) {
    return scope.parameter("weight", new Initializer.Constant(0.5), COLUMN, ROW); // [column, row]
  }

  @Test
  void attention_is_rounded_where_it_is_one_kernel() {
    // Queries, keys, weights and values are, and so is the mean.
    assertOffBy(0, 5 * ROUNDING, (scope, a, b) -> attention(a.multiply(1e-4), a, b));
  }

  private static Tensor attention(Tensor query, Tensor key, Tensor value) {
    return query.matmul(key.transpose(0, 1)).causalSoftmax().matmul(value); // [row, row]
  }

  @Test
  void a_bias_of_scores_is_not_rounded() {
    // All scores are biases near −200, which eight bits would round by up to a half.
    assertOffBy(
        0,
        2 * ROUNDING,
        (scope, a, b) -> {
          Tensor bias = scope.range(COLUMN).toFloat().multiply(0.1).subtract(200); // [column]
          Tensor scores = a.multiply(0).matmul(b).add(bias); // [row, row]
          return scores.softmax(-1).matmul(b); // [row, row]
        });
  }

  @Test
  void what_depends_on_sizes_alone_is_not_rounded() {
    Definition table =
        (scope, a, b) -> {
          Tensor place = scope.range(COLUMN).toFloat().unsqueeze(-1); // [column, 1]
          Tensor angle = place.matmul(place.add(0.1).transpose(0, 1)); // [column, column]
          return angle.matmul(b); // [column, row]
        };
    assertArrayEquals(run(ProductPrecision.FULL, table), run(ProductPrecision.BFLOAT16, table));
  }

  @Test
  void what_is_no_product_is_not_rounded() {
    Definition others = (scope, a, b) -> a.multiply(b).softmax(-1).sum(0).log().add(a.exp());
    assertArrayEquals(run(ProductPrecision.FULL, others), run(ProductPrecision.BFLOAT16, others));
  }

  @Test
  void parameters_and_what_the_optimizer_remembers_keep_their_precision() {
    Graph graph = TinyGpt.training(0);
    Map<String, Array> initial = graph.initialWeights(1);
    try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT32, 1);
        Weights weights = libtorch.weights(initial, initial.keySet());
        TrainingStep training =
            libtorch.trainingStep(
                graph,
                weights,
                new StepSettings(
                    AdamW.DEFAULTS, Clipping.NONE, List.of(), ProductPrecision.BFLOAT16, false))) {
      training.step(List.of(new MicroBatch(TinyGpt.tokens(1, 2, 6), 1)), 0.05);
      weights.toArrays().values().forEach(array -> assertInstanceOf(Array.Floats.class, array));
      training.optimizerState().values().stream()
          .forEach(array -> assertInstanceOf(Array.Floats.class, array));
    }
  }

  @Test
  void gradients_keep_the_precision_of_parameters() {
    Graph graph = TinyGpt.training(0);
    Map<String, Array> exact = gradients(graph, ProductPrecision.FULL);
    Map<String, Array> rounded = gradients(graph, ProductPrecision.BFLOAT16);
    double squares = 0;
    double differences = 0;
    for (String name : exact.keySet()) {
      Array.Floats floats = assertInstanceOf(Array.Floats.class, rounded.get(name));
      double[] expected = exact.get(name).toDoubles();
      for (int i = 0; i < expected.length; i++) {
        squares += expected[i] * expected[i];
        differences += Math.pow(floats.at(i) - expected[i], 2);
      }
    }
    double error = Math.sqrt(differences / squares);
    // Norms of vectors of eight small numbers make much of roundings; the direction stays.
    assertTrue(error > 0 && error < 0.25, () -> "the error is " + error);
  }

  private static Map<String, Array> gradients(Graph graph, ProductPrecision products) {
    Map<String, Array> initial = graph.initialWeights(1);
    try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT32, 1);
        Weights weights = libtorch.weights(initial, initial.keySet());
        Program program = libtorch.compile(graph, products)) {
      return program.gradients(weights, TinyGpt.tokens(1, 4, 8));
    }
  }
}
