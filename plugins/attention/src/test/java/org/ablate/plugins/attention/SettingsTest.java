package org.ablate.plugins.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of settings out of range. */
class SettingsTest {
  private static final CausalForm FORM = CausalForm.PARALLEL;

  static Stream<Arguments> outOfRange() {
    return Stream.of(
        refused(() -> new ScaledDotProductAttention(1), "dropout must be in [0, 1), got 1.0"),
        refused(() -> new SlidingWindowAttention(0), "window must be at least 1, got 0"),
        refused(() -> new StridedSparseAttention(0), "stride must be at least 1, got 0"),
        refused(() -> new DilatedAttention(0, 1), "window must be at least 1, got 0"),
        refused(() -> new DilatedAttention(1, 0), "dilation must be at least 1, got 0"),
        refused(() -> new GlobalLocalAttention(0, 1), "window must be at least 1, got 0"),
        refused(() -> new GlobalLocalAttention(1, -1), "global_tokens must be at least 0, got -1"),
        refused(() -> new GroupedQueryAttention(0), "groups must be at least 1, got 0"),
        refused(() -> new TopKAttention(0), "k must be at least 1, got 0"),
        refused(() -> new SoftCapAttention(0), "cap must be greater than 0, got 0.0"),
        refused(
            () -> new QkNormAttention(QkNormAttention.Norm.LAYER, 0),
            "epsilon must be greater than 0, got 0.0"),
        refused(
            () -> new CosineSimilarityAttention(-1),
            "initial_scale must be greater than 0, got -1.0"),
        refused(() -> new DifferentialAttention(1), "lambda_init must be in [0, 1), got 1.0"),
        refused(() -> new LinearAttention(FORM, 0), "epsilon must be greater than 0, got 0.0"),
        refused(() -> new BasedAttention(FORM, 0), "epsilon must be greater than 0, got 0.0"),
        refused(() -> new PerformerAttention(0, FORM), "features must be at least 1, got 0"),
        refused(() -> new CosFormerAttention(0, FORM, 1e-6), "length must be at least 1, got 0"),
        refused(
            () -> new CosFormerAttention(1, FORM, 0), "epsilon must be greater than 0, got 0.0"),
        refused(() -> new LinformerAttention(0, 8), "projected must be at least 1, got 0"),
        refused(() -> new LinformerAttention(8, 0), "length must be at least 1, got 0"),
        refused(() -> new NystromAttention(0, 6), "landmarks must be at least 1, got 0"),
        refused(() -> new NystromAttention(8, 0), "iterations must be at least 1, got 0"));
  }

  private static Arguments refused(Executable construction, String message) {
    return arguments(construction, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("outOfRange")
  void a_setting_out_of_range_is_refused(Executable construction, String message) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, construction).getMessage());
  }

  @Test
  void no_sequence_is_longer_than_the_distance_at_which_keys_stop_to_count() {
    assertEquals(OptionalInt.of(8), new CosFormerAttention(8, FORM, 1e-6).maxLength());
  }

  @Test
  void groups_that_do_not_divide_the_heads_are_refused() {
    assertEquals(
        "groups must divide the number of heads, but 3 does not divide 4",
        assertThrows(
                IllegalArgumentException.class, () -> new GroupedQueryAttention(3).keyValueHeads(4))
            .getMessage());
  }
}
