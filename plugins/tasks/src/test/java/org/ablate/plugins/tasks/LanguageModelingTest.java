package org.ablate.plugins.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.DataSet;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.junit.jupiter.api.Test;

class LanguageModelingTest {

  @Test
  void the_splits_make_up_the_text_in_order() {
    assertEquals(
        List.of("0123456789".repeat(7), "0123456789", "0123456789".repeat(2)),
        splits(ofFile(0.1, 0.2), TestFiles.of(Map.of("a.txt", "0123456789".repeat(10)))));
  }

  @Test
  void no_character_is_cut_in_two() {
    assertEquals(
        List.of("😀", "😀", "😀"),
        splits(ofFile(0.33, 0.33), TestFiles.of(Map.of("a.txt", "😀😀😀"))));
  }

  @Test
  void each_split_may_have_its_file() {
    assertEquals(
        List.of("one", "two", "three"),
        splits(
            ofFiles(Optional.empty()),
            TestFiles.of(Map.of("train", "one", "validation", "two", "test", "three"))));
  }

  @Test
  void each_row_of_a_table_may_be_a_text() {
    TestFiles files = TestFiles.of(Map.of("train", "n|text\n1|a b\n2|c"));

    assertEquals(
        List.of(new Example.Text("a b"), new Example.Text("c")),
        ofFiles(Optional.of("text")).examples(Split.TRAIN, files, 1));
  }

  @Test
  void a_data_set_in_one_piece_is_cut() {
    DataSet plays = new DataSet(List.of(), Map.of(Split.TRAIN, "plays.txt"));
    TestFiles files = new TestFiles(Map.of("plays.txt", "0123456789"), Map.of("plays", plays));

    assertEquals(List.of("01234567", "8", "9"), splits(ofData(), files));
  }

  @Test
  void a_data_set_of_rows_gives_its_first_column() {
    DataSet pairs =
        new DataSet(
            List.of("en", "de"), Map.of(Split.TRAIN, "1", Split.VALIDATION, "2", Split.TEST, "3"));
    TestFiles files =
        new TestFiles(
            Map.of("1", "en|de\nyes|ja", "2", "en|de\nno|nein", "3", "en|de\nwhy|warum"),
            Map.of("plays", pairs));

    assertEquals(List.of("yes", "no", "why"), splits(ofData(), files));
  }

  @Test
  void language_modeling_without_a_text_says_what_to_set() {
    assertEquals(
        "there is no text: set 'data' to the name of a data set, 'file' to the path of a UTF-8 file, or 'train', 'validation' and 'test' to a file each",
        refusal(task(null, null, null)));
    assertEquals(
        "the text is said to be in two places: set one of 'data', 'file', or 'train', 'validation' and 'test'",
        refusal(task("plays", "a.txt", null)));
    assertEquals(
        "the examples are said to be in two places: set 'data' to the name of a data set, or 'train', 'validation' and 'test' to a file each",
        refusal(task("plays", null, "a.txt")));
  }

  @Test
  void a_split_without_a_file_is_named() {
    LanguageModeling task = task(null, null, "a.txt");

    assertEquals(
        "there is no file for the test split: set 'data' to the name of a data set, or 'train', 'validation' and 'test' to a file each",
        assertThrows(
                IllegalArgumentException.class,
                () -> task.examples(Split.TEST, DataFiles.none(), 1))
            .getMessage());
  }

  @Test
  void fractions_that_leave_nothing_are_refused() {
    assertEquals(
        "validation_fraction and test_fraction must be above 0 and together below 1, got 0.5 and 0.5",
        assertThrows(IllegalArgumentException.class, () -> ofFile(0.5, 0.5)).getMessage());
  }

  private static LanguageModeling ofFile(double validationFraction, double testFraction) {
    return new LanguageModeling(
        Optional.empty(),
        Optional.of("a.txt"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        validationFraction,
        testFraction);
  }

  private static LanguageModeling ofFiles(Optional<String> column) {
    return new LanguageModeling(
        Optional.empty(),
        Optional.empty(),
        Optional.of("train"),
        Optional.of("validation"),
        Optional.of("test"),
        column,
        0.1,
        0.1);
  }

  private static LanguageModeling ofData() {
    return task("plays", null, null);
  }

  private static LanguageModeling task(String data, String file, String train) {
    return new LanguageModeling(
        Optional.ofNullable(data),
        Optional.ofNullable(file),
        Optional.ofNullable(train),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0.1,
        0.1);
  }

  private static String refusal(LanguageModeling task) {
    return assertThrows(
            IllegalArgumentException.class, () -> task.examples(Split.TRAIN, dataSets(), 1))
        .getMessage();
  }

  private static TestFiles dataSets() {
    return new TestFiles(Map.of(), Map.of("plays", new DataSet(List.of(), Map.of())));
  }

  private static List<String> splits(LanguageModeling task, DataFiles files) {
    return Arrays.stream(Split.values())
        .map(split -> task.examples(split, files, 1).get(0).text())
        .toList();
  }
}
