package org.ablate.plugins.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.DataSet;
import org.ablate.plugin.Split;

/**
 * Where the examples of a task are: in a data set of the catalogue, or in a file for each split.
 *
 * @param data the name of a data set
 * @param train the path of the split for training
 * @param validation the path of the split for choosing
 * @param test the path of the split for reporting
 */
record Source(
    Optional<String> data,
    Optional<String> train,
    Optional<String> validation,
    Optional<String> test) {

  private static final String WHAT_TO_SET =
      "set 'data' to the name of a data set, or 'train', 'validation' and 'test' to a file each";

  /**
   * The rows of a split.
   *
   * @param columns the names of the columns that are asked for; where one is empty, the column of a
   *     data set at the same place is meant, or, of a file, the one of the standard name
   * @param standard the standard names
   * @throws IllegalArgumentException if it is not said where the split is, or not clear
   */
  List<List<String>> rows(
      Split split, DataFiles files, List<Optional<String>> columns, List<String> standard) {
    requireOne();
    if (data.isEmpty()) {
      return files.rows(path(split), names(columns, standard));
    }
    DataSet set = files.dataSet(data.get());
    if (set.columns().size() < columns.size()) {
      throw new IllegalArgumentException(
          "the data set '%s' has no columns %s".formatted(data.get(), String.join(", ", standard)));
    }
    List<String> names = names(columns, set.columns());
    names.forEach(name -> requireColumn(name, set.columns()));
    return files.rows(path(split, set), set.columns()).stream()
        .map(row -> names.stream().map(name -> row.get(set.columns().indexOf(name))).toList())
        .toList();
  }

  private void requireColumn(String name, List<String> columns) {
    if (!columns.contains(name)) {
      throw new IllegalArgumentException(
          "the data set '%s' has no column '%s'; it has %s"
              .formatted(data.orElseThrow(), name, String.join(", ", columns)));
    }
  }

  private static List<String> names(List<Optional<String>> columns, List<String> standard) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      names.add(columns.get(i).orElse(standard.get(i)));
    }
    return names;
  }

  /** Whether it is said where examples are. */
  boolean isStated() {
    return data.isPresent() || paths().anyMatch(Optional::isPresent);
  }

  private Stream<Optional<String>> paths() {
    return Stream.of(train, validation, test);
  }

  private void requireOne() {
    if (!isStated()) {
      throw new IllegalArgumentException("it is not said where the examples are: " + WHAT_TO_SET);
    }
    if (data.isPresent() && paths().anyMatch(Optional::isPresent)) {
      throw new IllegalArgumentException(
          "the examples are said to be in two places: " + WHAT_TO_SET);
    }
  }

  /** The file of a split. */
  private String path(Split split) {
    Optional<String> path =
        switch (split) {
          case TRAIN -> train;
          case VALIDATION -> validation;
          case TEST -> test;
        };
    return path.orElseThrow(
        () ->
            new IllegalArgumentException(
                "there is no file for the %s split: %s".formatted(split, WHAT_TO_SET)));
  }

  private String path(Split split, DataSet set) {
    String path = set.paths().get(split);
    if (path == null) {
      throw new IllegalArgumentException(
          "the data set '%s' has no %s split".formatted(data.orElseThrow(), split));
    }
    return path;
  }

  /**
   * The whole text of a split; of a data set that was published in one piece, all of it.
   *
   * @throws IllegalArgumentException if it is not said where the split is, or not clear
   */
  String text(Split split, DataFiles files) {
    requireOne();
    if (data.isEmpty()) {
      return files.text(path(split));
    }
    DataSet set = files.dataSet(data.get());
    return files.text(path(isInOnePiece(set) ? Split.TRAIN : split, set));
  }

  /** Whether a split is a part of one text. */
  boolean isInOnePiece(DataFiles files) {
    return data.isPresent() && isInOnePiece(files.dataSet(data.get()));
  }

  private static boolean isInOnePiece(DataSet set) {
    return set.paths().size() == 1;
  }

  /** Whether a split is a table. */
  boolean hasColumns(DataFiles files) {
    return data.isPresent() && !files.dataSet(data.get()).columns().isEmpty();
  }
}
