package org.ablate.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An attention map for a terminal: a line for each query, a shade for each key, and at the end the
 * key that is looked at most.
 */
public final class AttentionText {

  /** From little to much; a shade stands for a fifth of the weights between 0 and 1. */
  private static final List<String> SHADES = List.of("·", "░", "▒", "▓", "█");

  private AttentionText() {}

  /** The map as text; every line ends in a line break. */
  public static String of(AttentionMap map) {
    List<String> queries = map.queryTokens().stream().map(Visible::of).toList();
    List<String> keys = map.keyTokens().stream().map(Visible::of).toList();
    int margin = queries.stream().mapToInt(TerminalWidth::of).max().orElse(0);
    int widest = keys.stream().mapToInt(TerminalWidth::of).max().orElse(1);
    // Letters are written above their columns; words find no room there.
    boolean letters = widest <= 2;
    int cell = letters ? widest : 1;
    String title =
        "%s, layer %d, head %d\n".formatted(map.block(), map.layer() + 1, map.head() + 1);
    String header =
        letters
            ? keys.stream()
                .map(key -> key + " ".repeat(cell - TerminalWidth.of(key)))
                .collect(Collectors.joining("", " ".repeat(margin + 2), ""))
            : "keys: " + String.join(" ", keys);
    String rows =
        IntStream.range(0, queries.size())
            .mapToObj(
                query ->
                    " ".repeat(margin - TerminalWidth.of(queries.get(query)))
                        + queries.get(query)
                        + "  "
                        + row(map.weights().get(query), keys, cell))
            .collect(Collectors.joining());
    return title + header.stripTrailing() + "\n" + rows;
  }

  private static String row(List<Double> weights, List<String> keys, int cell) {
    String shades =
        weights.stream()
            .map(weight -> SHADES.get(shade(weight)).repeat(cell))
            .collect(Collectors.joining());
    return IntStream.range(0, weights.size())
        .boxed()
        .max((a, b) -> Double.compare(weights.get(a), weights.get(b)))
        .map(
            key ->
                String.format(
                    Locale.ROOT, "%s  %s %.2f\n", shades, keys.get(key), weights.get(key)))
        .orElse("\n");
  }

  private static int shade(double weight) {
    return Math.max(0, Math.min(SHADES.size() - 1, (int) (weight * SHADES.size())));
  }
}
