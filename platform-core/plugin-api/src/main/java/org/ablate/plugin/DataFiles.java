package org.ablate.plugin;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The files that a user names in an experiment, and the data sets of the catalogue, as tasks and
 * tokenizers read them. A path is relative to the experiment file, or absolute. Compressed files
 * ({@code train.en.gz}) are read as what is in them, also under their names without {@code .gz}.
 */
@ProviderType
public interface DataFiles {

  /**
   * The text of a UTF-8 file.
   *
   * @throws IllegalArgumentException if it is missing, empty or not UTF-8; the message says so
   */
  String text(String path);

  /**
   * The rows of a file, each with the values of some columns, in the order in which these are asked
   * for. The end of its name says what the file is:
   *
   * <ul>
   *   <li>{@code .tsv}, {@code .csv}: the first line names the columns if it has all that are asked
   *       for; otherwise the columns are taken as they come.
   *   <li>{@code .jsonl}: each line is an object, the columns are its keys.
   *   <li>anything else: plain text, of which each line is a row. Several columns are as many files
   *       that go line by line, {@code path.column} each: {@code train.en} beside {@code train.de}.
   * </ul>
   *
   * @throws IllegalArgumentException if a file is missing or empty, a column is, or files that go
   *     line by line differ in how many they have; the message says so
   */
  List<List<String>> rows(String path, List<String> columns);

  /**
   * A data set of the catalogue, which is fetched if it is not here yet.
   *
   * @throws IllegalArgumentException if there is none of the name; the message names those that
   *     there are
   */
  DataSet dataSet(String name);

  /** For where there are no files and no data sets: all that is asked for is missing. */
  static DataFiles none() {
    return new DataFiles() {
      @Override
      public String text(String path) {
        throw new IllegalArgumentException("there is no file " + path);
      }

      @Override
      public List<List<String>> rows(String path, List<String> columns) {
        throw new IllegalArgumentException("there is no file " + path);
      }

      @Override
      public DataSet dataSet(String name) {
        throw new IllegalArgumentException("there is no data set " + name);
      }
    };
  }
}
