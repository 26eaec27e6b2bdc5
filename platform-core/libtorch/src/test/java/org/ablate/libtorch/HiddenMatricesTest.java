package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Recurrence;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

class HiddenMatricesTest {
  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim POSITION = Dim.symbolic("position");
  private static final Dim IN = Dim.of("in", 3);
  private static final Dim OUT = Dim.of("out", 2);
  private static final Dim TOKEN = Dim.of("token", 5);

  private static Set<String> hidden(Function<Scope, Tensor> definition) {
    return HiddenMatrices.of(
        Graph.trace(Mode.TRAINING, scope -> Map.of("result", definition.apply(scope))));
  }

  private static Tensor features(Scope scope) {
    return scope.input("x", DataType.FLOAT, BATCH, IN); // [batch, in]
  }

  private static Tensor matrix(Scope scope, String name, Dim... dims) {
    return scope.parameter(name, Initializer.ONES, dims); // [dims]
  }

  @Test
  void the_weight_of_a_linear_layer_is_one_and_its_bias_is_not() {
    assertEquals(
        Set.of("layer.weight"), hidden(scope -> scope.linear("layer", features(scope), OUT)));
  }

  @Test
  void a_table_whose_rows_are_looked_up_is_none_even_as_a_factor() {
    assertEquals(
        Set.of(),
        hidden(
            scope -> {
              Tensor table = matrix(scope, "table", TOKEN, IN); // [token, in]
              Tensor rows = table.take(scope.input("i", DataType.INTEGER, BATCH)); // [batch, in]
              return rows.matmul(table.transpose(0, 1)); // [batch, token]
            }));
  }

  @Test
  void a_table_that_is_normalized_first_is_none() {
    assertEquals(
        Set.of(),
        hidden(
            scope -> {
              Tensor table = matrix(scope, "table", TOKEN, IN); // [token, in]
              Tensor same = table.divide(table.square().sum(-1).sqrt()); // [token, in]
              return same.take(scope.input("i", DataType.INTEGER, BATCH)) // [batch, in]
                  .matmul(same.transpose(0, 1)); // [batch, token]
            }));
  }

  @Test
  void the_classifier_is_none() {
    assertEquals(
        Set.of("up.weight"),
        hidden(
            scope -> {
              Tensor up = scope.linear("up", features(scope), OUT).tanh(); // [batch, out]
              Tensor logits = scope.linear("classifier", up, TOKEN).multiply(0.5); // [batch, token]
              Tensor labels = scope.input("labels", DataType.INTEGER, BATCH); // [batch]
              return logits.crossEntropy(labels, 0); // []
            }));
  }

  @Test
  void a_matrix_that_is_normalized_first_is_one() {
    assertEquals(
        Set.of("w"),
        hidden(
            scope -> {
              Tensor w = matrix(scope, "w", IN, OUT); // [in, out]
              return features(scope).matmul(w.divide(w.square().sum(0).sqrt())); // [batch, out]
            }));
  }

  @Test
  void a_matrix_that_a_recurrence_multiplies_by_is_one() {
    assertEquals(
        Set.of("hidden.weight"),
        hidden(
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, BATCH, POSITION, IN); // [b, position, in]
              Tensor zero = scope.zeros(Shape.of(BATCH, IN)); // [batch, in]
              return Recurrence.along(
                      1,
                      List.of(x),
                      List.of(zero),
                      (states, entries) -> {
                        Tensor recalled = scope.projection("hidden", states.get(0), IN); // [b, in]
                        Tensor next = entries.get(0).add(recalled); // [batch, in]
                        return new Recurrence.Result(List.of(next), List.of());
                      })
                  .last()
                  .get(0); // [batch, in]
            }));
  }

  @Test
  void the_weights_of_several_experts_are_a_stack_of_them() {
    assertEquals(
        Set.of("experts"),
        hidden(
            scope -> {
              Dim expert = Dim.of("expert", 4);
              Tensor x = scope.input("x", DataType.FLOAT, expert, BATCH, IN); // [expert, batch, in]
              return x.matmul(matrix(scope, "experts", expert, IN, OUT)); // [expert, batch, out]
            }));
  }

  @Test
  void what_is_multiplied_element_by_element_is_none() {
    assertEquals(
        Set.of(),
        hidden(scope -> matrix(scope, "kernel", OUT, IN).sum(0).multiply(features(scope))));
  }

  @Test
  void a_column_is_none() {
    assertEquals(
        Set.of(), hidden(scope -> features(scope).matmul(matrix(scope, "v", IN, Dim.one()))));
  }
}
