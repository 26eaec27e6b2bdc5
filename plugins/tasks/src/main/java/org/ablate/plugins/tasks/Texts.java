package org.ablate.plugins.tasks;

import java.util.List;
import java.util.Optional;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;

/**
 * Texts of a task that asks for nothing but text.
 *
 * @param source where they are
 * @param file one text of which all splits are parts, instead
 * @param column of a table with a text in each row; empty where a file is one text
 * @param heldOut the parts of one text that are not for training
 */
record Texts(Source source, Optional<String> file, Optional<String> column, Fractions heldOut) {

  List<Example.Text> of(Split split, DataFiles files) {
    if (file.isPresent()) {
      requireNothingElse();
      return List.of(new Example.Text(heldOut.part(split, files.text(file.get()))));
    }
    if (!source.isStated()) {
      throw new IllegalArgumentException(
          "there is no text: set 'data' to the name of a data set, 'file' to the path of a UTF-8 file, or 'train', 'validation' and 'test' to a file each");
    }
    if (column.isPresent() || source.hasColumns(files)) {
      return source.rows(split, files, List.of(column), List.of("text")).stream()
          .map(row -> new Example.Text(row.get(0)))
          .toList();
    }
    String text = source.text(split, files);
    return List.of(new Example.Text(source.isInOnePiece(files) ? heldOut.part(split, text) : text));
  }

  private void requireNothingElse() {
    if (source.isStated()) {
      throw new IllegalArgumentException(
          "the text is said to be in two places: set one of 'data', 'file', or 'train', 'validation' and 'test'");
    }
  }
}
