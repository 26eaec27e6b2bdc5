package org.ablate.plugins.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.DataSet;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;
import org.junit.jupiter.api.Test;

/** Tasks on texts of a data set or of a user. */
class LanguageTasksTest {
  private static final Optional<String> TRAIN = Optional.of("train");
  private static final Optional<String> OTHER = Optional.of("other");
  private static final Optional<String> NONE = Optional.empty();

  private static final TestFiles PAIRS =
      new TestFiles(
          Map.of("p", "en|de\nyes|ja"),
          Map.of("pairs", new DataSet(List.of("en", "de"), Map.of(Split.TRAIN, "p"))));

  private static void refuses(String message, Task task, Split split, DataFiles files) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> task.examples(split, files, 1))
            .getMessage());
  }

  @Test
  void a_data_set_is_translated_from_its_first_column_to_its_second() {
    Translation task = new Translation(Optional.of("pairs"), NONE, NONE, NONE, NONE, NONE);

    assertEquals(
        List.of(new Example.Translation("yes", "ja")), task.examples(Split.TRAIN, PAIRS, 1));
  }

  @Test
  void the_direction_can_be_turned() {
    Translation task =
        new Translation(
            Optional.of("pairs"), NONE, NONE, NONE, Optional.of("de"), Optional.of("en"));

    assertEquals(
        List.of(new Example.Translation("ja", "yes")), task.examples(Split.TRAIN, PAIRS, 1));
  }

  @Test
  void a_column_that_a_data_set_lacks_is_refused() {
    refuses(
        "the data set 'pairs' has no column 'fr'; it has en, de",
        new Translation(Optional.of("pairs"), NONE, NONE, NONE, NONE, Optional.of("fr")),
        Split.TRAIN,
        PAIRS);
  }

  @Test
  void a_split_that_a_data_set_lacks_is_refused() {
    refuses(
        "the data set 'pairs' has no test split",
        new Translation(Optional.of("pairs"), NONE, NONE, NONE, NONE, NONE),
        Split.TEST,
        PAIRS);
  }

  @Test
  void a_translation_without_data_says_what_to_set() {
    refuses(
        "it is not said where the examples are: set 'data' to the name of a data set, or 'train', 'validation' and 'test' to a file each",
        new Translation(NONE, NONE, NONE, NONE, NONE, NONE),
        Split.TRAIN,
        DataFiles.none());
  }

  @Test
  void texts_have_the_classes_of_their_rows() {
    TestFiles files = TestFiles.of(Map.of("train", "label|text\n1|fine film\n0|bad"));

    assertEquals(
        List.of(new Example.Labeled("fine film", "1"), new Example.Labeled("bad", "0")),
        new Classification(NONE, TRAIN, OTHER, NONE, NONE, NONE).examples(Split.TRAIN, files, 1));
  }

  @Test
  void a_label_that_training_never_shows_is_refused_with_its_example() {
    refuses(
        "the label '2' of the validation example 2 does not occur in training, whose labels are 0, 1",
        new Classification(NONE, TRAIN, OTHER, NONE, NONE, NONE),
        Split.VALIDATION,
        TestFiles.of(Map.of("train", "text|label\na|1\nb|0", "other", "text|label\nc|1\nd|2")));
  }

  @Test
  void sentences_are_separated_by_empty_lines_and_end_in_tags() {
    String text = "-DOCSTART- -X- O O\n\nAnna NNP B-PER\nsings VBZ O\n\n\nOslo NNP B-LOC";

    assertEquals(
        List.of(
            new Example.Tagged(
                List.of("Anna", "sings"), List.of(Optional.of("B-PER"), Optional.of("O"))),
            new Example.Tagged(List.of("Oslo"), List.of(Optional.of("B-LOC")))),
        new TokenClassification(TRAIN, OTHER, NONE)
            .examples(Split.TRAIN, TestFiles.of(Map.of("train", text)), 1));
  }

  @Test
  void a_word_without_a_tag_is_refused_with_its_line() {
    refuses(
        "train:2: the word 'sings' has no tag after it",
        new TokenClassification(TRAIN, OTHER, NONE),
        Split.TRAIN,
        TestFiles.of(Map.of("train", "Anna B-PER\nsings\n")));
  }

  @Test
  void a_tag_that_training_never_shows_is_refused() {
    refuses(
        "the label 'B-LOC' of the validation example 1 does not occur in training, whose labels are B-PER, O",
        new TokenClassification(TRAIN, OTHER, NONE),
        Split.VALIDATION,
        TestFiles.of(Map.of("train", "Anna B-PER\nsings O\n", "other", "Oslo B-LOC\n")));
  }

  @Test
  void masked_texts_carry_what_is_to_be_hidden() {
    MaskedLanguageModeling task =
        new MaskedLanguageModeling(
            NONE, NONE, TRAIN, NONE, NONE, Optional.of("text"), 0.1, 0.1, 0.2, true);

    assertEquals(
        List.of(new Example.Masked("a b", 0.2, true)),
        task.examples(Split.TRAIN, TestFiles.of(Map.of("train", "text\na b")), 1));
  }

  @Test
  void a_masked_fraction_out_of_range_is_refused() {
    assertEquals(
        "masked_fraction must be above 0 and at most 1, got 0.0",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new MaskedLanguageModeling(
                        NONE, NONE, TRAIN, NONE, NONE, NONE, 0.1, 0.1, 0, true))
            .getMessage());
  }
}
