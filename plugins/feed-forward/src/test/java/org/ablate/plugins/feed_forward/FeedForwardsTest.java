package org.ablate.plugins.feed_forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Op;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** With the parameters stated, from two features over two hidden ones to two. */
class FeedForwardsTest {
  /** A few roundings of numbers up to 100 in double precision. */
  private static final double TOLERANCE = 1e-12;

  /** Φ(1), the normal distribution function at 1. */
  private static final double NORMAL_AT_ONE = 0.8413447460685429;

  /** (1 + tanh(√(2/π) · (1 + 0.044715))) / 2, which approximates Φ(1). */
  private static final double APPROXIMATE_AT_ONE = 0.8411919906082768;

  /** 1 / (1 + 1/e). */
  private static final double SIGMOID_AT_ONE = 0.7310585786300049;

  private static final Array IDENTITY = matrix(1, 0, 0, 1);
  private static final Array SWAP = matrix(0, 3, 5, 0);
  private static final Array TOKEN = Array.of(new double[] {1, -2}, 1, 1, 2);

  @Test
  void relu_drops_what_is_negative() {
    // hidden (1, 0)
    assertArrayEquals(new double[] {0, 3}, of(new Relu(false), Map.of()), TOLERANCE);
  }

  @Test
  void relu_adds_both_biases() {
    // hidden max(0, (1, −2) + (10, 5)) = (11, 3)
    assertArrayEquals(
        new double[] {15 + 0.5, 33 - 0.5},
        of(new Relu(true), Map.of("in.bias", vector(10, 5), "out.bias", vector(0.5, -0.5))),
        TOLERANCE);
  }

  @Test
  void gelu_weighs_by_the_normal_distribution_function() {
    // gelu(−2) = −2 · Φ(−2), Φ(−2) = 0.0227501319481792
    assertArrayEquals(
        new double[] {5 * -2 * 0.0227501319481792, 3 * NORMAL_AT_ONE},
        of(new Gelu(Gelu.Form.ERF, false), Map.of()),
        TOLERANCE);
  }

  @Test
  void gelu_approximates_it_by_tanh_if_told_so() {
    assertEquals(
        3 * APPROXIMATE_AT_ONE, of(new Gelu(Gelu.Form.TANH, false), Map.of())[1], TOLERANCE);
  }

  @Test
  void swiglu_gates_one_projection_by_another() {
    // gate silu(1, −2), linear (1, −2)
    Map<String, Array> weights = Map.of("gate.weight", matrix(1, 0, 0, 0));

    assertArrayEquals(
        new double[] {0, 3 * SIGMOID_AT_ONE}, of(new Swiglu(1, false), weights), TOLERANCE);
  }

  @Test
  void each_has_the_biases_that_it_is_told_to_have() {
    assertEquals(List.of("in.weight", "out.weight"), parameters(new Relu(false)));
    assertEquals(
        List.of("in.weight", "in.bias", "out.weight", "out.bias"), parameters(new Relu(true)));
    assertEquals(List.of("in.weight", "out.weight"), parameters(new Gelu(Gelu.Form.ERF, false)));
    assertEquals(
        List.of("in.weight", "in.bias", "out.weight", "out.bias"),
        parameters(new Gelu(Gelu.Form.ERF, true)));
    assertEquals(
        List.of("gate.weight", "in.weight", "out.weight"), parameters(new Swiglu(1, false)));
    assertEquals(
        List.of("gate.weight", "gate.bias", "in.weight", "in.bias", "out.weight", "out.bias"),
        parameters(new Swiglu(1, true)));
  }

  @Test
  void an_ungated_one_takes_the_stated_width() {
    assertEquals(1536, new Relu(true).width(1536));
    assertEquals(1536, new Gelu(Gelu.Form.ERF, true).width(1536));
  }

  @Test
  void swiglu_takes_its_part_of_the_stated_width() {
    assertEquals(1024, new Swiglu(2.0 / 3, false).width(1536));
    assertEquals(1536, new Swiglu(1, false).width(1536));
  }

  @Test
  void swiglu_is_never_without_width() {
    assertEquals(1, new Swiglu(0.1, false).width(1));
  }

  @Test
  void a_width_factor_that_is_not_positive_is_refused() {
    assertEquals(
        "width_factor must be greater than 0, got 0.0",
        assertThrows(IllegalArgumentException.class, () -> new Swiglu(0, false)).getMessage());
  }

  /** What it makes of the token (1, −2), with the identity on the way in and a swap on that out. */
  private static double[] of(FeedForward feedForward, Map<String, Array> weights) {
    Map<String, Array> all = new HashMap<>(Map.of("in.weight", IDENTITY, "out.weight", SWAP));
    all.putAll(weights);
    return Interpreter.run(graph(feedForward), Map.of("x", TOKEN), all).get("y").toDoubles();
  }

  private static List<String> parameters(FeedForward feedForward) {
    return graph(feedForward).parameters().stream().map(Op.Parameter::name).toList();
  }

  private static Graph graph(FeedForward feedForward) {
    return Graph.trace(
        Mode.INFERENCE,
        scope -> {
          Tensor x =
              scope.input(
                  "x",
                  DataType.FLOAT,
                  Dim.symbolic("batch"),
                  Dim.symbolic("position"),
                  Dim.of("d_model", 2)); // [batch, position, d_model]
          return Map.of("y", feedForward.transform(scope, x, Dim.of("d_ff", 2), Padding.none()));
        });
  }

  private static Array matrix(double... values) {
    return Array.of(values, 2, 2);
  }

  private static Array vector(double... values) {
    return Array.of(values, 2);
  }
}
