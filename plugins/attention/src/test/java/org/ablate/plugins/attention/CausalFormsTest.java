package org.ablate.plugins.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.stream.Stream;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Padding;
import org.ablate.tensor.Cost;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the forms of a causal pass cost, and what they make of padding. That they give the same is
 * seen in FormulasTest.
 */
class CausalFormsTest {

  static Stream<Attention> recurrent() {
    return ofForm(CausalForm.RECURRENT);
  }

  static Stream<Attention> parallel() {
    return ofForm(CausalForm.PARALLEL);
  }

  private static Stream<Attention> ofForm(CausalForm form) {
    return Stream.of(
        new LinearAttention(form, 1e-6),
        new PerformerAttention(6, form),
        new CosFormerAttention(8, form, 1e-6),
        new BasedAttention(form, 1e-6));
  }

  @ParameterizedTest
  @MethodSource("recurrent")
  void step_by_step_the_operations_grow_as_the_length(Attention attention) {
    assertEquals(1, orderOfOperations(attention));
    assertEquals(Growth.LINEAR, attention.growth(true));
  }

  @ParameterizedTest
  @MethodSource("parallel")
  void over_pairs_the_operations_grow_as_the_square_of_the_length(Attention attention) {
    assertEquals(2, orderOfOperations(attention));
    assertEquals(Growth.QUADRATIC, attention.growth(true));
  }

  @ParameterizedTest
  @MethodSource({"recurrent", "parallel"})
  void a_row_that_is_padding_throughout_gives_zeros(Attention attention) {
    Row row = Row.of(1, 1, 3, 3).withPadding(0, 1, 2).withCausality();
    for (double[] output : row.through(attention, row.weights(attention))[0]) {
      assertArrayEquals(new double[Row.HEAD_DIM], output);
    }
  }

  private static int orderOfOperations(Attention attention) {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Dim[] axes = {
                Dim.symbolic("batch"),
                Dim.of("head", 2),
                Dim.symbolic("position"),
                Dim.of("head_dim", Row.HEAD_DIM)
              };
              Tensor query = scope.input("query", DataType.FLOAT, axes); // [batch, head, query, hd]
              Tensor key = scope.input("key", DataType.FLOAT, axes); // [batch, head, key, hd]
              Tensor value = scope.input("value", DataType.FLOAT, axes); // [batch, head, key, hd]
              AttentionBias causal = AttentionBias.of(true, Padding.none());
              return Map.of("out", attention.attend(scope, query, key, value, causal));
            });
    return Cost.of(graph, Float.BYTES).flops().degree("position");
  }
}
