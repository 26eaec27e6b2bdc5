package org.ablate.plugins.tasks;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.DataSet;

/**
 * Files in memory. A table is text with the names of its columns on the first line, and values
 * between vertical bars.
 */
record TestFiles(Map<String, String> texts, Map<String, DataSet> dataSets) implements DataFiles {

  static TestFiles of(Map<String, String> texts) {
    return new TestFiles(texts, Map.of());
  }

  @Override
  public String text(String path) {
    String text = texts.get(path);
    if (text == null) {
      throw new IllegalArgumentException("there is no file " + path);
    }
    return text;
  }

  @Override
  public List<List<String>> rows(String path, List<String> columns) {
    List<List<String>> rows = text(path).lines().map(line -> List.of(line.split("\\|"))).toList();
    List<String> names = rows.get(0);
    return IntStream.range(1, rows.size())
        .mapToObj(rows::get)
        .map(row -> columns.stream().map(column -> row.get(names.indexOf(column))).toList())
        .toList();
  }

  @Override
  public DataSet dataSet(String name) {
    return dataSets.get(name);
  }
}
