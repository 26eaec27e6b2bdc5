package org.ablate.conformance;

import java.util.ArrayList;
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
import org.ablate.tensor.Tensor;

/** A positional encoding acts at each place that it names, and at no other. */
final class PlaceChecks {
  private static final int LENGTH = 6;
  private static final Dim BATCH = Dim.of("batch", 1);
  private static final Dim HEAD = Dim.of("head", 2);
  private static final Dim WIDTH = Dim.of("head_dim", 4);

  private final PositionalEncoding encoding;

  PlaceChecks(PositionalEncoding encoding) {
    this.encoding = encoding;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    for (Place place : Place.values()) {
      checks.add(
          encoding.places().contains(place)
              ? Check.of("order has an effect on " + words(place), () -> requireEffect(place))
              : Check.of("order is not given to " + words(place), () -> requireNone(place)));
    }
    return checks;
  }

  private static String words(Place place) {
    return place.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Two tokens that change places, and back afterwards, give something else. */
  private void requireEffect(Place place) {
    double difference =
        difference(
            (scope, query, key) -> {
              Tensor exchanged =
                  encoded(place, scope, exchanged(query, 2), exchanged(key, 2)); // as encoded
              Tensor back = exchanged(exchanged, 2); // as encoded
              return Map.of(
                  "one",
                  encoded(place, scope, query, key),
                  "other",
                  place == Place.EMBEDDINGS ? back : exchanged(back, 3));
            });
    if (difference <= Expect.TOLERANCE) {
      throw new ConformanceException(
          "it names the place %s, but two tokens that change places give the same there; look for a method that is not implemented, or for another place that is meant"
              .formatted(place));
    }
  }

  private void requireNone(Place place) {
    double difference;
    try {
      difference =
          difference(
              (scope, query, key) ->
                  Map.of(
                      "one",
                      encoded(place, scope, query, key),
                      "other",
                      place == Place.EMBEDDINGS ? query : products(query, key)));
    } catch (IllegalStateException e) {
      return; // what is not implemented says so
    }
    if (!(difference == 0)) {
      throw new ConformanceException(
          String.format(
              Locale.ROOT,
              "it does not name the place %s, but implements it, and changes %s by %.2g; name the place, or no model asks for it",
              place,
              words(place),
              difference));
    }
  }

  /** From queries and keys to two tensors of one shape, {@code one} and {@code other}. */
  private interface Two {
    Map<String, Tensor> of(Scope scope, Tensor query, Tensor key);
  }

  private static double difference(Two two) {
    Dim position = Dim.of("position", LENGTH);
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope ->
                two.of(
                    scope,
                    scope.input("query", DataType.FLOAT, BATCH, HEAD, position, WIDTH),
                    scope.input("key", DataType.FLOAT, BATCH, HEAD, position, WIDTH)));
    Map<String, Array> inputs = Map.of("query", heads(1), "key", heads(2));
    Map<String, Array> outputs = Interpreter.run(graph, inputs, SmallModel.weights(graph));
    return Expect.difference(outputs.get("one").toDoubles(), outputs.get("other").toDoubles());
  }

  /**
   * What a place holds.
   *
   * @param query [1, head, position, head_dim]; the embeddings are these, all heads of a position
   * @param key likewise
   * @return embeddings as they came, or scores [1, head, position, position]
   */
  private Tensor encoded(Place place, Scope scope, Tensor query, Tensor key) {
    Tensor positions = scope.range(query.dim(2)).unsqueeze(0); // [1, position]
    return switch (place) {
      case EMBEDDINGS -> {
        Tensor x = query.transpose(1, 2).flatten(-2, -1, "d_model"); // [1, position, d_model]
        yield scope
            .shared("position", s -> encoding.encodeEmbeddings(s, x, positions))
            .unflatten(-1, HEAD, WIDTH)
            .transpose(1, 2); // [1, head, position, head_dim]
      }
      case QUERIES_AND_KEYS ->
          products(
              scope.shared("position", s -> encoding.encodeQuery(s, query, positions)),
              scope.shared("position", s -> encoding.encodeKey(s, key, positions)));
      case SCORES -> {
        Positions both =
            new Positions(positions.rename(-1, "query"), positions.rename(-1, "key"), false);
        yield products(query, key)
            .add(scope.shared("position", s -> encoding.scoreBias(s, query, key, both)));
      }
    };
  }

  private static Tensor products(Tensor query, Tensor key) {
    return query
        .rename(2, "query")
        .matmul(key.rename(2, "key").transpose(-2, -1)); // [1, head, query, key]
  }

  /** With the first two exchanged along an axis. */
  private static Tensor exchanged(Tensor x, int axis) {
    return Tensor.concat(axis, x.slice(axis, 1, 2), x.slice(axis, 0, 1), x.slice(axis, 2, LENGTH))
        .rename(axis, x.dim(axis).name()); // as x
  }

  private static Array heads(int seed) {
    double[] values =
        new SplittableRandom(seed).doubles(HEAD.size() * LENGTH * WIDTH.size(), -1, 1).toArray();
    return Array.of(values, 1, HEAD.size(), LENGTH, WIDTH.size());
  }
}
