package org.ablate.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Growth;
import org.ablate.plugin.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CombinationsTest {
  private static Conformance conformance;

  @BeforeAll
  static void open() {
    conformance = Conformance.open();
  }

  @AfterAll
  static void close() {
    conformance.close();
  }

  private static Variant attention(String name, Capability... without) {
    EnumSet<Capability> capabilities = EnumSet.allOf(Capability.class);
    List.of(without).forEach(capabilities::remove);
    return Variant.attention(
        name, new Parts.Heads(BrokenVariants::attend, capabilities, Growth.QUADRATIC));
  }

  private static final Variant DISTANCE =
      Variant.positionalEncoding("distance", new PlainParts.PlainDistance());

  private static Check only(Variant... variants) {
    List<Check> checks = conformance.combinations(List.of(variants));
    assertEquals(1, checks.size());
    return checks.get(0);
  }

  @Test
  void parts_that_combine_conform() {
    Check check = only(attention("full"), DISTANCE);
    assertEquals("full × distance", check.name());
    assertEquals(Outcome.PASSED, check.run());
  }

  @Test
  void parts_that_do_not_combine_are_skipped_with_the_reason() {
    Check check = only(attention("unbiased", Capability.SCORE_BIAS), DISTANCE);
    assertEquals(
        Optional.of(
            "attention 'unbiased' cannot honour a bias on its scores, which positional encoding 'distance' needs"),
        check.run().skipped());
  }

  @Test
  void parts_that_are_wrong_together_are_told() {
    Variant forgetful = Variant.attention("forgetful", new BrokenVariants.ForgetfulWindow(3));
    Check check = only(forgetful, DISTANCE);
    var complaint = assertThrows(ConformanceException.class, check::run);
    assertEquals(
        "decoding two tokens at a time differs from the full pass: at position 3 the outputs differ by 0.26; look for a state that next() leaves wrong, or positions that do not go on after Scope.PAST",
        complaint.getMessage());
  }

  @Test
  void parts_that_see_together_where_a_sequence_begins_are_told() {
    Variant halves = Variant.attention("halves", new BrokenVariants.Halves(1));
    Variant rotation = Variant.positionalEncoding("rotation", new PlainParts.PlainRotation());
    var complaint = assertThrows(ConformanceException.class, only(halves, rotation)::run);
    assertEquals(
        "with all positions 5 later the outputs change (encoder): at position 0 the outputs differ by 0.0044; look for queries and keys that are changed or divided after they have their positions: what comes before is for queries() and keys() to do, and queriesPerHead() says how many stand in a head; or declare no rotation",
        complaint.getMessage());
  }

  @Test
  void each_two_of_a_triple_meet() {
    List<Variant> variants = new ArrayList<>();
    List<String> names = List.of("a", "b", "c", "d");
    names.forEach(name -> variants.add(attention(name)));
    Stream.of("x", "y")
        .forEach(name -> variants.add(Variant.normalization(name, new PlainParts.PlainNorm())));
    Stream.of("p", "q", "r")
        .forEach(name -> variants.add(Variant.placement(name, new PlainParts.NormBefore())));
    List<String> triples = conformance.combinations(variants).stream().map(Check::name).toList();
    assertEquals(4 * 3, triples.size());
    for (String two :
        List.of("a × x", "a × y", "d × x", "d × y", "x × p", "x × q", "x × r", "y × p", "y × r")) {
      assertTrue(triples.stream().anyMatch(triple -> triple.contains(two)), two);
    }
    for (String name : names) {
      for (String placement : List.of("p", "q", "r")) {
        assertTrue(
            triples.stream().anyMatch(t -> t.startsWith(name) && t.endsWith(placement)),
            name + placement);
      }
    }
  }
}
