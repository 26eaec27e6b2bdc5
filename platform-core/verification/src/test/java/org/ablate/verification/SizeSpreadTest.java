package org.ablate.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.ablate.tensor.DataType;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Scope;
import org.junit.jupiter.api.Test;

class SizeSpreadTest {
  private static final Dim BATCH = Dim.symbolic("batch");
  private static final Dim POSITION = Dim.symbolic("position");

  private static Graph graph(Mode mode) {
    return Graph.trace(
        mode,
        scope ->
            Map.of(
                "y",
                scope
                    .input("x", DataType.INTEGER, BATCH, POSITION)
                    .add(scope.extent(Dim.symbolic(Scope.PAST)))));
  }

  @Test
  void every_axis_is_one_at_first() {
    assertEquals(
        Map.of("batch", 1L, "position", 1L, "past", 1L),
        SizeSpread.of(graph(Mode.INFERENCE)).get(0));
  }

  @Test
  void each_axis_has_several_sizes() {
    List<Map<String, Long>> spread = SizeSpread.of(graph(Mode.INFERENCE));
    for (String symbol : List.of("batch", "position", "past")) {
      assertEquals(6, spread.stream().map(sizes -> sizes.get(symbol)).distinct().count());
    }
  }

  @Test
  void no_two_axes_have_the_same_size() {
    for (Map<String, Long> sizes : SizeSpread.of(graph(Mode.INFERENCE)).subList(1, 6)) {
      assertEquals(3, new HashSet<>(sizes.values()).size(), sizes::toString);
    }
  }

  @Test
  void the_first_call_of_decoding_has_no_past() {
    assertTrue(
        SizeSpread.of(graph(Mode.DECODING_START)).stream()
            .allMatch(sizes -> sizes.get(Scope.PAST) == 0));
  }

  @Test
  void sequences_are_no_longer_than_the_longest() {
    List<Map<String, Long>> spread = SizeSpread.of(graph(Mode.INFERENCE), OptionalInt.of(4));
    assertEquals(4, spread.stream().mapToLong(sizes -> sizes.get("position")).max().orElse(0));
    assertEquals(150, spread.stream().mapToLong(sizes -> sizes.get("batch")).max().orElse(0));
  }

  @Test
  void past_and_new_positions_are_together_no_longer_than_the_longest() {
    assertTrue(
        SizeSpread.of(graph(Mode.DECODING_STEP), OptionalInt.of(9)).stream()
            .allMatch(sizes -> sizes.get("position") + sizes.get(Scope.PAST) <= 9));
  }

  @Test
  void a_graph_without_symbolic_axes_is_run_once() {
    Graph graph = Graph.trace(Mode.INFERENCE, s -> Map.of("y", s.input("x", DataType.FLOAT).exp()));
    assertEquals(List.of(Map.of()), SizeSpread.of(graph));
  }
}
