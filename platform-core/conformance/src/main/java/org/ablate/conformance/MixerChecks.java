package org.ablate.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ablate.conformance.Kernel.Row;
import org.ablate.plugin.Attention;
import org.ablate.plugin.AttentionBias;
import org.ablate.plugin.Capability;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** What the formula of an attention must do, apart from any model. */
final class MixerChecks {
  private static final int QUERIES = 3;
  private static final int KEYS = 5;

  /** A score so low that its key has no weight. */
  private static final double NEVER = -1e9;

  /** Of logarithms of weights between about 0.1 and 1, which are off by some 1e-15. */
  private static final double ROUNDING = 1e-9;

  private final Attention attention;
  private final Kernel kernel;

  MixerChecks(Attention attention) {
    this.attention = attention;
    this.kernel = new Kernel(attention);
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.add(Check.of("a query that may attend to nothing gives zeros", this::nothingAllowed));
    checks.add(Check.of("every part of a bias is asked for", this::biasAskedFor));
    checks.add(new Check("weights are a distribution over the keys", this::distribution));
    if (can(Capability.ROTATION)) {
      checks.add(Check.of("the magnitude of queries counts as it says", this::magnitude));
    }
    if (can(Capability.CROSS)) {
      checks.add(Check.of("queries and keys may differ in number", this::otherLengths));
      checks.add(Check.of("keys that are padding have no influence", this::paddedKeys));
    }
    if (can(Capability.SCORE_BIAS)) {
      checks.add(Check.of("a bias on scores is honoured", this::biasHonoured));
      checks.add(new Check("a bias on scores is added as it is", this::biasAdded));
    }
    return checks;
  }

  private boolean can(Capability capability) {
    return attention.capabilities().contains(capability);
  }

  /** As many keys as queries where the mixer cannot tell them apart. */
  private int keys() {
    return can(Capability.CROSS) ? KEYS : QUERIES;
  }

  private Row row() {
    Row row = Row.of(QUERIES, keys());
    return can(Capability.BIDIRECTIONAL) ? row : Row.of(QUERIES, QUERIES).isCausal();
  }

  private void nothingAllowed() {
    Row row = row();
    double[] out = kernel.attend(row.tokens(new boolean[row.keys()]));
    double largest = Expect.difference(out, new double[out.length]);
    if (!(largest == 0)) {
      throw new ConformanceException(
          String.format(
              Locale.ROOT,
              "where every key is padding the output should be zeros, but is up to %.2g; look for a softmax without the mask, or a division by a sum that is zero",
              largest));
    }
  }

  private void biasAskedFor() {
    Row plain = Row.of(QUERIES, QUERIES);
    Row row = can(Capability.CAUSAL) ? plain.isCausal() : plain;
    if (can(Capability.SCORE_BIAS)) {
      row = row.scores(new double[Kernel.HEADS * QUERIES * QUERIES]);
    }
    Set<AttentionBias.Part> dropped = kernel.dropped(row);
    if (!dropped.isEmpty()) {
      throw new ConformanceException(
          "it never asks the bias for %s; use bias.softmax(scores), or ask for each part that its capabilities declare"
              .formatted(
                  dropped.stream()
                      .map(part -> part.name().toLowerCase(Locale.ROOT))
                      .collect(Collectors.joining(", "))));
    }
  }

  private Outcome distribution() {
    if (!attention.weightsAreDistribution()) {
      return Outcome.skipped("the variant says that its weights are no distribution");
    }
    List<Row> rows = new ArrayList<>();
    boolean[] firstIsPadding = new boolean[QUERIES];
    Arrays.fill(firstIsPadding, 1, QUERIES, true);
    if (can(Capability.BIDIRECTIONAL)) {
      rows.add(Row.of(QUERIES, QUERIES).tokens(firstIsPadding));
    }
    if (can(Capability.CAUSAL)) {
      rows.add(Row.of(QUERIES, QUERIES).isCausal().tokens(firstIsPadding));
    }
    for (Row row : rows) {
      var weights = kernel.weights(row);
      if (weights.isEmpty()) {
        return Outcome.skipped("the variant probes no value 'weights' [batch, head, query, key]");
      }
      distribution(row, weights.get());
    }
    return Outcome.PASSED;
  }

  private static void distribution(Row row, double[] weights) {
    for (int of = 0; of < Kernel.HEADS * row.queries(); of++) {
      int query = of % row.queries();
      double sum = 0;
      boolean any = false;
      for (int key = 0; key < row.keys(); key++) {
        double weight = weights[of * row.keys() + key];
        if (!(weight >= 0) || (!row.allows(query, key) && weight != 0)) {
          throw new ConformanceException(
              String.format(
                  Locale.ROOT,
                  "the weight of key %d for query %d is %.3g, although %s; if that is meant, override weightsAreDistribution()",
                  key,
                  query,
                  weight,
                  row.allows(query, key)
                      ? "weights are not negative"
                      : "the query may not attend to it"));
        }
        sum += weight;
        any |= row.allows(query, key);
      }
      if (any && !(Math.abs(sum - 1) <= Expect.TOLERANCE)) {
        throw new ConformanceException(
            String.format(
                Locale.ROOT,
                "the weights of query %d sum to %.6g and not to 1; if that is meant, override weightsAreDistribution()",
                query,
                sum));
      }
    }
  }

  private void magnitude() {
    Row row = row();
    double difference =
        Expect.difference(kernel.attend(row), new Kernel(new Twice(attention)).attend(row));
    if (attention.seesMagnitude() && difference <= Expect.TOLERANCE) {
      throw new ConformanceException(
          "queries twice as long give the same output, although seesMagnitude() says that their magnitude counts; override it, so that encodings that change it are refused");
    }
    if (!attention.seesMagnitude() && !(difference <= Expect.TOLERANCE)) {
      throw new ConformanceException(
          "queries twice as long change the output by %.2g, although seesMagnitude() says that their magnitude does not count"
              .formatted(difference));
    }
  }

  /** Of queries that are twice as long when they are compared. */
  private record Twice(Attention attention) implements Attention {
    @Override
    public Tensor queries(Scope scope, Tensor query) {
      return attention.queries(scope, query).multiply(2); // [batch, head, query, head_dim]
    }

    @Override
    public Tensor keys(Scope scope, Tensor key) {
      return attention.keys(scope, key); // [batch, key_value_head, key, head_dim]
    }

    @Override
    public Tensor attend(Scope scope, Tensor query, Tensor key, Tensor value, AttentionBias bias) {
      return attention.attend(scope, query, key, value, bias); // [batch, head, query, head_dim]
    }

    @Override
    public int keyValueHeads(int heads) {
      return attention.keyValueHeads(heads);
    }

    @Override
    public Set<Capability> capabilities() {
      return attention.capabilities();
    }
  }

  private void otherLengths() {
    for (int keys : new int[] {1, 2, QUERIES, 7}) {
      double[] out = kernel.attend(Row.of(QUERIES, keys));
      if (!Arrays.stream(out).allMatch(Double::isFinite)) {
        throw new ConformanceException(
            "with %d queries and %d keys the output is not finite".formatted(QUERIES, keys));
      }
    }
  }

  private void paddedKeys() {
    Row row = Row.of(QUERIES, KEYS).tokens(true, true, true, false, false);
    double difference = Expect.difference(kernel.attend(row), kernel.attend(row.changed(3, KEYS)));
    if (!(difference <= Expect.TOLERANCE)) {
      throw new ConformanceException(
          String.format(
              Locale.ROOT,
              "keys and values that are padding change the output by %.2g",
              difference));
    }
  }

  private void biasHonoured() {
    rows(keys()).forEach(this::biasHonoured);
  }

  /** A row without a mask and a causal one, as far as it declares them. */
  private List<Row> rows(int keys) {
    List<Row> rows = new ArrayList<>();
    if (can(Capability.BIDIRECTIONAL)) {
      rows.add(Row.of(QUERIES, keys));
    }
    if (can(Capability.CAUSAL)) {
      rows.add(Row.of(QUERIES, QUERIES).isCausal());
    }
    return rows;
  }

  private void biasHonoured(Row plain) {
    Row row = plain.scores(toFirstKey(plain, NEVER));
    double difference =
        Expect.difference(
            ofQueriesThatSeeMore(row, kernel.attend(row)),
            ofQueriesThatSeeMore(row, kernel.attend(row.changed(0, 1))));
    if (!(difference <= Expect.TOLERANCE)) {
      throw new ConformanceException(
          String.format(
              Locale.ROOT,
              "%sa bias of %.0e on the score of a key should leave it no weight, but its value changes the output by %.2g",
              where(plain),
              NEVER,
              difference));
    }
  }

  /** Without those of a causal row's first query, which has nothing to see but the first key. */
  private static double[] ofQueriesThatSeeMore(Row row, double[] out) {
    return IntStream.range(0, out.length)
        .filter(i -> !row.causal() || i / Kernel.HEAD_DIM % row.queries() > 0)
        .mapToDouble(i -> out[i])
        .toArray();
  }

  private static String where(Row row) {
    return row.causal() ? "under a causal mask " : "";
  }

  /** A bias on the scores of the first key, for every query of every head. */
  private static double[] toFirstKey(Row row, double bias) {
    double[] scores = new double[Kernel.HEADS * row.queries() * row.keys()];
    Arrays.setAll(scores, i -> i % row.keys() == 0 ? bias : 0);
    return scores;
  }

  /**
   * Where weights are exponentials of scores, 1 added to a score makes its weight e times as large
   * beside the others. That they are exponentials is seen by twice the bias: it squares the factor.
   */
  private Outcome biasAdded() {
    for (Row row : rows(QUERIES)) {
      for (int head = 0; head < Kernel.HEADS; head++) {
        double[] plain = logWeights(row, head, 0);
        double[] once = logWeights(row, head, 1);
        double[] twice = logWeights(row, head, 2);
        double rate = gain(plain, once);
        if (!(Math.abs(gain(plain, twice) - 2 * rate) <= ROUNDING)) {
          return Outcome.skipped("its weights are not exponentials of scores");
        }
        if (!(Math.abs(rate - 1) <= ROUNDING)) {
          throw new ConformanceException(
              String.format(
                  Locale.ROOT,
                  "%sa bias of 1 on the score of a key changes its weight as one of %.3g should; look for a bias that is scaled with the scores, or dropped",
                  where(row),
                  rate));
        }
      }
    }
    return Outcome.PASSED;
  }

  /** By how much the logarithm of the first key's weight grows beside that of the last key. */
  private static double gain(double[] before, double[] after) {
    int last = QUERIES - 1;
    return after[0] - after[last] - (before[0] - before[last]);
  }

  /** Of the keys for the last query, which sees all; each value is a one at its key's number. */
  private double[] logWeights(Row row, int head, double bias) {
    double[] out = kernel.attend(row.marked().scores(toFirstKey(row, bias)));
    int from = (head * row.queries() + row.queries() - 1) * Kernel.HEAD_DIM;
    return Arrays.stream(out, from, from + row.keys()).map(Math::log).toArray();
  }
}
