package org.ablate.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
  /** So many that one who looks meets a deletion of one after the other half way. */
  private static final int FILES = 1_000;

  @TempDir Path here;
  private Path folder;

  @BeforeEach
  void name_it() {
    folder = here.resolve("folder");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> paths = Files.list(here)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static void write(Path folder, String text) throws IOException {
    Files.createDirectories(folder.resolve("inner"));
    Files.writeString(folder.resolve("inner/file"), text);
  }

  @Test
  void a_folder_is_deleted_with_all_that_is_in_it_and_nothing_else() throws IOException {
    write(folder, "text");
    write(here.resolve("other"), "text");

    Folders.delete(folder);

    assertEquals(List.of("other"), names());
  }

  @Test
  void deleting_what_is_not_there_does_nothing() throws IOException {
    Folders.delete(folder);

    assertEquals(List.of(), names());
  }

  @Test
  void nobody_meets_half_a_folder_while_it_is_deleted() throws IOException {
    Files.createDirectory(folder);
    for (int i = 0; i < FILES; i++) {
      Files.createFile(folder.resolve(String.valueOf(FILES + i)));
    }
    Path first = folder.resolve(String.valueOf(FILES));
    Path last = folder.resolve(String.valueOf(2 * FILES - 1));
    CompletableFuture<Boolean> half =
        CompletableFuture.supplyAsync(
            () -> {
              while (Files.exists(last)) {
                Thread.onSpinWait();
              }
              return Files.exists(first);
            });

    Folders.delete(folder);

    assertFalse(half.join());
  }

  @Test
  void what_a_deletion_left_that_was_cut_short_is_deleted_with_the_next() throws IOException {
    write(here.resolve(".deleted-folder"), "old");
    write(folder, "new");

    Folders.delete(folder);

    assertEquals(List.of(), names());
  }

  @Test
  void what_is_left_over_is_told_from_folders() {
    assertTrue(Folders.isLeftOver(here.resolve(".deleted-folder")));
    assertTrue(Folders.isLeftOver(Folders.unfinished(folder)));
    assertFalse(Folders.isLeftOver(folder));
  }

  @Test
  void a_folder_that_is_finished_takes_the_place_of_the_one_before() throws IOException {
    write(folder, "old");
    write(Folders.unfinished(folder), "new");

    Folders.finish(folder);

    assertEquals(List.of("folder"), names());
    assertEquals("new", Files.readString(folder.resolve("inner/file")));
  }
}
