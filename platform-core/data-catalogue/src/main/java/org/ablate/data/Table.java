package org.ablate.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A file of rows, whose first may name the columns. */
record Table(Path file, LineFormat format) {

  /**
   * The values of some columns.
   *
   * @throws IllegalArgumentException if a row has too few values
   */
  List<List<String>> rows(List<String> columns) {
    List<LineFormat.Row> rows = format.rows(file.toString(), TextSource.read(file));
    List<String> first = rows.get(0).values();
    boolean named = first.containsAll(columns);
    List<Integer> places =
        named
            ? columns.stream().map(first::indexOf).toList()
            : IntStream.range(0, columns.size()).boxed().toList();
    int width = 1 + places.stream().mapToInt(Integer::intValue).max().orElse(0);
    List<List<String>> chosen = new ArrayList<>(rows.size());
    for (LineFormat.Row row : rows.subList(named ? 1 : 0, rows.size())) {
      if (row.values().size() < width) {
        throw new IllegalArgumentException(
            "%s:%d: the line has %d of the %d columns that are needed (%s)"
                .formatted(
                    file, row.line(), row.values().size(), width, String.join(", ", columns)));
      }
      chosen.add(places.stream().map(place -> row.values().get(place)).toList());
    }
    return chosen;
  }
}
