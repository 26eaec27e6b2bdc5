package org.ablate.data;

import java.util.ArrayList;
import java.util.List;

/** A row a line, with tabs between values; nothing is quoted. */
record TabSeparated() implements LineFormat {
  @Override
  public List<Row> rows(String name, String text) {
    List<Row> rows = new ArrayList<>();
    String[] lines = text.split("\r?\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].isEmpty()) {
        rows.add(new Row(i + 1, List.of(lines[i].split("\t", -1))));
      }
    }
    return rows;
  }
}
