package org.ablate.verification;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import org.ablate.tensor.Dim;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Mode;
import org.ablate.tensor.Op;
import org.ablate.tensor.Scope;
import org.ablate.tensor.Tensor;

/** Sizes of the symbolic axes of a graph with which engines are compared. */
public final class SizeSpread {
  /**
   * Different from each other, so that axes that were mixed up do not fit by chance; one is beyond
   * the windows and blocks that variants have by default, which are up to 128 long.
   */
  private static final List<Long> SIZES = List.of(2L, 7L, 3L, 150L, 5L);

  /** The axes of positions. */
  private static final List<String> LENGTHS =
      List.of("position", "key", "source", "target", Scope.PAST);

  private SizeSpread() {}

  /** All axes of size 1, then each axis with several sizes, and no two axes with the same. */
  public static List<Map<String, Long>> of(Graph graph) {
    return of(graph, OptionalInt.empty());
  }

  /**
   * Like {@link #of(Graph)}.
   *
   * @param longest the longest sequence that the graph can take, what earlier calls of decoding
   *     have seen included, where there is a limit
   */
  public static List<Map<String, Long>> of(Graph graph, OptionalInt longest) {
    List<String> symbols = List.copyOf(symbols(graph));
    List<Map<String, Long>> spread = new ArrayList<>();
    for (int trial = -1; trial < SIZES.size(); trial++) {
      Map<String, Long> sizes = new LinkedHashMap<>();
      for (int i = 0; i < symbols.size(); i++) {
        long size = trial < 0 ? 1 : SIZES.get((trial + i) % SIZES.size());
        sizes.put(symbols.get(i), Math.min(size, limit(symbols.get(i), graph.mode(), longest)));
      }
      if (graph.mode() == Mode.DECODING_START) {
        sizes.computeIfPresent(Scope.PAST, (past, size) -> 0L); // there are no earlier calls
      }
      if (!spread.contains(sizes)) {
        spread.add(sizes);
      }
    }
    return spread;
  }

  private static long limit(String symbol, Mode mode, OptionalInt longest) {
    if (longest.isEmpty() || !LENGTHS.contains(symbol)) {
      return Long.MAX_VALUE;
    }
    boolean continues = mode == Mode.DECODING_STEP;
    return continues ? Math.max(1, longest.getAsInt() / 2) : longest.getAsInt(); // past and new
  }

  private static SortedSet<String> symbols(Graph graph) {
    SortedSet<String> symbols = new TreeSet<>();
    for (Tensor tensor : graph.nodes()) {
      for (Dim dim : tensor.shape().dims()) {
        symbols.addAll(dim.extent().symbols());
      }
      if (tensor.op() instanceof Op.Extent extent) {
        symbols.addAll(extent.polynomial().symbols());
      }
    }
    return symbols;
  }
}
