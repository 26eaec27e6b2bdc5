package org.ablate.training.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ablate.tensor.Array;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Initializer;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

class WeightTransferTest {
  private static final Map<String, Array> SOURCE =
      Map.of("encoder.gain", zeros(3), "encoder.bias", zeros(3), "head", zeros(5), "old", zeros(2));

  private static Array zeros(int size) {
    return Array.of(new double[size], size);
  }

  /** A graph with {@code encoder.gain [3]}, {@code encoder.bias [3]}, {@code head [4]} and more. */
  private static Graph graph() {
    return Graph.trace(
        Mode.INFERENCE,
        scope -> {
          Tensor gain = scope.in("encoder", encoder -> parameter(encoder, "gain", 3)); // [gain]
          Tensor bias = scope.in("encoder", encoder -> parameter(encoder, "bias", 3)); // [bias]
          Tensor head = parameter(scope, "head", 4); // [head]
          Tensor classes = parameter(scope, "classes", 2); // [classes]
          return Map.of("a", gain, "b", bias, "c", head, "d", classes);
        });
  }

  private static Tensor parameter(Scope scope, String name, int size) {
    return scope.parameter(name, Initializer.ZEROS, Dim.of(name, size)); // [name]
  }

  @Test
  void weights_of_the_same_name_and_shape_are_taken() {
    WeightTransfer transfer = WeightTransfer.of(graph(), SOURCE, List.of(), List.of());

    assertEquals(Set.of("encoder.gain", "encoder.bias"), transfer.taken().keySet());
    assertEquals(List.of("old"), transfer.leftOut());
    assertEquals(0.5, transfer.share());
  }

  @Test
  void a_line_says_what_became_of_the_weights() {
    assertEquals(
        "2 of 4 weights, 50.0 % of the numbers; of other shapes: head [5], here [4]; left out: old; new: classes",
        WeightTransfer.of(graph(), SOURCE, List.of(), List.of()).summary());
  }

  @Test
  void only_what_is_asked_for_is_taken() {
    assertEquals(
        Set.of("encoder.bias"),
        WeightTransfer.of(graph(), SOURCE, List.of("encoder.*"), List.of("*gain"))
            .taken()
            .keySet());
  }

  @Test
  void a_pattern_that_fits_nothing_is_refused() {
    assertEquals(
        "it has no weight 'decoder.*'; it has encoder.bias, encoder.gain, head, old",
        refusal(List.of("decoder.*")));
  }

  @Test
  void weights_none_of_which_fits_are_refused() {
    assertEquals(
        "none of its weights fits this model; of other shapes: head [5], here [4]; left out: encoder.bias, encoder.gain, old",
        refusal(List.of("head")));
  }

  private static String refusal(List<String> include) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> WeightTransfer.of(graph(), SOURCE, include, List.of()))
        .getMessage();
  }
}
