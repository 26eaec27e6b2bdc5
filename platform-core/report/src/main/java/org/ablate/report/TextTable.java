package org.ablate.report;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of texts, to be written to a terminal or as Markdown.
 *
 * @param columns its columns
 * @param rows its rows, with one text per column
 */
public record TextTable(List<Column> columns, List<List<String>> rows) {

  /**
   * A column.
   *
   * @param header what stands above it
   * @param alignment on which side its texts stand
   */
  public record Column(String header, Alignment alignment) {}

  /** On which side of a column its texts stand. */
  public enum Alignment {
    /** As words do. */
    LEFT,
    /** As numbers do. */
    RIGHT
  }

  private static final String GAP = "  ";

  /** Requires as many texts as columns. */
  public TextTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    int width = columns.size();
    if (rows.stream().anyMatch(row -> row.size() != width)) {
      throw new IllegalArgumentException("every row must have " + width + " texts");
    }
  }

  /** Aligned columns under a rule, for a terminal; every line ends in a line break. */
  public String plain() {
    List<Integer> widths = IntStream.range(0, columns.size()).mapToObj(this::width).toList();
    List<String> headers = columns.stream().map(Column::header).toList();
    List<String> rules = widths.stream().map("─"::repeat).toList();
    return line(headers, widths)
        + line(rules, widths)
        + rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
  }

  /** The rows alone, aligned; every line ends in a line break. */
  public String body() {
    List<Integer> widths = IntStream.range(0, columns.size()).mapToObj(this::width).toList();
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
  }

  /**
   * A {@code tabular} for LaTeX with the package {@code booktabs}; every line ends in a line break.
   */
  public String latex() {
    String alignments =
        columns.stream()
            .map(column -> column.alignment() == Alignment.LEFT ? "l" : "r")
            .collect(Collectors.joining());
    Function<List<String>, String> line =
        cells ->
            cells.stream().map(LatexText::of).collect(Collectors.joining(" & ", "  ", " \\\\\n"));
    return "\\begin{tabular}{"
        + alignments
        + "}\n  \\toprule\n"
        + line.apply(columns.stream().map(Column::header).toList())
        + "  \\midrule\n"
        + rows.stream().map(line).collect(Collectors.joining())
        + "  \\bottomrule\n\\end{tabular}\n";
  }

  /** A table in GitHub's Markdown; every line ends in a line break. */
  public String markdown() {
    Function<List<String>, String> line =
        cells ->
            cells.stream()
                .map(cell -> cell.replace("\\", "\\\\").replace("|", "\\|").replace('\n', ' '))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    List<String> headers = columns.stream().map(Column::header).toList();
    String rule =
        columns.stream()
            .map(column -> column.alignment() == Alignment.LEFT ? ":--" : "--:")
            .collect(Collectors.joining(" | ", "| ", " |\n"));
    return line.apply(headers) + rule + rows.stream().map(line).collect(Collectors.joining());
  }

  private int width(int column) {
    return IntStream.concat(
            IntStream.of(TerminalWidth.of(columns.get(column).header())),
            rows.stream().mapToInt(row -> TerminalWidth.of(row.get(column))))
        .max()
        .getAsInt();
  }

  private String line(List<String> cells, List<Integer> widths) {
    return IntStream.range(0, cells.size())
            .mapToObj(i -> padded(cells.get(i), widths.get(i), columns.get(i).alignment()))
            .collect(Collectors.joining(GAP))
            .stripTrailing()
        + "\n";
  }

  private static String padded(String text, int width, Alignment alignment) {
    String padding = " ".repeat(width - TerminalWidth.of(text));
    return alignment == Alignment.LEFT ? text + padding : padding + text;
  }
}
