package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the bodies of composites compute, against their formulas in plain Java. */
class CompositeTest {
  /** The formulas add in another order than the bodies do. */
  private static final double ROUNDING = 1e-12;

  private static final double EPSILON = 1e-5;

  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void linear_multiplies_and_adds() {
    Array x = floats(new long[] {1, 2}, 1, 2);
    Array weight = floats(new long[] {2, 2}, 1, 10, 2, 20);
    Array bias = floats(new long[] {2}, 0.5, -0.5);
    assertValues(
        Interpreted.ofAll(
            t -> fit(t.get(0), t.get(1)).linear(t.get(1), fit(t.get(2), t.get(1))),
            x,
            weight,
            bias),
        5.5,
        49.5);
  }

  /** The same numbers under the last axis of another tensor. */
  private static Tensor fit(Tensor x, Tensor other) {
    return x.reshape(x.shape().with(-1, Dim.of("d", other.size(-1)))); // [..., d]
  }

  @Test
  void layer_norm_gives_mean_zero_and_variance_one() {
    Array x = normal(4, 64);
    Array ones = filled(1, 64);
    Array zeros = filled(0, 64);
    double[] y = Interpreted.ofAll(t -> layerNorm(t, 0), x, ones, zeros).toDoubles();
    for (int row = 0; row < 4; row++) {
      double[] values = Arrays.copyOfRange(y, row * 64, (row + 1) * 64);
      assertEquals(0, Arrays.stream(values).sum(), ROUNDING);
      assertEquals(64, Arrays.stream(values).map(v -> v * v).sum(), 64 * ROUNDING);
    }
  }

  private static Tensor layerNorm(List<Tensor> t, double epsilon) {
    Dim d = t.get(0).dim(-1);
    return t.get(0).layerNorm(t.get(1).reshape(d), t.get(2).reshape(d), epsilon); // as t.get(0)
  }

  @Test
  void layer_norm_follows_its_formula() {
    Array x = floats(new long[] {1, 2}, 1, 3); // mean 2, variance 1
    Array gain = floats(new long[] {2}, 2, 3);
    Array bias = floats(new long[] {2}, 10, 20);
    double scale = 1 / Math.sqrt(1 + EPSILON);
    assertValues(
        Interpreted.ofAll(t -> layerNorm(t, EPSILON), x, gain, bias),
        10 - 2 * scale,
        20 + 3 * scale);
  }

  @Test
  void rms_norm_divides_by_the_root_of_the_mean_square() {
    Array x = floats(new long[] {1, 2}, 1, 7); // mean square 25
    Array gain = floats(new long[] {2}, 2, 3);
    assertValues(
        Interpreted.ofTwo((a, b) -> a.rmsNorm(b.reshape(a.dim(-1)), 0), x, gain), 0.4, 4.2);
  }

  @Test
  void activations_follow_their_formulas() {
    for (double x : new double[] {-30, -2, -0.5, 0, 0.5, 2, 30}) {
      assertActivation(Tensor::silu, v -> v / (1 + Math.exp(-v)), x);
      assertActivation(Tensor::softplus, v -> Math.log1p(Math.exp(v)), x);
      assertActivation(Tensor::geluTanh, CompositeTest::geluTanh, x);
    }
  }

  private static double geluTanh(double x) {
    double inner = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    return 0.5 * x * (1 + Math.tanh(inner));
  }

  @Test
  void gelu_is_x_times_the_normal_distribution() {
    assertActivation(Tensor::gelu, x -> 0.8413447460685429 * x, 1);
    assertActivation(Tensor::gelu, x -> 0.15865525393145707 * x, -1);
    assertActivation(Tensor::gelu, x -> x, 20);
    assertActivation(Tensor::gelu, x -> 0, 0);
  }

  @Test
  void the_tanh_form_of_gelu_is_near_it() {
    double greatestDifference = 5e-4; // where it is worst, near ±2.3
    for (double x = -6; x < 6; x += 0.1) {
      assertEquals(at(Tensor::gelu, x), at(Tensor::geluTanh, x), greatestDifference);
    }
  }

  @Test
  void softplus_does_not_overflow() {
    assertEquals(1000, at(Tensor::softplus, 1000));
    assertEquals(0, at(Tensor::softplus, -1000));
  }

  @Test
  void a_masked_softmax_is_a_softmax_of_what_is_allowed() {
    Array scores = floats(new long[] {1, 3}, 0, 50, Math.log(3));
    Array mask = Array.of(new boolean[] {true, false, true}, 1, 3);
    assertValues(masked(scores, mask), 0.25, 0, 0.75);
  }

  @Test
  void a_fully_masked_row_yields_zeros() {
    Array scores = floats(new long[] {2, 2}, 1, 2, 3, 3);
    Array mask = Array.of(new boolean[] {false, false, true, true}, 2, 2);
    assertValues(masked(scores, mask), 0, 0, 0.5, 0.5);
  }

  @Test
  void a_mask_stretches_over_heads_and_queries() {
    Array scores = floats(new long[] {2, 2, 2}, 0, 9, 0, 9, 0, 9, 0, 9);
    Array mask = Array.of(new boolean[] {true, false}, 1, 2);
    assertValues(masked(scores, mask), 1, 0, 1, 0, 1, 0, 1, 0);
  }

  private static Array masked(Array scores, Array mask) {
    return Interpreted.ofTwo(
        (x, m) -> x.softmax(m.reshape(m.shape().with(-1, x.dim(-1)).with(-2, second(m, x)))),
        scores,
        mask);
  }

  private static Dim second(Tensor mask, Tensor scores) {
    return mask.size(-2) == 1 ? Dim.one() : scores.dim(-2);
  }

  @Test
  void a_causal_mask_lets_the_last_query_see_all_keys() {
    assertValues(causalMask(3, 3), 1, 0, 0, 1, 1, 0, 1, 1, 1);
    assertValues(causalMask(2, 4), 1, 1, 1, 0, 1, 1, 1, 1);
    assertValues(causalMask(1, 3), 1, 1, 1);
  }

  @Test
  void queries_before_the_first_key_see_nothing() {
    assertValues(causalMask(3, 1), 0, 0, 1);
    assertValues(Interpreted.of(Tensor::causalSoftmax, filled(0, 3, 1)), 0, 0, 1);
  }

  private static Array causalMask(long queries, long keys) {
    return Interpreted.of(Tensor::causalMask, filled(0, queries, keys));
  }

  @Test
  void relative_positions_count_from_the_query() {
    assertValues(Interpreted.of(Tensor::relativePosition, filled(0, 2, 3)), -1, 0, 1, -2, -1, 0);
  }

  @Test
  void a_causal_softmax_is_a_softmax_under_the_causal_mask() {
    Array scores = normal(2, 3, 5);
    assertArrayEquals(
        Interpreted.of(x -> x.softmax(x.causalMask()), scores).toDoubles(),
        Interpreted.of(Tensor::causalSoftmax, scores).toDoubles(),
        ROUNDING);
  }

  @Test
  void dropout_drops_where_the_noise_is_below_the_probability() {
    Graph graph =
        Graph.trace(
            Mode.TRAINING,
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, Dim.of("n", 3)); // [n]
              return Map.of("y", scope.dropout("noise", x, 0.2));
            });
    Array y =
        Interpreter.run(
                graph,
                Map.of(
                    "x", floats(new long[] {3}, 1, 2, 3),
                    "noise", floats(new long[] {3}, 0.1, 0.2, 0.9)),
                Map.of())
            .get("y");
    assertValues(y, 0, 2 / 0.8, 3 / 0.8);
  }

  @Test
  void cross_entropy_is_the_mean_surprise_at_the_targets() {
    Array logits = floats(new long[] {2, 2}, 0, Math.log(3), 0, 0);
    assertValues(crossEntropy(logits, 0, 1, 0), (-Math.log(0.75) - Math.log(0.5)) / 2);
  }

  @Test
  void ignored_targets_do_not_count() {
    Array logits = floats(new long[] {2, 2}, 0, Math.log(3), 7, 0);
    long ignored = Composite.CrossEntropy.IGNORED;
    assertValues(crossEntropy(logits, 0, 1, ignored), -Math.log(0.75));
  }

  @Test
  void another_target_below_zero_is_refused() {
    Array logits = floats(new long[] {1, 2}, 0, 0);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> crossEntropy(logits, 0, -5));
    assertEquals(
        "the index -5 is not among 0 to 1%n  at %%9 gather [1, 1]%n  at %%3 cross_entropy []"
            .formatted(),
        refused.getMessage());
  }

  @Test
  void label_smoothing_mixes_in_the_uniform_distribution() {
    Array logits = floats(new long[] {1, 2}, 0, Math.log(3));
    double expected = -0.9 * Math.log(0.75) - 0.1 * (Math.log(0.25) + Math.log(0.75)) / 2;
    assertValues(crossEntropy(logits, 0.1, 1), expected);
  }

  @Test
  void the_slope_of_cross_entropy_is_the_probability_less_the_target() {
    double step = 1e-5;
    double tolerance = 1e-9; // the square of the step, and rounding divided by it
    Array logits = normal(1, 5);
    double[] probabilities = Interpreted.of(x -> x.softmax(-1), logits).toDoubles();
    for (int i = 0; i < 5; i++) {
      double up = crossEntropy(moved(logits, i, step), 0, 2).at(0);
      double down = crossEntropy(moved(logits, i, -step), 0, 2).at(0);
      double expected = probabilities[i] - (i == 2 ? 1 : 0);
      assertEquals(expected, (up - down) / (2 * step), tolerance);
    }
  }

  private static Array moved(Array array, int index, double by) {
    double[] values = array.toDoubles();
    values[index] += by;
    return Array.of(values, array.shape());
  }

  private static Array crossEntropy(Array logits, double smoothing, long... targets) {
    return Interpreted.ofTwo(
        (x, t) -> x.crossEntropy(t.reshape(x.dim(0)), smoothing),
        logits,
        Array.of(targets, targets.length));
  }

  @Test
  void every_composite_expands_to_operators_with_the_same_values() {
    Array x = normal(3, 4);
    List<Function<Tensor, Tensor>> all =
        List.of(
            Tensor::gelu,
            Tensor::geluTanh,
            Tensor::silu,
            Tensor::softplus,
            Tensor::causalSoftmax,
            t -> t.softmax(t.greater(0)),
            t -> t.rmsNorm(t.select(0, 0), EPSILON),
            t -> t.layerNorm(t.select(0, 0), t.select(0, 1), EPSILON),
            t -> t.linear(t.transpose(0, 1), t.sum(-1).squeeze(-1)),
            t -> t.crossEntropy(t.select(1, 0).greater(0).toInteger(), 0.1));
    for (Function<Tensor, Tensor> composite : all) {
      Graph graph = Interpreted.graph(t -> composite.apply(t.get(0)), x);
      Graph expanded = graph.expanded();
      assertTrue(expanded.nodes().stream().noneMatch(node -> node.op() instanceof Op.Call));
      assertEquals(graph.result().type(), expanded.result().type());
      assertArrayEquals(
          Interpreter.run(graph, Interpreted.inputs(x), Map.of()).get("result").toDoubles(),
          Interpreter.run(expanded, Interpreted.inputs(x), Map.of()).get("result").toDoubles());
    }
  }

  private static void assertActivation(
      UnaryOperator<Tensor> definition, DoubleUnaryOperator formula, double x) {
    assertEquals(formula.applyAsDouble(x), at(definition, x), ROUNDING);
  }

  private static double at(UnaryOperator<Tensor> definition, double x) {
    return Interpreted.of(definition, Array.scalar(x)).at(0);
  }

  private Array normal(long... shape) {
    int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return Array.of(
        IntStream.range(0, size).mapToDouble(i -> random.nextGaussian()).toArray(), shape);
  }

  private static Array filled(double value, long... shape) {
    double[] values = new double[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    Arrays.fill(values, value);
    return Array.of(values, shape);
  }

  private static Array floats(long[] shape, double... values) {
    return Array.of(values, shape);
  }

  private static void assertValues(Array actual, double... expected) {
    assertArrayEquals(expected, actual.toDoubles(), ROUNDING);
  }
}
