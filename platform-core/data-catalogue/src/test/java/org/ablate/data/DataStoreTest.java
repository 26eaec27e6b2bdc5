package org.ablate.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.plugin.DataSet;
import org.ablate.plugin.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataStoreTest {
  private static final String MIRROR = "ABLATE_DATA_MIRROR";

  @TempDir private Path folder;

  private DataStore mirrored(Catalogue catalogue, Path mirror) {
    return new DataStore(
        catalogue, folder.resolve("cache"), Optional.of(mirror), DownloadListener.NONE);
  }

  /** One file that says "hello". */
  private static Catalogue small() {
    return Catalogue.read(
        "small",
        """
        data_sets:
          - name: greeting
            description: a word
            origin: nobody
            licence: none
            columns: []
            train: greeting/a.txt
            files:
              - path: greeting/a.txt
                url: http://localhost/a.txt
                bytes: 5
                sha_256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
        """);
  }

  @Test
  void a_mirror_takes_the_place_of_fetching() throws IOException {
    Path file = folder.resolve("greeting/a.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "hello");

    assertEquals(
        new DataSet(List.of(), Map.of(Split.TRAIN, file.toString())),
        mirrored(small(), folder).dataSet("greeting"));
    assertTrue(Files.notExists(folder.resolve("cache")));
  }

  @Test
  void a_file_that_the_mirror_lacks_is_named() {
    DataStore store = mirrored(small(), folder);

    assertFalse(store.has(small().dataSet("greeting")));
    assertEquals(
        "the data mirror %s has no file greeting/a.txt".formatted(folder),
        assertThrows(DataException.class, () -> store.dataSet("greeting")).getMessage());
  }

  @Test
  void a_file_that_was_changed_is_refused() throws IOException {
    Path file = folder.resolve("greeting/a.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "hallo");

    assertEquals(
        file
            + " is not the file that it should be: its SHA-256 is d3751d33f9cd5049c4af2b462735457e4d3baf130bcbb87f389e349fbaeb20b9, not 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824; delete it to have it fetched again",
        assertThrows(DataException.class, () -> mirrored(small(), folder).dataSet("greeting"))
            .getMessage());
  }

  @Test
  void an_unknown_data_set_is_refused_with_those_that_there_are() {
    assertEquals(
        "unknown data set 'sst2'; did you mean 'sst-2'? Known: multi30k-en-de, multi30k-en-fr, sst-2, tiny-shakespeare",
        assertThrows(IllegalArgumentException.class, () -> Catalogue.standard().dataSet("sst2"))
            .getMessage());
  }

  @Test
  void every_data_set_of_the_catalogue_can_be_read() {
    String mirror = System.getenv(MIRROR);
    assumeTrue(mirror != null, "the data sets are needed: set " + MIRROR + " to their folder");
    DataStore store = mirrored(Catalogue.standard(), Path.of(mirror));
    ExperimentFiles files = new ExperimentFiles(folder, store);
    for (CatalogueEntry entry : store.catalogue().dataSets()) {
      DataSet set = files.dataSet(entry.name());
      for (String path : set.paths().values()) {
        int size =
            set.columns().isEmpty()
                ? files.text(path).length()
                : files.rows(path, set.columns()).size();
        assertTrue(size >= 800, entry.name() + ": " + path + " has " + size);
      }
    }
    DataSet pairs = files.dataSet("multi30k-en-de");
    assertEquals(29_000, files.rows(pairs.paths().get(Split.TRAIN), pairs.columns()).size());
  }
}
