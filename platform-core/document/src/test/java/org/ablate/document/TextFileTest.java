package org.ablate.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void text_takes_the_place_of_what_was_there_and_of_what_was_left_unfinished() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "longer than the new text");
    Files.writeString(folder.resolve(".notes.txt.unfinished"), "longer than the new text");

    TextFile.write(folder.resolve("notes.txt"), "né\n");

    assertEquals("né\n", TextFile.read(folder.resolve("notes.txt"), 10));
    assertEquals(List.of("notes.txt"), names());
  }

  @Test
  void text_that_cannot_be_written_leaves_nothing() throws IOException {
    Files.createDirectories(folder.resolve("notes.txt/inner"));

    assertThrows(IOException.class, () -> TextFile.write(folder.resolve("notes.txt"), "text"));

    assertEquals(List.of("notes.txt"), names());
  }
}
