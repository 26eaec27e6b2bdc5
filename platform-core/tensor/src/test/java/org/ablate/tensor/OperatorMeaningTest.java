package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Every operator on numbers small enough to be computed by hand. */
class OperatorMeaningTest {
  /** A few roundings of numbers near one. */
  private static final double ROUNDING = 1e-14;

  private static final Array MATRIX = floats(new long[] {2, 3}, 1, 2, 3, 4, 5, 6);

  // ---- Sources

  @Test
  void a_range_counts_from_zero() {
    assertSource(scope -> scope.range(Dim.of("n", 4)), 0, 1, 2, 3);
    assertSource(scope -> scope.range(Dim.of("n", 0)));
  }

  @Test
  void a_range_is_as_long_as_a_symbol_at_run_time() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Dim twice = new Dim("twice", Polynomial.symbol("n").times(2));
              scope.input("x", DataType.FLOAT, Dim.symbolic("n"));
              return Map.of("range", scope.range(twice), "size", scope.extent(twice));
            });
    Map<String, Array> outputs =
        Interpreter.run(graph, Map.of("x", floats(new long[] {2}, 0, 0)), Map.of());
    assertArrayEquals(new double[] {0, 1, 2, 3}, outputs.get("range").toDoubles());
    assertArrayEquals(new double[] {4}, outputs.get("size").toDoubles());
    assertEquals(DataType.INTEGER, outputs.get("size").dataType());
  }

  @Test
  void zeros_are_as_many_as_symbols_say() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Dim n = Dim.symbolic("n");
              scope.input("x", DataType.FLOAT, n);
              return Map.of("zeros", scope.zeros(Shape.of(n, Dim.of("d", 2))));
            });
    Array zeros =
        Interpreter.run(graph, Map.of("x", floats(new long[] {3}, 1, 2, 3)), Map.of()).get("zeros");
    assertArrayEquals(new long[] {3, 2}, zeros.shape());
    assertValues(zeros, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void constants_are_what_they_are() {
    Dim two = Dim.of("n", 2);
    assertSource(scope -> scope.constant(new double[] {0.1, -2}, two), 0.1, -2);
    assertSource(scope -> scope.constant(new long[] {7, -8}, two), 7, -8);
    assertSource(scope -> scope.constant(new boolean[] {true, false}, two), 1, 0);
  }

  // ---- Element-wise

  @Test
  void functions_of_one_number() {
    assertUnary(Tensor::negate, -2, 2);
    assertUnary(Tensor::abs, -2, 2);
    assertUnary(Tensor::exp, 1, Math.E);
    assertUnary(Tensor::log, Math.E, 1);
    assertUnary(Tensor::sqrt, 9, 3);
    assertUnary(Tensor::rsqrt, 4, 0.5);
    assertUnary(Tensor::reciprocal, 4, 0.25);
    assertUnary(Tensor::sin, Math.PI / 6, 0.5);
    assertUnary(Tensor::cos, Math.PI / 3, 0.5);
    assertUnary(Tensor::tanh, Math.log(3) / 2, 0.5);
    assertUnary(Tensor::sigmoid, Math.log(3), 0.75);
    assertUnary(Tensor::relu, -2, 0);
    assertUnary(Tensor::relu, 2, 2);
    assertUnary(Tensor::floor, -1.5, -2);
    assertUnary(Tensor::sign, -1.5, -1);
    assertUnary(Tensor::sign, 0, 0);
    assertUnary(Tensor::square, -3, 9);
  }

  /** Abramowitz and Stegun, table 7.1. */
  @Test
  void the_error_function_has_the_values_of_the_tables() {
    assertUnary(Tensor::erf, 0, 0);
    assertUnary(Tensor::erf, 0.5, 0.5204998778130465);
    assertUnary(Tensor::erf, -1, -0.8427007929497149);
    assertUnary(Tensor::erf, 2, 0.9953222650189527);
    assertUnary(Tensor::erf, 7, 1);
    assertUnary(Tensor::erf, 1e-9, 1.1283791670955126e-9);
  }

  @Test
  void the_error_functions_slope_is_the_bell_curve() {
    double step = 1e-5;
    double tolerance = 1e-9; // the square of the step, and rounding divided by it
    for (double x = -7; x <= 7; x += 0.37) {
      double slope = (unary(Tensor::erf, x + step) - unary(Tensor::erf, x - step)) / (2 * step);
      assertEquals(2 / Math.sqrt(Math.PI) * Math.exp(-x * x), slope, tolerance);
    }
  }

  @Test
  void functions_that_saturate_do_not_overflow() {
    assertUnary(Tensor::sigmoid, -1000, 0);
    assertUnary(Tensor::sigmoid, 1000, 1);
    assertUnary(Tensor::tanh, 1000, 1);
  }

  @Test
  void functions_of_two_numbers() {
    assertBinary(Tensor::add, 2, 3, 5);
    assertBinary(Tensor::subtract, 2, 3, -1);
    assertBinary(Tensor::multiply, 2, 3, 6);
    assertBinary(Tensor::divide, 3, 2, 1.5);
    assertBinary(Tensor::power, 2, -2, 0.25);
    assertBinary(Tensor::maximum, 2, 3, 3);
    assertBinary(Tensor::minimum, 2, 3, 2);
  }

  @Test
  void a_remainder_has_the_sign_of_the_divisor() {
    assertBinary(Tensor::remainder, 7, 3, 1);
    assertBinary(Tensor::remainder, -7, 3, 2);
    assertBinary(Tensor::remainder, 7, -3, -2);
    assertBinary(Tensor::remainder, -7, -3, -1);
    assertBinary(Tensor::remainder, -6, 3, 0);
    assertBinary(Tensor::remainder, 5.5, 2, 1.5);
  }

  @Test
  void an_integer_has_no_remainder_by_zero() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE, scope -> Map.of("y", scope.input("x", DataType.INTEGER).remainder(0)));
    assertRunRefused(
        List.of("an integer has no remainder by 0", "  at %2 remainder integer []"),
        graph,
        Map.of("x", Array.of(new long[] {3})));
  }

  @Test
  void numbers_written_beside_a_tensor_mean_the_same() {
    UnaryOperator<Tensor> definition =
        x -> x.add(1).subtract(2).multiply(3).divide(4).power(2).maximum(1).minimum(8).remainder(5);
    assertUnary(definition, 5, 3); // ((5 + 1 − 2) · 3 / 4)² = 9, at most 8, of which 5 leaves 3
  }

  @Test
  void comparisons() {
    assertBinary(Tensor::equal, 2, 2, 1);
    assertBinary(Tensor::notEqual, 2, 2, 0);
    assertBinary(Tensor::less, 2, 3, 1);
    assertBinary(Tensor::less, 3, 3, 0);
    assertBinary(Tensor::lessOrEqual, 3, 3, 1);
    assertBinary(Tensor::greater, 3, 2, 1);
    assertBinary(Tensor::greater, 3, 3, 0);
    assertBinary(Tensor::greaterOrEqual, 3, 3, 1);
    assertUnary(x -> x.equal(1).or(x.notEqual(1)), 5, 1);
    assertUnary(x -> x.less(6).and(x.lessOrEqual(5)), 5, 1);
    assertUnary(x -> x.greater(4).and(x.greaterOrEqual(5)), 5, 1);
  }

  @Test
  void connectives() {
    Array left = Array.of(new boolean[] {false, false, true, true}, 4);
    Array right = Array.of(new boolean[] {false, true, false, true}, 4);
    assertValues(Interpreted.ofTwo(Tensor::and, left, right), 0, 0, 0, 1);
    assertValues(Interpreted.ofTwo(Tensor::or, left, right), 0, 1, 1, 1);
    assertValues(Interpreted.of(Tensor::not, left), 1, 1, 0, 0);
  }

  @Test
  void small_operands_stretch() {
    Array row = floats(new long[] {3}, 10, 20, 30);
    Array column = floats(new long[] {2, 1}, 100, 200);
    assertValues(Interpreted.ofTwo(Tensor::add, MATRIX, row), 11, 22, 33, 14, 25, 36);
    assertValues(Interpreted.ofTwo(Tensor::add, column, row), 110, 120, 130, 210, 220, 230);
  }

  @Test
  void a_choice_takes_each_element_from_one_side() {
    Array condition = Array.of(new boolean[] {true, false}, 2, 1);
    assertValues(
        Interpreted.ofTwo((c, x) -> c.where(x, x.negate()), condition, MATRIX),
        1,
        2,
        3,
        -4,
        -5,
        -6);
    assertValues(Interpreted.ofTwo((c, x) -> c.where(x, 9), condition, MATRIX), 1, 2, 3, 9, 9, 9);
  }

  @Test
  void a_choice_does_not_look_at_the_other_side() {
    Array nothing = floats(new long[] {1}, Double.NaN);
    Array condition = Array.of(new boolean[] {false}, 1);
    assertValues(Interpreted.ofTwo((c, x) -> c.where(x, 5), condition, nothing), 5);
  }

  @Test
  void conversions() {
    assertValues(Interpreted.of(Tensor::toInteger, floats(new long[] {2}, 1.9, -1.9)), 1, -1);
    assertValues(Interpreted.of(Tensor::toFloat, Array.of(new boolean[] {true, false}, 2)), 1, 0);
    assertValues(Interpreted.of(Tensor::toFloat, Array.of(new long[] {3}, 1)), 3);
    Array cast =
        Interpreted.of(
            x -> x.greater(2).toInteger().add(1), MATRIX); // an integer for each truth value
    assertEquals(DataType.INTEGER, cast.dataType());
    assertValues(cast, 1, 1, 2, 2, 2, 2);
  }

  // ---- Products, reductions, scans

  @Test
  void a_matrix_product_sums_over_the_inner_axis() {
    Array right = floats(new long[] {3, 2}, 1, 0, 0, 1, 1, 1);
    assertValues(Interpreted.ofTwo(Tensor::matmul, MATRIX, right), 4, 5, 10, 11);
  }

  @Test
  void a_product_over_an_empty_axis_is_zero() {
    Array left = floats(new long[] {2, 0});
    Array right = floats(new long[] {0, 1});
    assertValues(Interpreted.ofTwo((x, y) -> x.matmul(y), left, right), 0, 0);
  }

  @Test
  void reductions() {
    assertValues(Interpreted.of(x -> x.sum(-1), MATRIX), 6, 15);
    assertValues(Interpreted.of(x -> x.sum(0), MATRIX), 5, 7, 9);
    assertValues(Interpreted.of(x -> x.sum(0, 1), MATRIX), 21);
    assertValues(Interpreted.of(x -> x.mean(-1), MATRIX), 2, 5);
    assertValues(Interpreted.of(x -> x.mean(0, -1), MATRIX), 3.5);
    assertValues(Interpreted.of(x -> x.max(0), MATRIX), 4, 5, 6);
    assertValues(Interpreted.of(x -> x.negate().max(0, 1), MATRIX), -1);
    assertValues(Interpreted.of(x -> x.sum(0), Array.of(new long[] {4, 5}, 2)), 9);
  }

  @Test
  void an_axis_that_is_named_twice_is_reduced_once() {
    assertValues(Interpreted.of(x -> x.mean(-1, 1), MATRIX), 2, 5);
  }

  @Test
  void the_sum_of_nothing_is_zero() {
    assertValues(Interpreted.of(x -> x.sum(-1), floats(new long[] {2, 0})), 0, 0);
  }

  @Test
  void softmax_weighs_by_exponentials() {
    Array x = floats(new long[] {2, 2}, 0, Math.log(3), 5, 5);
    assertValues(Interpreted.of(t -> t.softmax(-1), x), 0.25, 0.75, 0.5, 0.5);
    assertValues(Interpreted.of(t -> t.logSoftmax(-1).exp(), x), 0.25, 0.75, 0.5, 0.5);
  }

  @Test
  void softmax_along_another_axis() {
    Array x = floats(new long[] {2, 2}, 0, 5, Math.log(3), 5);
    assertValues(Interpreted.of(t -> t.softmax(0), x), 0.25, 0.5, 0.75, 0.5);
  }

  @Test
  void softmax_does_not_overflow() {
    Array x = floats(new long[] {2}, 10_000, 10_000);
    assertValues(Interpreted.of(t -> t.softmax(0), x), 0.5, 0.5);
    assertValues(Interpreted.of(t -> t.logSoftmax(0), x), -Math.log(2), -Math.log(2));
    assertValues(
        Interpreted.of(t -> t.logSoftmax(0), floats(new long[] {2}, 0, -10_000)), 0, -10_000);
  }

  @Test
  void a_cumulative_sum_includes_the_element_itself() {
    assertValues(Interpreted.of(x -> x.cumulativeSum(-1), MATRIX), 1, 3, 6, 4, 9, 15);
    assertValues(Interpreted.of(x -> x.cumulativeSum(0), MATRIX), 1, 2, 3, 5, 7, 9);
  }

  @Test
  void the_largest_is_found_by_its_index() {
    Array x = floats(new long[] {2, 3}, 1, 3, 2, 9, 8, 7);
    assertValues(Interpreted.of(t -> t.argMax(-1), x), 1, 0);
    assertValues(Interpreted.of(t -> t.argMax(0), x), 1, 1, 1);
  }

  @Test
  void of_equals_the_first_is_the_largest() {
    Array x = floats(new long[] {4}, 1, 3, 3, 3);
    assertValues(Interpreted.of(t -> t.argMax(0), x), 1);
    assertValues(Interpreted.of(t -> t.topK(2, 0), x), 1, 2);
  }

  @Test
  void the_largest_come_in_their_order() {
    Array x = floats(new long[] {2, 3}, 1, 3, 2, 9, 7, 8);
    assertValues(Interpreted.of(t -> t.topK(2, -1), x), 1, 2, 0, 2);
    assertValues(Interpreted.of(t -> t.topK(1, 0), x), 1, 1, 1);
  }

  @Test
  void all_of_the_largest_are_found_in_an_axis_of_any_length() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, Dim.symbolic("n")); // [n]
              return Map.of("order", x.topK(x.dim(0).renamed("rank"), 0));
            });
    assertValues(
        Interpreter.run(graph, Map.of("x", floats(new long[] {4}, 5, 7, 5, 9)), Map.of())
            .get("order"),
        3,
        1,
        0,
        2);
  }

  @Test
  void more_of_the_largest_than_there_are_at_run_time() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope ->
                scope.in(
                    "router",
                    router ->
                        Map.of(
                            "top",
                            router.input("x", DataType.FLOAT, Dim.symbolic("n")).topK(3, 0))));
    assertRunRefused(
        List.of("there are no 3 largest of 2", "  at %1 top_k integer [top=3]", "  in router"),
        graph,
        Map.of("x", floats(new long[] {2}, 1, 2)));
  }

  // ---- Selection and shape

  @Test
  void rows_are_taken_from_a_table() {
    Array indices = Array.of(new long[] {1, 0, 1}, 3);
    assertValues(Interpreted.ofTwo(Tensor::take, MATRIX, indices), 4, 5, 6, 1, 2, 3, 4, 5, 6);
    Array vector = floats(new long[] {2}, 7, 8);
    assertValues(Interpreted.ofTwo(Tensor::take, vector, Array.of(new long[] {1}, new long[0])), 8);
  }

  @Test
  void a_row_that_is_not_there_is_refused() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor ids = scope.input("ids", DataType.INTEGER, Dim.symbolic("n")); // [n]
              return Map.of("rows", scope.range(Dim.of("token", 5)).take(ids));
            });
    assertRunRefused(
        List.of("the index 5 is not among 0 to 4", "  at %2 take integer [n]"),
        graph,
        Map.of("ids", Array.of(new long[] {5}, 1)));
    assertRunRefused(
        List.of("the index -1 is not among 0 to 4", "  at %2 take integer [n]"),
        graph,
        Map.of("ids", Array.of(new long[] {-1}, 1)));
  }

  @Test
  void elements_are_gathered_along_an_axis() {
    Array last = Array.of(new long[] {2, 0, 1, 1}, 2, 2);
    assertValues(
        Interpreted.ofTwo((x, i) -> x.gather(-1, i.reshape(x.dim(0), i.dim(1))), MATRIX, last),
        3,
        1,
        5,
        5);
    Array first = Array.of(new long[] {1, 0, 1}, 1, 3);
    assertValues(
        Interpreted.ofTwo((x, i) -> x.gather(0, i.reshape(i.dim(0), x.dim(1))), MATRIX, first),
        4,
        2,
        6);
  }

  @Test
  void reshaping_keeps_the_order_of_the_elements() {
    Array flat = Interpreted.of(x -> x.flatten(0, 1, "all"), MATRIX);
    assertArrayEquals(new long[] {6}, flat.shape());
    assertValues(flat, 1, 2, 3, 4, 5, 6);
    Array tall = Interpreted.of(x -> x.reshape(Dim.of("row", 3), Dim.of("column", 2)), MATRIX);
    assertArrayEquals(new long[] {3, 2}, tall.shape());
    assertValues(tall, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void transposing_moves_the_elements() {
    assertValues(Interpreted.of(x -> x.transpose(0, 1), MATRIX), 1, 4, 2, 5, 3, 6);
  }

  @Test
  void flipping_turns_the_order_of_an_axis() {
    assertValues(Interpreted.of(x -> x.flip(-1), MATRIX), 3, 2, 1, 6, 5, 4);
    assertValues(Interpreted.of(x -> x.flip(0), MATRIX), 4, 5, 6, 1, 2, 3);
  }

  @Test
  void a_cumulative_sum_between_two_flips_goes_from_the_end() {
    assertValues(
        Interpreted.of(x -> x.flip(-1).cumulativeSum(-1).flip(-1), MATRIX), 6, 5, 3, 15, 11, 6);
  }

  @Test
  void permuted_axes_are_named_by_where_they_come_from() {
    Array x = floats(new long[] {1, 2, 3}, 1, 2, 3, 4, 5, 6);
    Array permuted = Interpreted.of(t -> t.permute(2, 0, 1), x);
    assertArrayEquals(new long[] {3, 1, 2}, permuted.shape());
    assertValues(permuted, 1, 4, 2, 5, 3, 6);
  }

  @Test
  void stretching_repeats() {
    Array column = floats(new long[] {2, 1}, 1, 2);
    Shape wide = Shape.of(Dim.of("n0", 2), Dim.of("m", 3));
    assertValues(Interpreted.of(x -> x.broadcastTo(wide), column), 1, 1, 1, 2, 2, 2);
  }

  @Test
  void slicing_takes_neighbours() {
    assertValues(Interpreted.of(x -> x.slice(-1, 1, 3), MATRIX), 2, 3, 5, 6);
    assertValues(Interpreted.of(x -> x.slice(0, 1, 2), MATRIX), 4, 5, 6);
    assertValues(Interpreted.of(x -> x.select(1, 2), MATRIX), 3, 6);
    assertValues(Interpreted.of(x -> x.slice(1, 2, 2), MATRIX));
  }

  @Test
  void a_slice_can_start_where_a_symbol_says() {
    Dim n = Dim.symbolic("n");
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, n); // [n]
              Polynomial start = n.extent().minus(Polynomial.of(2));
              return Map.of("last_two", x.slice(0, start, Dim.of("last", 2)));
            });
    assertArrayEquals(
        new double[] {3, 4},
        Interpreter.run(graph, Map.of("x", floats(new long[] {4}, 1, 2, 3, 4)), Map.of())
            .get("last_two")
            .toDoubles());
    assertRunRefused(
        List.of("an axis of 1 has no part of size 2 that starts at -1", "  at %1 slice [last=2]"),
        graph,
        Map.of("x", floats(new long[] {1}, 1)));
  }

  @Test
  void a_learned_table_is_not_longer_at_run_time() {
    Dim n = Dim.symbolic("n");
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, n); // [n]
              Tensor table = scope.range(Dim.of("length", 3)).toFloat(); // [length]
              return Map.of("y", x.add(table.slice(0, Polynomial.ZERO, n)));
            });
    assertRunRefused(
        List.of("an axis of 3 has no part of size 4 that starts at 0", "  at %3 slice [n]"),
        graph,
        Map.of("x", floats(new long[] {4}, 1, 2, 3, 4)));
  }

  @Test
  void joining_puts_one_after_the_other() {
    Array more = floats(new long[] {2, 1}, 7, 8);
    assertValues(
        Interpreted.ofTwo(
            (x, y) -> Tensor.concat(-1, x, y.reshape(x.dim(0), y.dim(1)), x), MATRIX, more),
        1,
        2,
        3,
        7,
        1,
        2,
        3,
        4,
        5,
        6,
        8,
        4,
        5,
        6);
    assertValues(
        Interpreted.of(x -> Tensor.concat(0, x, x.negate()), MATRIX),
        1,
        2,
        3,
        4,
        5,
        6,
        -1,
        -2,
        -3,
        -4,
        -5,
        -6);
  }

  @Test
  void padding_puts_zeros_around() {
    assertValues(Interpreted.of(x -> x.pad(-1, 1, 0), MATRIX), 0, 1, 2, 3, 0, 4, 5, 6);
    assertValues(Interpreted.of(x -> x.pad(0, 0, 1), MATRIX), 1, 2, 3, 4, 5, 6, 0, 0, 0);
    assertValues(Interpreted.of(x -> x.pad(0, 1, 1), Array.of(new long[] {7}, 1)), 0, 7, 0);
    assertValues(
        Interpreted.of(x -> x.pad(0, 1, 0), Array.of(new boolean[] {true, true}, 2)), 0, 1, 1);
  }

  @Test
  void stacking_puts_side_by_side() {
    assertValues(
        Interpreted.of(x -> Tensor.stack("pair", x, x.negate()), floats(new long[] {2}, 1, 2)),
        1,
        -1,
        2,
        -2);
  }

  @Test
  void detaching_changes_no_number() {
    assertValues(Interpreted.of(Tensor::detach, MATRIX), 1, 2, 3, 4, 5, 6);
  }

  // ---- What the tests share

  private static void assertRunRefused(List<String> lines, Graph graph, Map<String, Array> inputs) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> Interpreter.run(graph, inputs, Map.of()));
    assertEquals(String.join(System.lineSeparator(), lines), refused.getMessage());
  }

  private static void assertSource(Function<Scope, Tensor> definition, double... expected) {
    Graph graph = Graph.trace(Mode.INFERENCE, scope -> Map.of("source", definition.apply(scope)));
    assertValues(Interpreter.run(graph, Map.of(), Map.of()).get("source"), expected);
  }

  private static void assertUnary(UnaryOperator<Tensor> definition, double x, double expected) {
    assertEquals(expected, unary(definition, x), ROUNDING * Math.abs(expected));
  }

  private static double unary(UnaryOperator<Tensor> definition, double x) {
    return Interpreted.of(definition, Array.scalar(x)).at(0);
  }

  private static void assertBinary(
      BinaryOperator<Tensor> definition, double x, double y, double expected) {
    Array result = Interpreted.ofTwo(definition, Array.scalar(x), Array.scalar(y)); // []
    assertEquals(expected, result.at(0), ROUNDING);
  }

  private static void assertValues(Array actual, double... expected) {
    assertArrayEquals(expected, actual.toDoubles(), ROUNDING);
  }

  private static Array floats(long[] shape, double... values) {
    return Array.of(values, shape);
  }
}
