package org.ablate.plugins.placement;

import static org.ablate.plugins.placement.OfTwo.assertLayer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ablate.plugin.Depth;
import org.ablate.plugin.Sublayer;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Op;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** On the number 2, around sub-layers that multiply by 3 and norms that add 10. */
class DeepNormTest {
  /** A few roundings of numbers below 10. */
  private static final double TOLERANCE = 1e-14;

  @Test
  void the_residual_is_scaled() {
    assertLayer(
        5 * 2 + 3 * 2 + 10, new DeepNorm(Optional.of(5.0), Optional.empty()), Triple.ATTENTION);
  }

  @Test
  void with_alpha_1_it_is_post() {
    assertLayer(2 + 3 * 2 + 10, new DeepNorm(Optional.of(1.0), Optional.of(1.0)), Triple.ATTENTION);
  }

  @Test
  void alpha_is_that_of_the_depth_where_it_is_not_stated() {
    Sublayer ofEight =
        new Triple("self_attention", new Depth(Depth.Stack.ENCODER, 0, 8, 0)); // α = ⁴√16

    assertLayer(2 * 2 + 3 * 2 + 10, new DeepNorm(Optional.empty(), Optional.empty()), ofEight);
  }

  @Test
  void an_encoder_or_decoder_alone_has_the_constants_of_its_depth() {
    assertConstants(2, 1 / Math.sqrt(8), new Depth(Depth.Stack.ENCODER, 0, 8, 0));
    assertConstants(2, 1 / Math.sqrt(8), new Depth(Depth.Stack.DECODER, 0, 0, 8));
  }

  @Test
  void an_encoder_before_a_decoder_has_constants_of_both_depths() {
    // (16⁴ · 1)^(1/16) = 2
    assertConstants(0.81 * 2, 0.87 / 2, new Depth(Depth.Stack.ENCODER, 0, 16, 1));
  }

  @Test
  void a_decoder_after_an_encoder_has_constants_of_its_own_depth() {
    // ⁴√(3 · 27) = 3 and ⁴√(12 · 27) = ⁴√324 = √18
    assertConstants(3, 1 / Math.sqrt(18), new Depth(Depth.Stack.DECODER, 0, 16, 27));
  }

  @Test
  void matrices_but_those_of_queries_and_keys_start_with_the_gain() {
    Initializer scaled = new Initializer.XavierUniform(0.25);
    Initializer unscaled = new Initializer.XavierUniform(1);

    assertEquals(
        Map.of(
            "query.weight", unscaled,
            "key.weight", unscaled,
            "value.weight", scaled,
            "in.weight", scaled,
            "gain", Initializer.ONES,
            "norm.gain", Initializer.ONES),
        OfTwo.graph(
                (scope, x) ->
                    new DeepNorm(Optional.of(1.0), Optional.of(0.25))
                        .residual(scope, x, new Learning()))
            .parameters()
            .stream()
            .collect(Collectors.toMap(Op.Parameter::name, Op.Parameter::initializer)));
  }

  @Test
  void constants_that_are_not_positive_are_refused() {
    assertEquals(
        "alpha must be greater than 0, got 0.0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new DeepNorm(Optional.of(0.0), Optional.empty()))
            .getMessage());
    assertEquals(
        "beta must be greater than 0, got -1.0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new DeepNorm(Optional.empty(), Optional.of(-1.0)))
            .getMessage());
  }

  private static void assertConstants(double alpha, double beta, Depth depth) {
    DeepNormConstants constants = DeepNormConstants.of(depth);
    assertEquals(alpha, constants.alpha(), TOLERANCE);
    assertEquals(beta, constants.beta(), TOLERANCE);
  }

  /** Has parameters of the names that sub-layers have. */
  private record Learning() implements Sublayer {
    @Override
    public String name() {
      return "self_attention";
    }

    @Override
    public Tensor apply(Scope scope, Tensor x) {
      Tensor sum = x; // as x
      for (String name : new String[] {"query", "key", "value", "in"}) {
        sum = sum.add(scope.projection(name, x, Dim.one())); // as x
      }
      return sum.multiply(scope.parameter("gain", Initializer.ONES, x.dim(-1))); // as x
    }

    @Override
    public Tensor normalize(Scope outer, String normName, Tensor x) {
      return outer.in(
          normName,
          scope -> x.multiply(scope.parameter("gain", Initializer.ONES, x.dim(-1)))); // as x
    }

    @Override
    public Depth depth() {
      return Triple.ATTENTION.depth();
    }
  }
}
