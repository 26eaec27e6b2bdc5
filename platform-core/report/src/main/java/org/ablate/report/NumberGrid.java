package org.ablate.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The numbers of a step as tables of its last two axes, as people read them.
 *
 * @param columns what stands above each column; empty where columns are only counted
 * @param blocks a table for each entry of the axes before the last two
 */
record NumberGrid(List<String> columns, List<Block> blocks) {
  /** Stands for what is left out. */
  static final String MORE = "…";

  /** Single precision tells about so much of a number near 1. */
  private static final double RESOLUTION = 1e-6;

  /**
   * A table.
   *
   * @param title which entry of the axes before it is, such as {@code head 2}; empty for the only
   *     one
   */
  record Block(String title, List<Row> rows) {}

  /**
   * A row.
   *
   * @param label what it stands for; empty where rows are only counted
   */
  record Row(String label, List<String> numbers) {}

  /**
   * The numbers of a step.
   *
   * @param mostRows of a table; of more, the first are shown
   * @param mostColumns of a table; of more, the first are shown
   */
  static NumberGrid of(Step step, int mostRows, int mostColumns) {
    int rank = step.axes().size();
    Step.Axis one = new Step.Axis("", 1, List.of());
    Step.Axis row = rank < 2 ? one : step.axes().get(rank - 2);
    Step.Axis column = rank < 1 ? one : step.axes().get(rank - 1);
    String format = "%." + (step.whole() ? 0 : decimals(step.numbers())) + "f";
    List<Block> blocks = new ArrayList<>();
    int size = row.size() * column.size();
    for (int start = 0; start < step.numbers().size(); start += size) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < Math.min(row.size(), mostRows); i++) {
        int first = start + i * column.size();
        List<Double> numbers = step.numbers().subList(first, first + column.size());
        rows.add(
            new Row(
                label(row, i),
                shortened(
                    numbers.stream()
                        .limit(mostColumns)
                        .map(number -> text(format, number))
                        .toList(),
                    column.size())));
      }
      if (row.size() > mostRows) {
        rows.add(new Row("", List.of(MORE)));
      }
      blocks.add(new Block(title(step.axes(), start / size), rows));
    }
    List<String> shown = column.labels().stream().limit(mostColumns).toList();
    return new NumberGrid(
        column.labels().isEmpty() ? List.of() : shortened(shown, column.size()), blocks);
  }

  private static String label(Step.Axis axis, int index) {
    return axis.labels().isEmpty() ? "" : Visible.of(axis.labels().get(index));
  }

  private static List<String> shortened(List<String> shown, int size) {
    List<String> texts = new ArrayList<>(shown);
    if (size > shown.size()) {
      texts.add(MORE);
    }
    return texts;
  }

  private static String title(List<Step.Axis> axes, int block) {
    List<String> parts = new ArrayList<>();
    int rest = block;
    for (int axis = axes.size() - 3; axis >= 0; axis--) {
      int size = axes.get(axis).size();
      if (size > 1) {
        parts.add(0, "%s %d".formatted(axes.get(axis).name(), rest % size + 1));
      }
      rest /= size;
    }
    return String.join(", ", parts);
  }

  private static String text(String format, double number) {
    String text = String.format(Locale.ROOT, format, number);
    return text.matches("-0\\.?0*") ? text.substring(1) : text;
  }

  /** As many as tell the numbers, but no less than two and no more than four. */
  private static int decimals(List<Double> numbers) {
    return IntStream.rangeClosed(2, 3)
        .filter(digits -> numbers.stream().allMatch(number -> hasDecimals(number, digits)))
        .findFirst()
        .orElse(4);
  }

  private static boolean hasDecimals(double number, int digits) {
    double parts = Math.pow(10, digits);
    double rounded = Math.rint(number * parts) / parts;
    return Math.abs(number - rounded) <= RESOLUTION * Math.max(1, Math.abs(number));
  }
}
