package org.ablate.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ablate.document.Sha256;
import org.ablate.plugin.DataSet;
import org.ablate.plugin.Split;

/**
 * The files of data sets on this machine. With a mirror, a folder that has the files already,
 * nothing is fetched; otherwise what is missing is fetched to the cache. Either way a file is
 * verified before it is read for the first time.
 */
public final class DataStore {
  private final Catalogue catalogue;
  private final Path cache;
  private final Optional<Path> mirror;
  private final DownloadListener listener;
  private final Set<Path> verified = ConcurrentHashMap.newKeySet();

  /**
   * A store.
   *
   * @param cache the folder for what is fetched, which need not exist yet
   * @param mirror a folder with the files of data sets, under the paths of the catalogue
   */
  public DataStore(
      Catalogue catalogue, Path cache, Optional<Path> mirror, DownloadListener listener) {
    this.catalogue = catalogue;
    this.cache = cache;
    this.mirror = mirror;
    this.listener = listener;
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  /** Whether all files of a data set are here, so that nothing needs to be fetched. */
  public boolean has(CatalogueEntry entry) {
    return entry.files().stream().allMatch(file -> Files.exists(folder().resolve(file.path())));
  }

  /**
   * A data set with all its files.
   *
   * @throws IllegalArgumentException if there is none of the name
   * @throws DataException if a file is missing in the mirror, cannot be fetched, or is not the one
   *     that was meant
   */
  public DataSet dataSet(String name) {
    CatalogueEntry entry = catalogue.dataSet(name);
    for (RemoteFile file : entry.files()) {
      require(file);
    }
    Map<Split, String> paths = new EnumMap<>(Split.class);
    entry
        .splits()
        .forEach(
            (split, path) -> paths.put(split, folder().resolve(path).toAbsolutePath().toString()));
    return new DataSet(entry.columns(), paths);
  }

  private Path folder() {
    return mirror.orElse(cache);
  }

  private void require(RemoteFile file) {
    Path path = folder().resolve(file.path());
    if (verified.contains(path)) {
      return;
    }
    if (!Files.exists(path)) {
      if (mirror.isPresent()) {
        throw new DataException(
            "the data mirror %s has no file %s".formatted(mirror.get(), file.path()));
      }
      new Download(file, path, listener).run();
    }
    verify(file, path);
    verified.add(path);
  }

  private static void verify(RemoteFile file, Path path) {
    try {
      String sha256 = Sha256.of(path);
      if (!sha256.equals(file.sha256())) {
        throw new DataException(
            "%s is not the file that it should be: its SHA-256 is %s, not %s; delete it to have it fetched again"
                .formatted(path, sha256, file.sha256()));
      }
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }
}
