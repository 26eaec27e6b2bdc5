package org.ablate.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ablate.report.NumberGrid.Block;
import org.ablate.report.NumberGrid.Row;

/** Steps of a computation for a terminal: name and shape, formula, numbers. */
public final class StepText {
  /** More of a step are no longer read among others. */
  private static final int MOST_ROWS = 12;

  private static final int MOST_COLUMNS = 8;

  private StepText() {}

  /** A step with all its numbers; every line ends in a line break. */
  public static String of(Step step) {
    return head(step) + numbers(NumberGrid.of(step, Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  /** Steps with their places in the order, the numbers of large ones in part. */
  public static String of(List<Step> steps) {
    int width = Integer.toString(steps.size()).length();
    return IntStream.range(0, steps.size())
        .mapToObj(
            i -> {
              Step step = steps.get(i);
              String number = " ".repeat(width - Integer.toString(i + 1).length()) + (i + 1);
              return "(%s) %s%s"
                  .formatted(
                      number, head(step), numbers(NumberGrid.of(step, MOST_ROWS, MOST_COLUMNS)));
            })
        .collect(Collectors.joining("\n"));
  }

  private static String head(Step step) {
    String axes =
        step.axes().stream().map(Step.Axis::toString).collect(Collectors.joining(", ", "[", "]"));
    return step.name()
        .map(
            name ->
                "%s %s\n  %s\n"
                    .formatted(name, axes, step.formula().isEmpty() ? "learnable" : step.formula()))
        .orElseGet(() -> "%s %s\n".formatted(step.formula(), axes));
  }

  private static String numbers(NumberGrid grid) {
    List<Row> rows = grid.blocks().stream().flatMap(block -> block.rows().stream()).toList();
    int margin = rows.stream().mapToInt(row -> TerminalWidth.of(row.label())).max().orElse(0);
    List<String> columns = grid.columns().stream().map(Visible::of).toList();
    int cell =
        Stream.concat(columns.stream(), rows.stream().flatMap(row -> row.numbers().stream()))
            .mapToInt(TerminalWidth::of)
            .max()
            .orElse(0);
    StringBuilder text = new StringBuilder();
    for (Block block : grid.blocks()) {
      if (!block.title().isEmpty()) {
        text.append("    ").append(block.title()).append('\n');
      }
      if (!columns.isEmpty()) {
        text.append(line(new Row("", columns), margin, cell));
      }
      block.rows().forEach(row -> text.append(line(row, margin, cell)));
    }
    return text.toString();
  }

  private static String line(Row row, int margin, int cell) {
    String label = row.label() + " ".repeat(margin - TerminalWidth.of(row.label()));
    String cells =
        row.numbers().stream()
            .map(number -> "  " + " ".repeat(cell - TerminalWidth.of(number)) + number)
            .collect(Collectors.joining());
    return ("    " + label + cells).stripTrailing() + "\n";
  }
}
