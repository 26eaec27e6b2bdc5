package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What an author is told, at the line that is wrong. */
class MistakesTest {
  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim HEAD = Dim.of("head", 2);
  private static final Dim D_MODEL = Dim.of("d_model", 6);

  private final Scope scope = new Scope(new Tracer(Mode.INFERENCE, ""), "", Mode.INFERENCE);
  private final Tensor x = scope.input("x", DataType.FLOAT, BATCH, D_MODEL);
  private final Tensor ids = scope.input("ids", DataType.INTEGER, BATCH);
  private final Tensor mask = scope.input("mask", DataType.BOOLEAN, BATCH);

  @Test
  void the_message_names_operator_line_scope_and_axes() {
    TensorException mistake =
        assertThrows(
            TensorException.class,
            () -> scope.in("encoder", e -> e.in("layer.0", l -> Mistaken.product(x)))); // [a, b]
    assertEquals(
        lines(
            "matmul: the inner axes differ: d_model=6 on the left, batch on the right",
            "  at Mistaken.product(MistakesTest.java:" + Mistaken.LINE + ")",
            "  in encoder.layer.0",
            "  given [batch, d_model=6] and [batch, d_model=6]"),
        mistake.getMessage());
  }

  /** A component that somebody else wrote. */
  private static final class Mistaken {
    static final int LINE = new Throwable().getStackTrace()[0].getLineNumber() + 3;

    static Tensor product(Tensor x) {
      return x.matmul(x); // does not fit
    }
  }

  @Test
  void sizes_that_do_not_broadcast() {
    Tensor heads = scope.parameter("heads", Initializer.ZEROS, HEAD);
    assertMistake(
        "add: axis -1 is d_model=6 on the left and head=2 on the right",
        "given [batch, d_model=6] and [head=2]",
        () -> x.add(heads));
  }

  @Test
  void a_float_and_an_integer() {
    assertMistake(
        "multiply: it takes two floats or two integers, not float and integer;"
            + " toFloat() and toInteger() convert",
        "given [batch, d_model=6] and integer [batch]",
        () -> x.multiply(ids));
  }

  @Test
  void a_comparison_of_booleans() {
    assertMistake(
        "equal: it takes two floats or two integers, not boolean and boolean;"
            + " toFloat() and toInteger() convert",
        "given boolean [batch] and boolean [batch]",
        () -> mask.equal(mask));
  }

  @Test
  void a_function_of_floats_on_integers() {
    assertMistake(
        "exp: it takes float where integer is given; toFloat() converts",
        "given integer [batch]",
        () -> ids.exp());
    assertMistake(
        "divide: it takes float where integer is given; toFloat() converts",
        "given integer [batch] and integer []",
        () -> ids.divide(2));
    assertMistake(
        "mean: it takes float where integer is given; toFloat() converts",
        "given integer [batch]",
        () -> ids.mean(0));
    assertMistake(
        "softmax: it takes float where integer is given; toFloat() converts",
        "given integer [batch]",
        () -> ids.softmax(0));
    assertMistake(
        "matmul: it takes float where integer is given; toFloat() converts",
        "given [batch, d_model=6] and integer [batch]",
        () -> x.matmul(ids));
  }

  @Test
  void a_fraction_among_integers() {
    assertMistake(
        "constant: 0.5 is no integer; toFloat() converts the operand",
        "given integer [batch]",
        () -> ids.add(0.5));
  }

  @Test
  void a_connective_of_numbers() {
    assertMistake(
        "and: it takes boolean where integer is given; comparisons give booleans",
        "given boolean [batch] and integer [batch]",
        () -> mask.and(ids));
    assertMistake(
        "not: it takes boolean where integer is given; comparisons give booleans",
        "given integer [batch]",
        () -> ids.not());
  }

  @Test
  void a_choice_by_numbers_or_between_data_types() {
    assertMistake(
        "where: it takes boolean where integer is given; comparisons give booleans",
        "given integer [batch] and [batch, d_model=6] and []",
        () -> ids.where(x, 0));
    assertMistake(
        "where: both values must be of one data type, not float and integer",
        "given boolean [batch] and [batch, d_model=6] and integer [batch]",
        () -> mask.where(x, ids));
  }

  @Test
  void a_product_of_vectors() {
    Tensor vector = scope.parameter("vector", Initializer.ZEROS, D_MODEL);
    assertMistake(
        "matmul: both operands need at least two axes",
        "given [batch, d_model=6] and [d_model=6]",
        () -> x.matmul(vector));
  }

  @Test
  void stacks_of_matrices_that_do_not_broadcast() {
    Tensor two = scope.parameter("two", Initializer.ZEROS, HEAD, D_MODEL, D_MODEL);
    Tensor three = scope.parameter("three", Initializer.ZEROS, Dim.of("g", 3), D_MODEL, D_MODEL);
    assertMistake(
        "matmul: axis -1 is head=2 on the left and g=3 on the right",
        "given [head=2, d_model=6, d_model=6] and [g=3, d_model=6, d_model=6]",
        () -> two.matmul(three));
  }

  @Test
  void an_axis_that_is_not_there() {
    String given = "given [batch, d_model=6]";
    String complaint = ": there is no axis 2 in [batch, d_model=6]";
    assertMistake("dim" + complaint, given, () -> x.dim(2));
    assertMistake("dim" + complaint, given, () -> x.size(2));
    assertMistake("sum" + complaint, given, () -> x.sum(2));
    assertMistake("softmax" + complaint, given, () -> x.softmax(2));
    assertMistake("log_softmax" + complaint, given, () -> x.logSoftmax(2));
    assertMistake("cumulative_sum" + complaint, given, () -> x.cumulativeSum(2));
    assertMistake("arg_max" + complaint, given, () -> x.argMax(2));
    assertMistake("top_k" + complaint, given, () -> x.topK(1, 2));
    assertMistake("dim" + complaint, given, () -> x.rename(2, "key"));
    assertMistake("unflatten" + complaint, given, () -> x.unflatten(2, HEAD));
    assertMistake("flatten" + complaint, given, () -> x.flatten(0, 2, "all"));
    assertMistake("squeeze" + complaint, given, () -> x.squeeze(2));
    assertMistake("transpose" + complaint, given, () -> x.transpose(0, 2));
    assertMistake("flip" + complaint, given, () -> x.flip(2));
    assertMistake("dim" + complaint, given, () -> x.slice(2, 0, 1));
    assertMistake("dim" + complaint, given, () -> Tensor.concat(2, x, x));
    assertMistake(
        "unsqueeze: there is no place 3 for a new axis in [batch, d_model=6]",
        given,
        () -> x.unsqueeze(3));
  }

  @Test
  void a_reduction_of_nothing() {
    assertMistake("sum: it takes at least one axis", "given [batch, d_model=6]", () -> x.sum());
  }

  @Test
  void a_size_that_is_not_known_yet() {
    assertMistake(
        "size: the size of batch is not known until the graph runs; scope.extent gives it as a value",
        "given [batch, d_model=6]",
        () -> x.size(0));
  }

  @Test
  void more_of_the_largest_than_there_are() {
    assertMistake(
        "top_k: there are no 7 largest along d_model=6",
        "given [batch, d_model=6]",
        () -> x.topK(7, -1));
    assertMistake(
        "top_k: there are no batch + 1 largest along batch",
        "given [batch, d_model=6]",
        () -> x.topK(new Dim("more", BATCH.extent().plus(Polynomial.ONE)), 0));
    assertMistake(
        "top_k: the axis 'top' cannot have the size -1",
        "given [batch, d_model=6]",
        () -> x.topK(-1, 0));
  }

  @Test
  void indices_that_are_no_integers() {
    assertMistake(
        "take: it takes integer where float is given; toInteger() converts",
        "given [batch, d_model=6] and [batch, d_model=6]",
        () -> x.take(x));
    assertMistake(
        "gather: it takes integer where float is given; toInteger() converts",
        "given [batch, d_model=6] and [batch, d_model=6]",
        () -> x.gather(-1, x));
  }

  @Test
  void rows_of_something_without_rows() {
    Tensor number = scope.constant(new double[] {1});
    assertMistake(
        "take: the table has no rows", "given [] and integer [batch]", () -> number.take(ids));
  }

  @Test
  void gathering_along_an_axis_while_another_differs() {
    assertMistake(
        "gather: all axes but 0 must fit",
        "given [batch, d_model=6] and integer [batch]",
        () -> x.gather(0, ids));
  }

  @Test
  void a_reshape_that_loses_elements() {
    assertMistake(
        "reshape: [batch, d_model=6] has 6·batch elements, [batch, head=2] has 2·batch",
        "given [batch, d_model=6]",
        () -> x.unflatten(-1, HEAD));
  }

  @Test
  void axes_that_are_merged_backwards() {
    assertMistake(
        "flatten: axis 1 comes after axis 0",
        "given [batch, d_model=6]",
        () -> x.flatten(1, 0, "all"));
  }

  @Test
  void an_axis_that_is_too_long_to_be_dropped() {
    assertMistake(
        "squeeze: the axis d_model=6 is not of size 1",
        "given [batch, d_model=6]",
        () -> x.squeeze(-1));
  }

  @Test
  void an_order_that_is_none() {
    assertMistake(
        "transpose: [0, 0] is no order of the axes of [batch, d_model=6]",
        "given [batch, d_model=6]",
        () -> x.permute(0, 0));
  }

  @Test
  void a_shape_that_cannot_be_stretched_to() {
    assertMistake(
        "broadcast: axis -1 is d_model=6 on the left and head=2 on the right",
        "given [batch, d_model=6]",
        () -> x.broadcastTo(Shape.of(BATCH, HEAD)));
    assertMistake(
        "broadcast: [batch, d_model=6] does not stretch to [d_model=6]",
        "given [batch, d_model=6]",
        () -> x.broadcastTo(Shape.of(D_MODEL)));
  }

  @Test
  void a_part_that_an_axis_does_not_have() {
    String given = "given [batch, d_model=6]";
    assertMistake(
        "slice: d_model=6 has no part of size 3 that starts at 4", given, () -> x.slice(-1, 4, 7));
    assertMistake(
        "slice: d_model=6 has no part of size 1 that starts at -1", given, () -> x.select(-1, -1));
    assertMistake(
        "slice: the axis 'd_model' cannot have the size -1", given, () -> x.slice(-1, 3, 2));
  }

  @Test
  void less_than_no_padding() {
    assertMistake(
        "pad: the axis 'd_model' cannot have the size -1",
        "given [batch, d_model=6]",
        () -> x.pad(-1, 0, -1));
  }

  @Test
  void parts_that_cannot_be_joined() {
    assertMistake(
        "concat: all axes but 0 must fit",
        "given [batch, d_model=6] and [batch, d_model=3]",
        () -> Tensor.concat(0, x, x.slice(-1, 0, 3)));
    assertMistake(
        "concat: all must be of one data type, not integer and boolean",
        "given integer [batch] and boolean [batch]",
        () -> Tensor.concat(0, ids, mask));
  }

  @Test
  void a_tensor_of_another_graph() {
    Scope other = new Scope(new Tracer(Mode.INFERENCE, ""), "", Mode.INFERENCE);
    Tensor foreign = other.input("foreign", DataType.FLOAT, D_MODEL);
    assertMistake(
        "add: an operand belongs to another graph",
        "given [batch, d_model=6] and [d_model=6]",
        () -> x.add(foreign));
    assertMistake(
        "trace: the output 'y' belongs to another graph",
        null,
        () -> Graph.trace(Mode.INFERENCE, s -> Map.of("y", foreign)));
  }

  @Test
  void a_parameter_whose_size_is_not_known() {
    assertMistake(
        "parameter: its shape must be known before a run, but is [batch, d_model=6]",
        null,
        () -> scope.parameter("weight", Initializer.ZEROS, BATCH, D_MODEL));
    assertMistake(
        "buffer: its shape must be known before a run, but is [batch]",
        null,
        () -> scope.buffer("mean", Initializer.ZEROS, BATCH));
  }

  @Test
  void an_initializer_for_matrices_on_a_vector() {
    assertMistake(
        "parameter: Xavier's initializer is for matrices, not [d_model=6]",
        null,
        () -> scope.parameter("gain", new Initializer.XavierUniform(), D_MODEL));
  }

  @Test
  void constants_that_do_not_fill_their_shape() {
    assertMistake(
        "constant: 3 values do not fill the shape [2], which has 2",
        null,
        () -> scope.constant(new double[] {1, 2, 3}, HEAD));
    assertMistake(
        "constant: its shape must be known before a run, but is [batch]",
        null,
        () -> scope.constant(new double[] {1}, BATCH));
  }

  @Test
  void a_name_that_is_taken() {
    assertMistake(
        "input: the name 'x' is taken; choose another, or use scope.shared where it is to be the same",
        null,
        () -> scope.input("x", DataType.FLOAT, BATCH));
  }

  @Test
  void a_blank_name() {
    assertMistake(
        "scope: a name must not be blank", null, () -> scope.in(" ", inner -> inner.range(HEAD)));
  }

  @Test
  void an_update_of_what_is_no_buffer() {
    assertMistake(
        "update: only a buffer can be updated",
        "given [batch, d_model=6]",
        () -> scope.update(x, x));
  }

  @Test
  void an_update_that_does_not_fit_the_buffer() {
    Tensor mean = scope.buffer("mean", Initializer.ZEROS, D_MODEL);
    assertMistake(
        "update: the value must be [d_model=6]",
        "given [batch, d_model=6]",
        () -> scope.update(mean, x));
  }

  @Test
  void an_addition_to_the_loss_that_is_no_single_number() {
    assertMistake(
        "auxiliary_loss: the value must be []",
        "given [batch, d_model=6]",
        () -> scope.auxiliaryLoss("balance", x));
  }

  private void assertMistake(String complaint, String given, Executable definition) {
    TensorException mistake = assertThrows(TensorException.class, definition);
    String expected =
        given == null ? lines(complaint, at(mistake)) : lines(complaint, at(mistake), "  " + given);
    assertEquals(expected, mistake.getMessage());
  }

  /** The first line of this test on the way to the exception, which is the author's. */
  private static String at(TensorException mistake) {
    StackTraceElement frame =
        Arrays.stream(mistake.getStackTrace())
            .filter(f -> f.getClassName().equals(MistakesTest.class.getName()))
            .findFirst()
            .orElseThrow();
    String method = frame.getMethodName().replaceAll("lambda\\$(.+)\\$.*", "$1");
    return "  at MistakesTest.%s(MistakesTest.java:%d)".formatted(method, frame.getLineNumber());
  }

  private static String lines(String... lines) {
    return String.join(System.lineSeparator(), List.of(lines));
  }
}
