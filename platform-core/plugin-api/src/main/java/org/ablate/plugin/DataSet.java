package org.ablate.plugin;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A data set of the catalogue that is on this machine.
 *
 * @param columns the names of its columns, in their order; none where it is running text
 * @param paths of its splits, as {@link DataFiles} reads them; running text that was published in
 *     one piece has a path for training only
 */
public record DataSet(List<String> columns, Map<Split, String> paths) {
  public DataSet {
    columns = List.copyOf(columns);
    paths = Collections.unmodifiableMap(new TreeMap<>(paths));
  }
}
