package org.ablate.conformance;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ablate.conformance.Kernel.Row;
import org.ablate.plugin.Attention;
import org.ablate.plugin.Capability;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.TokenMixer;
import org.ablate.plugin.Variant;
import org.ablate.tensor.Array;

/** Compares variants with what others have computed of their papers. */
final class OracleChecks {
  static final String NAME = "it gives what its oracle gives";
  private static final int QUERIES = 3;
  private static final int KEYS = 5;

  private OracleChecks() {}

  /**
   * The check of a variant.
   *
   * @throws IllegalArgumentException if the oracle is not one of the variant's kind
   */
  static Check of(Variant variant, Oracle oracle) {
    if (variant.defaults() instanceof Attention attention && oracle instanceof Oracle.OfHeads o) {
      return Check.of(NAME, () -> compare(attention, o));
    }
    if (variant.defaults() instanceof FeedForward part && oracle instanceof Oracle.OfTokens o) {
      return Check.of(NAME, () -> TokenChecks.ofFeedForward(part).compare(o::transform));
    }
    if (variant.defaults() instanceof Normalization part && oracle instanceof Oracle.OfTokens o) {
      return Check.of(NAME, () -> TokenChecks.ofNormalization(part).compare(o::transform));
    }
    if (variant.defaults() instanceof TokenMixer part && oracle instanceof Oracle.OfSequence o) {
      return Check.of(NAME, () -> compare(part, o));
    }
    throw new IllegalArgumentException(
        "the oracle of %s '%s' must be OfHeads for an Attention, OfSequence for a TokenMixer, or OfTokens for a FeedForward or a Normalization"
            .formatted(variant.kind(), variant.name()));
  }

  private static void compare(Attention attention, Oracle.OfHeads oracle) {
    Kernel kernel = new Kernel(attention);
    rows(attention)
        .forEach(
            (use, row) -> {
              double[] actual = kernel.attend(row);
              double[] expected =
                  Arrays.stream(oracle.attend(kernel.given(row)))
                      .flatMap(Arrays::stream)
                      .flatMapToDouble(Arrays::stream)
                      .toArray();
              require(expected, actual, "in the use '%s'".formatted(use));
            });
  }

  private static void compare(TokenMixer mixer, Oracle.OfSequence oracle) {
    for (Capability capability : List.of(Capability.BIDIRECTIONAL, Capability.CAUSAL)) {
      if (mixer.capabilities().contains(capability)) {
        boolean causal = capability == Capability.CAUSAL;
        TokenChecks.ofMixer(mixer, causal)
            .compare((x, weights) -> oracle.mix(x, causal, TokenChecks.HEADS, weights));
      }
    }
  }

  private static Map<String, Row> rows(Attention attention) {
    var can = attention.capabilities();
    Map<String, Row> rows = new LinkedHashMap<>();
    Row row = Row.of(QUERIES, QUERIES);
    if (can.contains(Capability.BIDIRECTIONAL)) {
      rows.put("bidirectional", row);
      rows.put("bidirectional with padding", row.tokens(false, true, true));
    }
    if (can.contains(Capability.CAUSAL)) {
      rows.put("causal", row.isCausal());
    }
    if (can.contains(Capability.CROSS)) {
      rows.put("cross", Row.of(QUERIES, KEYS));
    }
    if (can.contains(Capability.SCORE_BIAS)) {
      double[] scores = new double[Kernel.HEADS * QUERIES * QUERIES];
      Arrays.setAll(scores, i -> Math.sin(i));
      Row plain = can.contains(Capability.CAUSAL) ? row.isCausal() : row;
      rows.put("with a bias on scores", plain.scores(scores));
    }
    return rows;
  }

  /** Parameters under the names that their variant gave them. */
  static Map<String, Array> named(Map<String, Array> weights, String scope) {
    Map<String, Array> own = new HashMap<>();
    weights.forEach((name, value) -> own.put(name.substring(scope.length() + 1), value));
    return own;
  }

  static void require(double[] expected, double[] actual, String where) {
    if (expected.length != actual.length) {
      throw new ConformanceException(
          "%s the oracle gives %d numbers and the variant %d"
              .formatted(where, expected.length, actual.length));
    }
    double difference = Expect.difference(expected, actual);
    if (!(difference <= Expect.TOLERANCE)) {
      throw new ConformanceException(
          String.format(
              Locale.ROOT,
              "%s the variant differs from its oracle by up to %.3g",
              where,
              difference));
    }
  }
}
