package org.ablate.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
  @Test
  void a_file_has_the_hash_that_the_standard_gives_its_content(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("abc"), "abc");

    // FIPS 180-4, example B.1.
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Sha256.of(file));
  }
}
