package org.ablate.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BindingsTest {
  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim POSITION = Dim.symbolic("position");
  private static final Dim PAST = Dim.symbolic("past");
  private static final Dim ALL = new Dim("key", PAST.extent().plus(POSITION.extent()));
  private static final Dim D_MODEL = Dim.of("d_model", 4);

  @Test
  void each_symbol_takes_the_size_that_the_inputs_have() {
    Graph graph = twoInputs(new Dim[] {BATCH, POSITION}, new Dim[] {POSITION, D_MODEL});
    assertEquals(
        Map.of("batch", 2L, "position", 5L), bind(graph, new long[] {2, 5}, new long[] {5, 4}));
  }

  @Test
  void values_are_bound_like_their_shapes() {
    Graph graph = oneInput(BATCH, D_MODEL);
    assertEquals(
        Map.of("batch", 1L), Bindings.of(graph, Map.of("a", Array.of(new double[4], 1, 4))));
  }

  @Test
  void a_symbol_in_a_sum_is_found_once_the_others_are_known() {
    Graph graph = twoInputs(new Dim[] {ALL}, new Dim[] {POSITION});
    assertEquals(Map.of("position", 5L, "past", 3L), bind(graph, new long[] {8}, new long[] {5}));
  }

  @Test
  void a_known_size_is_kept_and_checked() {
    Graph graph = oneInput(PAST);
    Map<String, Array> inputs = Map.of("a", Array.of(new double[2], 2));
    assertEquals(
        Map.of("past", 2L, "other", 5L),
        Bindings.of(graph, inputs, Map.of("past", 2L, "other", 5L)));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> Bindings.of(graph, inputs, Map.of("past", 3L)));
    assertEquals(
        "the input 'a' of shape [past] is given with the sizes [2],"
            + " but axis 0 must be 3, because past=3",
        refused.getMessage());
  }

  @Test
  void two_inputs_that_disagree_are_both_named() {
    Graph graph = twoInputs(new Dim[] {BATCH, POSITION}, new Dim[] {BATCH, POSITION});
    assertRefused(
        "the input 'b' of shape [batch, position] is given with the sizes [2, 7],"
            + " but axis 1 must be 5, because position=5 in the input 'a'",
        graph,
        new long[] {2, 5},
        new long[] {2, 7});
  }

  @Test
  void a_known_axis_must_have_its_size() {
    Graph graph = twoInputs(new Dim[] {BATCH, D_MODEL}, new Dim[] {BATCH});
    assertRefused(
        "the input 'a' of shape [batch, d_model=4] is given with the sizes [2, 3],"
            + " but axis 1 must be 4",
        graph,
        new long[] {2, 3},
        new long[] {2});
  }

  @Test
  void a_sum_cannot_be_smaller_than_its_parts() {
    Graph graph = twoInputs(new Dim[] {ALL}, new Dim[] {POSITION});
    assertRefused(
        "the input 'a' of shape [key=past + position] is given with the sizes [3],"
            + " but axis 0 cannot be 3, because position=5 in the input 'b'",
        graph,
        new long[] {3},
        new long[] {5});
  }

  @Test
  void the_number_of_axes_must_agree() {
    Graph graph = twoInputs(new Dim[] {BATCH, D_MODEL}, new Dim[] {BATCH});
    assertRefused(
        "the input 'a' of shape [batch, d_model=4] is given with the sizes [2],"
            + " which are 1 and not 2",
        graph,
        new long[] {2},
        new long[] {2});
  }

  @Test
  void a_product_alone_does_not_tell_its_factors() {
    Dim both = new Dim("both", BATCH.extent().times(POSITION.extent()));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Bindings.ofShapes(oneInput(both), Map.of("a", new long[] {6})));
    assertEquals(
        "the input 'a' of shape [both=batch·position] is given with the sizes [6],"
            + " and no input tells the symbols of axis 0 apart",
        refused.getMessage());
  }

  @Test
  void every_input_must_be_given() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Bindings.ofShapes(oneInput(BATCH), Map.of("tokens", new long[] {2})));
    assertEquals("the input 'a' is not given; given are [tokens]", refused.getMessage());
  }

  @Test
  void an_input_must_hold_its_data_type() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Bindings.of(oneInput(BATCH), Map.of("a", Array.of(new long[2], 2))));
    assertEquals("the input 'a' takes float, not integer", refused.getMessage());
  }

  @Test
  void a_part_must_lie_within_its_axis() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope ->
                scope.in(
                    "window",
                    s -> {
                      Tensor x = s.input("a", DataType.FLOAT, POSITION); // [position]
                      Polynomial third = POSITION.extent().minus(Polynomial.of(3));
                      return Map.of("last", x.slice(0, third, Dim.one())); // [1]
                    }));
    assertEquals(Map.of("position", 3L), Bindings.ofShapes(graph, Map.of("a", new long[] {3})));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Bindings.ofShapes(graph, Map.of("a", new long[] {2})));
    assertEquals(
        "an axis of 2 has no part of size 1 that starts at -1%n  at %%1 slice [1]%n  in window"
            .formatted(),
        refused.getMessage());
  }

  @Test
  void a_part_must_not_end_before_it_starts() {
    Dim n = Dim.symbolic("n");
    Dim rest = new Dim("rest", n.extent().minus(Polynomial.of(3)));
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor x = scope.input("x", DataType.FLOAT, n); // [n]
              return Map.of("rest", x.slice(0, Polynomial.of(3), rest)); // [rest]
            });
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Bindings.of(graph, Map.of("x", Array.of(new double[2], 2))));
    assertEquals(
        "an axis of 2 has no part of size -1 that starts at 3%n  at %%1 slice [rest=n - 3]"
            .formatted(),
        refused.getMessage());
  }

  @Test
  void a_part_within_a_recurrence_must_lie_within_its_axis_too() {
    Graph graph =
        Graph.trace(
            Mode.INFERENCE,
            scope -> {
              Tensor x = scope.input("a", DataType.FLOAT, BATCH, POSITION); // [batch, position]
              Tensor start = scope.zeros(Shape.of()); // []
              return Map.of(
                  "sums",
                  x.scan(0, start, (sum, row) -> sum.add(row.slice(0, 0, 2).sum(0).reshape())));
            });
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Bindings.ofShapes(graph, Map.of("a", new long[] {3, 1})));
    assertEquals(
        "an axis of 1 has no part of size 2 that starts at 0%n  at %%2 slice [position=2]"
            .formatted(),
        refused.getMessage());
  }

  private static Graph oneInput(Dim... dims) {
    return Graph.trace(
        Mode.INFERENCE, scope -> Map.of("a", scope.input("a", DataType.FLOAT, dims)));
  }

  private static Graph twoInputs(Dim[] a, Dim[] b) {
    return Graph.trace(
        Mode.INFERENCE,
        scope -> {
          Tensor first = scope.input("a", DataType.FLOAT, a); // [a...]
          return Map.of("a", first, "b", scope.input("b", DataType.FLOAT, b));
        });
  }

  private static Map<String, Long> bind(Graph graph, long[] a, long[] b) {
    return Bindings.ofShapes(graph, Map.of("a", a, "b", b));
  }

  private static void assertRefused(String message, Graph graph, long[] a, long[] b) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> bind(graph, a, b));
    assertEquals(message, refused.getMessage());
  }
}
