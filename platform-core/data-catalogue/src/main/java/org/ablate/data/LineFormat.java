package org.ablate.data;

import java.util.List;

/** How a text is cut into rows of values. */
interface LineFormat {

  /** A row and the line of the text that it starts on, counted from 1. */
  record Row(int line, List<String> values) {}

  /**
   * The rows of a text, without those of lines with nothing on them.
   *
   * @param name what to call the text in messages
   * @throws IllegalArgumentException if it is not in the format
   */
  List<Row> rows(String name, String text);
}
