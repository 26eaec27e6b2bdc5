package org.ablate.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
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
    if (can(Capability.SCORE_BIAS) && can(Capability.BIDIRECTIONAL)) {
      checks.add(Check.of("a bias on scores is honoured", this::biasHonoured));
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
    int keys = keys();
    double[] scores = new double[Kernel.HEADS * QUERIES * keys];
    Arrays.setAll(scores, i -> i % keys == 0 ? NEVER : 0);
    Row row = Row.of(QUERIES, keys).scores(scores);
    double difference = Expect.difference(kernel.attend(row), kernel.attend(row.changed(0, 1)));
    if (!(difference <= Expect.TOLERANCE)) {
      throw new ConformanceException(
          String.format(
              Locale.ROOT,
              "a bias of %.0e on the score of a key should leave it no weight, but its value changes the output by %.2g",
              NEVER,
              difference));
    }
  }
}
