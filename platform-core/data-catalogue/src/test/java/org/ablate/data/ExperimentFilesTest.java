package org.ablate.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentFilesTest {
  private static final List<String> COLUMNS = List.of("text", "label");

  @TempDir private Path folder;

  private ExperimentFiles files;

  @BeforeEach
  void open() {
    DataStore store =
        new DataStore(new Catalogue(List.of()), folder, Optional.of(folder), DownloadListener.NONE);
    files = ExperimentFiles.beside(folder.resolve("experiment.yaml"), store);
  }

  private void write(String name, String text) {
    try (OutputStream plain = Files.newOutputStream(folder.resolve(name));
        OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void refuses(String message, String path, List<String> columns) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> files.rows(path, columns)).getMessage());
  }

  @Test
  void columns_are_found_by_the_names_on_the_first_line() {
    write("a.tsv", "id\tlabel\ttext\n1\tgood\ta \"b\"\n\n2\tbad\tc\n");

    assertEquals(
        List.of(List.of("a \"b\"", "good"), List.of("c", "bad")), files.rows("a.tsv", COLUMNS));
  }

  @Test
  void columns_without_names_are_taken_as_they_come() {
    write("a.tsv", "a b\tgood\nc\tbad");

    assertEquals(
        List.of(List.of("a b", "good"), List.of("c", "bad")), files.rows("a.tsv", COLUMNS));
  }

  @Test
  void quoted_values_may_hold_commas_quotes_and_line_breaks() {
    write("a.csv", "text,label\r\n\"a, \"\"b\"\"\nc\",good\r\nd,\"bad\"\r\n");

    assertEquals(
        List.of(List.of("a, \"b\"\nc", "good"), List.of("d", "bad")), files.rows("a.csv", COLUMNS));
  }

  @Test
  void a_quoted_value_that_does_not_end_is_refused() {
    write("a.csv", "a,b\nc,\"d\ne");

    refuses(
        folder.resolve("a.csv") + ":2: a quoted value begins here that does not end",
        "a.csv",
        COLUMNS);
  }

  @Test
  void text_after_a_quoted_value_is_refused() {
    write("a.csv", "\"a\"b,c");

    refuses(
        folder.resolve("a.csv")
            + ":1: after a quoted value there must be a comma or the end of the line",
        "a.csv",
        COLUMNS);
  }

  @Test
  void a_row_with_too_few_values_is_refused_with_its_line() {
    write("a.tsv", "a\tb\n\nc");

    refuses(
        folder.resolve("a.tsv")
            + ":3: the line has 1 of the 2 columns that are needed (text, label)",
        "a.tsv",
        COLUMNS);
  }

  @Test
  void objects_give_the_values_of_their_keys() {
    write("a.jsonl", "{\"label\": 1, \"text\": \"a\"}\n{\"text\": \"b\", \"label\": true}\n");

    assertEquals(List.of(List.of("a", "1"), List.of("b", "true")), files.rows("a.jsonl", COLUMNS));
  }

  @Test
  void an_object_without_a_key_is_refused_with_its_line() {
    write("a.jsonl", "{\"text\": \"a\", \"label\": 1}\n{\"text\": \"b\"}\n");

    refuses(
        folder.resolve("a.jsonl") + ":2: the object has no text under 'label'; its keys are text",
        "a.jsonl",
        COLUMNS);
  }

  @Test
  void parallel_files_go_line_by_line_compressed_or_not() {
    write("a.en", "yes\n\nno\n");
    write("a.de.gz", "ja\nhm\nnein\n");

    assertEquals(
        List.of(List.of("yes", "ja"), List.of("", "hm"), List.of("no", "nein")),
        files.rows("a", List.of("en", "de")));
  }

  @Test
  void parallel_files_of_different_length_are_refused() {
    write("a.en", "yes\nno\n");
    write("a.de", "ja\n");

    refuses(
        "%s has 2 lines, but %s has 1: parallel files go line by line"
            .formatted(folder.resolve("a.en"), folder.resolve("a.de")),
        "a",
        List.of("en", "de"));
  }

  @Test
  void the_lines_of_plain_text_are_rows() {
    write("a.txt", "one\ntwo");

    assertEquals(List.of(List.of("one"), List.of("two")), files.rows("a.txt", List.of("text")));
  }

  @Test
  void an_empty_file_is_refused() {
    write("a.txt", " \n");

    refuses(folder.resolve("a.txt") + ": the file is empty", "a.txt", List.of("text"));
  }

  @Test
  void a_missing_file_is_refused() {
    refuses(folder.resolve("a.txt") + ": there is no such file", "a.txt", List.of("text"));
  }
}
