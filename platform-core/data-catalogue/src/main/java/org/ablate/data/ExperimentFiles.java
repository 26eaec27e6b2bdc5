package org.ablate.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.DataSet;

/**
 * The files that an experiment names, and data sets.
 *
 * @param folder what relative paths start from: the folder of the experiment file
 * @param store where data sets come from
 */
public record ExperimentFiles(Path folder, DataStore store) implements DataFiles {
  private static final String COMPRESSED = ".gz";

  /** The files that an experiment file names. */
  public static ExperimentFiles beside(Path experimentFile, DataStore store) {
    return new ExperimentFiles(experimentFile.toAbsolutePath().normalize().getParent(), store);
  }

  @Override
  public String text(String path) {
    return TextSource.read(find(path));
  }

  @Override
  public List<List<String>> rows(String path, List<String> columns) {
    String name = path.endsWith(COMPRESSED) ? withoutEnd(path, COMPRESSED) : path;
    if (name.endsWith(".tsv")) {
      return new Table(find(path), new TabSeparated()).rows(columns);
    }
    if (name.endsWith(".csv")) {
      return new Table(find(path), new CommaSeparated()).rows(columns);
    }
    if (name.endsWith(".jsonl")) {
      return JsonLines.rows(find(path), columns);
    }
    if (columns.size() == 1) {
      return TextSource.lines(find(path)).stream().map(List::of).toList();
    }
    return parallel(columns.stream().map(column -> find(name + "." + column)).toList());
  }

  /** Files that go line by line, side by side. */
  private static List<List<String>> parallel(List<Path> files) {
    List<List<String>> lines = files.stream().map(TextSource::lines).toList();
    int count = lines.get(0).size();
    for (int file = 1; file < files.size(); file++) {
      if (lines.get(file).size() != count) {
        throw new IllegalArgumentException(
            "%s has %d lines, but %s has %d: parallel files go line by line"
                .formatted(files.get(0), count, files.get(file), lines.get(file).size()));
      }
    }
    List<List<String>> rows = new ArrayList<>(count);
    for (int row = 0; row < count; row++) {
      int line = row;
      rows.add(lines.stream().map(ofFile -> ofFile.get(line)).toList());
    }
    return rows;
  }

  @Override
  public DataSet dataSet(String name) {
    return store.dataSet(name);
  }

  private Path find(String path) {
    Path plain = folder.resolve(path);
    Path compressed = folder.resolve(path + COMPRESSED);
    return !Files.exists(plain) && Files.exists(compressed) ? compressed : plain;
  }

  private static String withoutEnd(String text, String end) {
    return text.substring(0, text.length() - end.length());
  }
}
