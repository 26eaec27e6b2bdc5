package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.ablate.tensor.Array;
import org.ablate.tensor.Precision;
import org.junit.jupiter.api.Test;

class WeightsTest {
  private static Libtorch open() {
    return Libtorch.open(Device.CPU, Precision.FLOAT32, 1);
  }

  private static Map<String, Array> values() {
    return Map.of(
        "a", Array.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3), "b", Array.of(new double[] {0.5}));
  }

  @Test
  void values_come_back_as_they_went_in() {
    try (Libtorch libtorch = open();
        Weights weights = libtorch.weights(values(), Set.of("a"))) {
      assertEquals(Set.of("a", "b"), weights.names());
      Map<String, Array> arrays = weights.toArrays();
      assertArrayEquals(new long[] {2, 3}, arrays.get("a").shape());
      assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, arrays.get("a").toDoubles());
      assertArrayEquals(new double[] {0.5}, arrays.get("b").toDoubles());
    }
  }

  @Test
  void values_change_in_place() {
    try (Libtorch libtorch = open();
        Weights weights = libtorch.weights(values(), Set.of("a"))) {
      weights.assign(Map.of("a", Array.of(new float[] {6, 5, 4, 3, 2, 1}, 2, 3)));
      assertArrayEquals(new double[] {6, 5, 4, 3, 2, 1}, weights.toArrays().get("a").toDoubles());
      assertArrayEquals(new double[] {0.5}, weights.toArrays().get("b").toDoubles());
    }
  }

  @Test
  void nothing_changes_if_one_value_does_not_fit() {
    Map<String, Array> changed = new LinkedHashMap<>();
    changed.put("b", Array.of(new double[] {7}));
    changed.put("a", Array.of(new float[6], 3, 2));
    try (Libtorch libtorch = open();
        Weights weights = libtorch.weights(values(), Set.of())) {
      LibtorchException refused =
          assertThrows(LibtorchException.class, () -> weights.assign(changed));
      assertEquals(
          "the weight 'a' has the sizes [2, 3], but [3, 2] were given", refused.getMessage());
      assertArrayEquals(new double[] {0.5}, weights.toArrays().get("b").toDoubles());
    }
  }

  @Test
  void a_value_without_a_weight_is_refused() {
    try (Libtorch libtorch = open();
        Weights weights = libtorch.weights(Map.of("a", Array.scalar(1)), Set.of())) {
      LibtorchException refused =
          assertThrows(LibtorchException.class, () -> weights.assign(Map.of("b", Array.scalar(2))));
      assertEquals("there is no weight 'b'; there are [a]", refused.getMessage());
    }
  }

  @Test
  void values_move_towards_others() {
    try (Libtorch libtorch = open();
        Weights weights = libtorch.weights(Map.of("a", Array.scalar(1)), Set.of());
        Weights others = libtorch.weights(Map.of("a", Array.scalar(3)), Set.of())) {
      weights.moveTowards(others, 0.25);
      assertArrayEquals(new double[] {1.5}, weights.toArrays().get("a").toDoubles());
    }
  }

  @Test
  void nothing_moves_towards_weights_of_other_names() {
    try (Libtorch libtorch = open();
        Weights weights = libtorch.weights(values(), Set.of());
        Weights others = libtorch.weights(Map.of("b", Array.scalar(3)), Set.of())) {
      LibtorchException refused =
          assertThrows(LibtorchException.class, () -> weights.moveTowards(others, 0.5));
      assertEquals("there is no weight 'a'; there are [b]", refused.getMessage());
      assertArrayEquals(new double[] {0.5}, weights.toArrays().get("b").toDoubles());
    }
  }

  @Test
  void nothing_moves_towards_weights_of_another_shape() {
    Map<String, Array> others =
        Map.of("a", Array.of(new float[6], 3, 2), "b", Array.of(new double[] {7}));
    try (Libtorch libtorch = open();
        Weights weights = libtorch.weights(values(), Set.of());
        Weights other = libtorch.weights(others, Set.of())) {
      LibtorchException refused =
          assertThrows(LibtorchException.class, () -> weights.moveTowards(other, 0.5));
      assertEquals(
          "the weight 'a' has the sizes [2, 3], but [3, 2] were given", refused.getMessage());
      assertArrayEquals(new double[] {0.5}, weights.toArrays().get("b").toDoubles());
    }
  }

  @Test
  void what_is_to_be_learned_needs_a_value() {
    try (Libtorch libtorch = open()) {
      LibtorchException refused =
          assertThrows(LibtorchException.class, () -> libtorch.weights(values(), Set.of("c")));
      assertEquals("the weight 'c' is to be learned and has no value", refused.getMessage());
    }
  }

  @Test
  void closed_weights_are_refused() {
    try (Libtorch libtorch = open()) {
      Weights weights = libtorch.weights(values(), Set.of());
      weights.close();
      assertEquals(
          "these weights have been closed",
          assertThrows(LibtorchException.class, weights::toArrays).getMessage());
    }
  }
}
