package org.ablate.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.PositionalEncoding.Place;
import org.ablate.plugin.Positions;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Shape;
import org.ablate.tensor.Tensor;

/** What a positional encoding says of itself must be true. */
final class PositionChecks {
  /** Long enough for what acts from some distance on. */
  private static final int LENGTH = 40;

  private static final int SHIFT = 5;
  private static final Dim BATCH = Dim.of("batch", 1);
  private static final Dim HEAD = Dim.of("head", 2);
  private static final Dim WIDTH = Dim.of("head_dim", 4);

  /** Longer than a table that somebody forgot to speak of in {@code maxLength()}. */
  private static final int LONG = 10_000;

  private final PositionalEncoding encoding;

  /** How many positions there are, so that they fit when they are shifted. */
  private final int length;

  PositionChecks(PositionalEncoding encoding) {
    this.encoding = encoding;
    this.length = Math.min(LENGTH, encoding.maxLength().orElse(Integer.MAX_VALUE) - SHIFT);
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    boolean ofQueriesAndKeys = encoding.places().contains(Place.QUERIES_AND_KEYS);
    if (ofQueriesAndKeys || encoding.places().contains(Place.SCORES)) {
      checks.add(new Check("scores depend on distances only", this::distances));
    }
    if (ofQueriesAndKeys) {
      checks.add(new Check("queries and keys keep their magnitude", this::magnitudes));
    }
    if (!encoding.places().isEmpty()) {
      checks.add(Check.of("the longest sequence can be encoded", this::longest));
    }
    return checks;
  }

  private Outcome distances() {
    if (!encoding.isRelative()) {
      return Outcome.skipped("the variant says that it is not relative");
    }
    double[] first = scores(0);
    double[] shifted = scores(SHIFT);
    double difference = Expect.difference(first, shifted);
    if (!(difference <= Expect.TOLERANCE)) {
      throw new ConformanceException(
          String.format(
              Locale.ROOT,
              "with all positions %d later the scores differ by %.2g, although isRelative() says that only distances count; look for queries and keys that are treated unlike, or override it",
              SHIFT,
              difference));
    }
    return Outcome.PASSED;
  }

  private double[] scores(int start) {
    long[] positions = new long[length];
    Arrays.setAll(positions, i -> start + i);
    Graph graph = Graph.trace(Mode.INFERENCE, scope -> Map.of("scores", scores(scope)));
    Map<String, Array> inputs =
        Map.of(
            "query", heads(1),
            "key", heads(2),
            "positions", Array.of(positions, 1, length));
    return Interpreter.run(graph, inputs, SmallModel.weights(graph)).get("scores").toDoubles();
  }

  /** As self-attention makes them. */
  private Tensor scores(Scope scope) {
    Tensor positions =
        scope.input("positions", DataType.INTEGER, BATCH, Dim.of("position", length)); // [1, p]
    Tensor q = query(scope, positions); // [batch, head, query, head_dim]
    Tensor k = key(scope, positions); // [batch, head, key, head_dim]
    Tensor scores = q.matmul(k.transpose(-2, -1)); // [batch, head, query, key]
    if (!encoding.places().contains(Place.SCORES)) {
      return scores;
    }
    Positions both =
        new Positions(
            positions.rename(-1, "query"), positions.rename(-1, "key"), false); // [1, position]
    return scores.add(scope.in("position", s -> encoding.scoreBias(s, q, k, both)));
  }

  private Tensor query(Scope scope, Tensor positions) {
    Dim query = Dim.of("query", length);
    Tensor plain =
        scope.input("query", DataType.FLOAT, BATCH, HEAD, query, WIDTH); // [b, h, query, d]
    return encoding.places().contains(Place.QUERIES_AND_KEYS)
        ? scope.shared("position", s -> encoding.encodeQuery(s, plain, positions))
        : plain; // [batch, head, query, head_dim]
  }

  private Tensor key(Scope scope, Tensor positions) {
    Dim key = Dim.of("key", length);
    Tensor plain = scope.input("key", DataType.FLOAT, BATCH, HEAD, key, WIDTH); // [b, h, key, d]
    return encoding.places().contains(Place.QUERIES_AND_KEYS)
        ? scope.shared("position", s -> encoding.encodeKey(s, plain, positions))
        : plain; // [batch, head, key, head_dim]
  }

  private Outcome magnitudes() {
    if (!encoding.keepsMagnitude()) {
      return Outcome.skipped("the variant says that it changes the magnitude of queries and keys");
    }
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor positions = scope.range(Dim.of("position", length)).unsqueeze(0); // [1, p]
              return Map.of("query", query(scope, positions), "key", key(scope, positions));
            });
    Map<String, Array> inputs = Map.of("query", heads(1), "key", heads(2));
    Map<String, Array> encoded = Interpreter.run(graph, inputs, SmallModel.weights(graph));
    for (String what : List.of("query", "key")) {
      requireKept(what, inputs.get(what), encoded.get(what));
    }
    return Outcome.PASSED;
  }

  private void requireKept(String what, Array plain, Array encoded) {
    double[] before = magnitudes(plain);
    double[] after = magnitudes(encoded);
    for (int i = 0; i < before.length; i++) {
      if (!(Math.abs(before[i] - after[i]) <= Expect.TOLERANCE)) {
        throw new ConformanceException(
            "a %s of the magnitude %.3g at position %d has %.3g when it is encoded, although keepsMagnitude() says that it stays; if that is meant, override it"
                .formatted(what, before[i], i % length, after[i]));
      }
    }
  }

  /** Of each head at each position. */
  private static double[] magnitudes(Array heads) {
    double[] values = heads.toDoubles();
    int width = Math.toIntExact(WIDTH.size());
    double[] magnitudes = new double[values.length / width];
    Arrays.setAll(
        magnitudes,
        i -> Math.sqrt(Arrays.stream(values, i * width, (i + 1) * width).map(x -> x * x).sum()));
    return magnitudes;
  }

  private Array heads(int seed) {
    double[] values =
        new SplittableRandom(seed).doubles(HEAD.size() * length * WIDTH.size(), -1, 1).toArray();
    return Array.of(values, 1, HEAD.size(), length, WIDTH.size());
  }

  private void longest() {
    int length = encoding.maxLength().orElse(LONG);
    Graph graph = Graph.trace(Mode.INFERENCE, scope -> Map.of("out", lastPosition(scope)));
    Map<String, Array> inputs = Map.of("positions", Array.of(new long[] {length - 1}, 1, 1));
    double[] out;
    try {
      out = Interpreter.run(graph, inputs, SmallModel.weights(graph)).get("out").toDoubles();
    } catch (IllegalArgumentException e) {
      throw new ConformanceException(
          "maxLength() says %s, but the position %d cannot be encoded: %s"
              .formatted(
                  encoding.maxLength().isPresent() ? length : "that there is no limit",
                  length - 1,
                  e.getMessage().lines().findFirst().orElse("")),
          e);
    }
    if (!Arrays.stream(out).allMatch(Double::isFinite)) {
      throw new ConformanceException(
          "the encoding of the position %d is not finite".formatted(length - 1));
    }
  }

  /** Ones, with the order of the last position. */
  private Tensor lastPosition(Scope scope) {
    Dim position = Dim.one();
    Tensor positions = scope.input("positions", DataType.INTEGER, BATCH, position); // [1, 1]
    if (encoding.places().contains(Place.EMBEDDINGS)) {
      Tensor x = ones(scope, BATCH, position, Dim.of("d_model", 8)); // [1, 1, d_model]
      return scope.in("position", s -> encoding.encodeEmbeddings(s, x, positions)); // as x
    }
    Tensor x = ones(scope, BATCH, HEAD, position, WIDTH); // [1, head, 1, head_dim]
    if (encoding.places().contains(Place.QUERIES_AND_KEYS)) {
      return scope.in("position", s -> encoding.encodeQuery(s, x, positions)); // as x
    }
    return scope.in(
        "position", s -> encoding.scoreBias(s, x, x, new Positions(positions, positions, false)));
  }

  private static Tensor ones(Scope scope, Dim... dims) {
    return scope.zeros(Shape.of(dims)).add(1); // [dims]
  }
}
