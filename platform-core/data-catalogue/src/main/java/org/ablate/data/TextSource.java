package org.ablate.data;

import java.nio.file.Path;
import java.util.List;
import org.ablate.document.DocumentException;
import org.ablate.document.TextFile;

/** Text of users' files and of data sets. */
final class TextSource {
  private static final int MOST_BYTES = 1 << 30;

  private TextSource() {}

  /**
   * The text of a file.
   *
   * @throws IllegalArgumentException if it cannot be read, is not UTF-8 or says nothing
   */
  static String read(Path file) {
    String text;
    try {
      text = TextFile.read(file, MOST_BYTES);
    } catch (DocumentException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException(file + ": the file is empty");
    }
    return text;
  }

  /**
   * The lines of a file; those that other characters than line feeds seem to end go on.
   *
   * @throws IllegalArgumentException if it cannot be read, is not UTF-8 or says nothing
   */
  static List<String> lines(Path file) {
    String text = read(file).replace("\r\n", "\n");
    String ended = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return List.of(ended.split("\n", -1));
  }
}
