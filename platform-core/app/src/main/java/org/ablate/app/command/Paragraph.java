package org.ablate.app.command;

import java.util.ArrayList;
import java.util.List;

/** Text of several lines, for a terminal. */
final class Paragraph {
  private static final int WIDTH = 88;

  private Paragraph() {}

  /** A text in lines that are not too long to read, each with a margin. */
  static List<String> wrapped(String text, String margin) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(margin);
    for (String word : text.split(" ")) {
      boolean isFull = line.length() + 1 + word.length() > WIDTH;
      if (isFull && line.length() > margin.length()) {
        lines.add(line.toString());
        line = new StringBuilder(margin);
      }
      line.append(line.length() == margin.length() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
