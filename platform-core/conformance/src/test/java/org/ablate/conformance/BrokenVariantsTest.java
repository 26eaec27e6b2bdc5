package org.ablate.conformance;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ablate.conformance.BrokenVariants.Broken;
import org.ablate.plugin.Variant;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BrokenVariantsTest {
  private static Conformance conformance;

  @BeforeAll
  static void open() {
    conformance = Conformance.open();
  }

  @AfterAll
  static void close() {
    conformance.close();
  }

  static Stream<Broken> mistakes() {
    return BrokenVariants.all();
  }

  /** What the broken ones are but for their mistake. */
  static Stream<Variant> right() {
    return Stream.of(
        BrokenVariants.attention(BrokenVariants::attend),
        Variant.positionalEncoding("rotation", new PlainParts.PlainRotation()),
        Variant.positionalEncoding("distance", new PlainParts.PlainDistance()),
        Variant.normalization("norm", new PlainParts.PlainNorm()),
        Variant.placement("norm-before", new PlainParts.NormBefore()),
        BrokenVariants.feedForward((s, x, width, padding) -> s.linear("map", x, x.dim(-1))));
  }

  @ParameterizedTest
  @MethodSource("right")
  void what_has_no_mistake_passes_every_check(Variant variant) {
    for (Check check : conformance.checks(variant)) {
      assertEquals(Optional.empty(), check.run().skipped(), check.name());
    }
  }

  /** What does not hold for a mean of weights is skipped. */
  @Test
  void an_attention_with_several_queries_in_a_head_passes() {
    for (Check check :
        conformance.checks(Variant.attention("halves", new BrokenVariants.Halves(2)))) {
      assertDoesNotThrow(check::run, check.name());
    }
  }

  @Test
  void what_agrees_with_its_oracle_passes() {
    List<Check> checks =
        conformance.checks(
            BrokenVariants.attention(BrokenVariants::attend),
            (Oracle.OfHeads) BrokenVariants::softmaxAttention);
    assertEquals(Outcome.PASSED, checks.get(checks.size() - 1).run());
  }

  static Stream<Variant> breakingDown() {
    return Stream.of(
        BrokenVariants.attention((s, q, k, v, b) -> breakDown()),
        BrokenVariants.feedForward((s, x, width, padding) -> breakDown()));
  }

  private static Tensor breakDown() {
    throw new IllegalStateException("no licence");
  }

  @ParameterizedTest
  @MethodSource("breakingDown")
  void what_breaks_down_is_told_with_its_line_by_the_first_check(Variant variant) {
    Check first = conformance.checks(variant).get(0);

    var complaint = assertThrows(ConformanceException.class, first::run);

    assertEquals(
        """
        IllegalStateException: no licence
          at org.ablate.conformance.BrokenVariantsTest.breakDown(BrokenVariantsTest.java:LINE)""",
        complaint.getMessage().replaceAll(":\\d+\\)", ":LINE)"));
  }

  @Test
  void an_oracle_of_another_kind_is_refused() {
    Variant placement = Variant.placement("norm-before", new PlainParts.NormBefore());
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> conformance.checks(placement, (Oracle.OfTokens) BrokenVariants::linearMap));
    assertEquals(
        "the oracle of placement 'norm-before' must be OfHeads for an Attention, OfSequence for a TokenMixer, or OfTokens for a FeedForward or a Normalization",
        refused.getMessage());
  }

  @Test
  void settings_that_cannot_be_small_are_told() {
    Variant variant = Variant.attention("vast", new BrokenVariants.WideWindow(1000, 500));
    Check check =
        conformance.checks(variant).stream()
            .filter(c -> c.name().equals("large settings are checked where they act"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        Outcome.skipped("no small settings: it refuses 3, 4, 6 and 8 for window"), check.run());
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void a_mistake_is_found_and_told(Broken broken) {
    List<Check> checks =
        broken
            .oracle()
            .map(oracle -> conformance.checks(broken.variant(), oracle))
            .orElseGet(() -> conformance.checks(broken.variant()));
    Check check =
        checks.stream().filter(c -> c.name().equals(broken.check())).findFirst().orElseThrow();
    var complaint = assertThrows(ConformanceException.class, check::run);
    assertEquals(broken.message(), complaint.getMessage());
  }
}
