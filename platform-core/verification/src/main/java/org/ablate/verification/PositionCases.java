package org.ablate.verification;

import static org.ablate.verification.ComponentCase.BATCH;
import static org.ablate.verification.ComponentCase.HEADS;
import static org.ablate.verification.ComponentCase.HEAD_DIM;
import static org.ablate.verification.ComponentCase.POSITION;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.PositionalEncoding.Place;
import org.ablate.plugin.Positions;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** A positional encoding at each of the places where it acts. */
final class PositionCases {
  /** Positions are below this where the encoding has no limit of its own. */
  private static final int MANY_POSITIONS = 1000;

  private PositionCases() {}

  static List<ComponentCase> of(PositionalEncoding encoding) {
    Inputs inputs = Inputs.integersBelow(encoding.maxLength().orElse(MANY_POSITIONS));
    List<ComponentCase> cases = new ArrayList<>();
    for (Mode mode : List.of(Mode.INFERENCE, Mode.TRAINING)) {
      cases.add(
          ComponentCase.of(
                  "places in " + mode.name().toLowerCase(Locale.ROOT),
                  mode,
                  scope -> places(scope, encoding))
              .upTo(encoding.maxLength()));
    }
    for (Place place : new TreeSet<>(encoding.places())) {
      cases.add(
          ComponentCase.of(
              place.name().toLowerCase(Locale.ROOT).replace('_', ' '),
              Mode.INFERENCE,
              inputs,
              scope -> encode(scope, encoding, place)));
    }
    return cases;
  }

  /** Where tokens stand that are counted one by one. */
  private static Tensor places(Scope scope, PositionalEncoding encoding) {
    Tensor x = ComponentCase.stream(scope); // [batch, position, d_model]
    Tensor counted = scope.range(x.dim(1)).unsqueeze(0); // [1, position]
    Positions placed =
        scope.in("position", s -> encoding.place(s, new Positions(counted, counted, false)));
    return Tensor.concat(-1, placed.query(), placed.key()); // [1, query + key]
  }

  private static Tensor encode(Scope scope, PositionalEncoding encoding, Place place) {
    Tensor positions = positions(scope, "positions", POSITION); // [batch, position]
    return switch (place) {
      case EMBEDDINGS -> {
        Tensor x = ComponentCase.stream(scope); // [batch, position, d_model]
        yield scope.in("position", s -> encoding.encodeEmbeddings(s, x, positions)); // as x
      }
      case QUERIES_AND_KEYS -> {
        Tensor query = heads(scope, "query", POSITION); // [batch, head, position, head_dim]
        Tensor key = heads(scope, "key", POSITION); // [batch, head, position, head_dim]
        Tensor asQuery =
            scope.shared("position", s -> encoding.encodeQuery(s, query, positions)); // as query
        Tensor asKey =
            scope.shared("position", s -> encoding.encodeKey(s, key, positions)); // as key
        yield Tensor.concat(-1, asQuery, asKey); // [batch, head, position, 2 head_dim]
      }
      case SCORES -> {
        Dim keys = Dim.symbolic("key");
        Tensor query = heads(scope, "query", POSITION); // [batch, head, position, head_dim]
        Tensor key = heads(scope, "key", keys); // [batch, head, key, head_dim]
        Positions both = new Positions(positions, positions(scope, "key_positions", keys), false);
        yield scope.in("position", s -> encoding.scoreBias(s, query, key, both));
      }
    };
  }

  private static Tensor positions(Scope scope, String name, Dim position) {
    return scope.input(name, DataType.INTEGER, BATCH, position); // [batch, position]
  }

  private static Tensor heads(Scope scope, String name, Dim position) {
    return scope.input(
        name,
        DataType.FLOAT,
        BATCH,
        Dim.of("head", HEADS),
        position,
        HEAD_DIM); // [batch, head, position, head_dim]
  }
}
