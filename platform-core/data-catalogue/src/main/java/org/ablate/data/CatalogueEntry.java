package org.ablate.data;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.plugin.Split;

/**
 * A data set that the catalogue knows.
 *
 * @param name as experiment files write it
 * @param description what it is, in a line
 * @param origin who published it
 * @param licence as its origin states it
 * @param columns the names of its columns, in their order; none where it is running text
 * @param train the path of the split for training, as {@link org.ablate.plugin.DataFiles} reads it,
 *     relative to the cache
 * @param validation the path of the split for choosing; empty where the whole is one text
 * @param test the path of the split for reporting; empty where the whole is one text
 * @param files all that is fetched
 */
public record CatalogueEntry(
    String name,
    String description,
    String origin,
    String licence,
    List<String> columns,
    String train,
    Optional<String> validation,
    Optional<String> test,
    List<RemoteFile> files) {
  public CatalogueEntry {
    columns = List.copyOf(columns);
    files = List.copyOf(files);
  }

  /** The paths of the splits that it has. */
  Map<Split, String> splits() {
    Map<Split, String> splits = new EnumMap<>(Split.class);
    splits.put(Split.TRAIN, train);
    validation.ifPresent(path -> splits.put(Split.VALIDATION, path));
    test.ifPresent(path -> splits.put(Split.TEST, path));
    return splits;
  }

  /** The size of all files. */
  public long bytes() {
    return files.stream().mapToLong(RemoteFile::bytes).sum();
  }
}
