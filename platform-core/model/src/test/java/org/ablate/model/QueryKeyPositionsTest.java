package org.ablate.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Set;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.tensor.Array;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Interpreter;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What an encoding sees of queries and keys that stand side by side in a head. */
class QueryKeyPositionsTest {
  private static final int HEADS = 2;
  private static final int POSITIONS = 2;

  /** Two heads of two positions, each four numbers wide. */
  private static final double[] QUERY = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

  @Test
  void a_query_that_has_its_head_to_itself_is_encoded_whole() {
    assertArrayEquals(
        new double[] {4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9, 16, 15, 14, 13},
        encoded(new Turned(), 1));
  }

  @Test
  void each_query_of_a_head_is_encoded_by_itself() {
    assertArrayEquals(
        new double[] {2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15},
        encoded(new Turned(), 2));
  }

  @Test
  void each_query_of_a_head_is_a_head_of_its_own() {
    assertArrayEquals(
        new double[] {1, 2, 13, 14, 5, 6, 17, 18, 29, 30, 41, 42, 33, 34, 45, 46},
        encoded(new Numbered(), 2));
  }

  @Test
  void a_head_that_cannot_be_divided_is_refused() {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> encoded(new Turned(), 3)).getMessage();
    assertEquals(
        "3 queries cannot stand side by side in a head of head_dim = 4, which must be a multiple of 3",
        refused);
  }

  private static double[] encoded(PositionalEncoding encoding, int queriesPerHead) {
    QueryKeyPositions positions = new QueryKeyPositions(encoding, queriesPerHead);
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Dim batch = Dim.of("batch", 1);
              Dim head = Dim.of("head", HEADS);
              Dim position = Dim.of("position", POSITIONS);
              Dim width = Dim.of("head_dim", 4);
              Tensor query =
                  scope.input("query", DataType.FLOAT, batch, head, position, width); // [b,h,p,hd]
              Tensor places = scope.range(position).unsqueeze(0); // [1, position]
              return Map.of(
                  "query", positions.ofQuery(scope, query, places), // [b, h, position, hd]
                  "key", positions.ofKey(scope, query, places)); // [b, h, position, hd]
            });
    Map<String, Array> outputs =
        Interpreter.run(graph, Map.of("query", Array.of(QUERY, 1, HEADS, POSITIONS, 4)), Map.of());
    assertArrayEquals(outputs.get("query").toDoubles(), outputs.get("key").toDoubles());
    return outputs.get("query").toDoubles();
  }

  /** Turns the numbers of a head around. */
  private record Turned() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.QUERIES_AND_KEYS);
    }

    @Override
    public Tensor encodeQueryOrKey(Scope scope, Tensor queryOrKey, Tensor positions) {
      return queryOrKey.flip(-1); // [batch, head, position, head_dim]
    }
  }

  /** Adds ten times the number of the head. */
  private record Numbered() implements PositionalEncoding {
    @Override
    public Set<Place> places() {
      return Set.of(Place.QUERIES_AND_KEYS);
    }

    @Override
    public Tensor encodeQueryOrKey(Scope scope, Tensor queryOrKey, Tensor positions) {
      Tensor head = scope.range(queryOrKey.dim(1)).toFloat(); // [head]
      Tensor number = head.multiply(10).unsqueeze(-1).unsqueeze(-1); // [head, 1, 1]
      return queryOrKey.add(number); // [batch, head, position, head_dim]
    }
  }
}
