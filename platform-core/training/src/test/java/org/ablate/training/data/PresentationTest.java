package org.ablate.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.ablate.model.Architecture;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.junit.jupiter.api.Test;

/** Ids: a = 6, b = 7, c = 8; bos = 1, eos = 2, unk = 3, sep = 4. */
class PresentationTest {
  private static final int IGNORED = -100;
  private final Vocabulary vocabulary =
      Vocabulary.fit(new Characters(), List.of(new Example.Text("abc")), DataFiles.none());

  @Test
  void an_encoder_decoder_writes_the_target_after_the_start_token_until_the_end_token() {
    EncodedExample pair =
        new SourceAndTarget(vocabulary, Comparison.EXACT)
            .encode(List.of(new Example.Pair("ab", "cb")))
            .get(0);

    assertArrayEquals(new int[] {6, 7}, pair.source());
    assertArrayEquals(new int[] {1, 8, 7}, pair.tokens());
    assertArrayEquals(new int[] {8, 7, 2}, pair.labels());
  }

  @Test
  void a_decoder_writes_the_target_after_the_source_and_is_asked_for_the_target_only() {
    EncodedExample pair =
        new PairInOneSequence(vocabulary, Comparison.EXACT)
            .encode(List.of(new Example.Pair("ab", "cb")))
            .get(0);

    assertArrayEquals(new int[] {6, 7, 4, 8, 7}, pair.tokens());
    assertArrayEquals(new int[] {IGNORED, IGNORED, 8, 7, 2}, pair.labels());
  }

  @Test
  void every_token_of_running_text_but_the_first_is_asked_for_once() {
    List<EncodedExample> windows =
        new RunningText(vocabulary, 2)
            .encode(List.of(new Example.Text("abc"), new Example.Text("b")));

    assertEquals(2, windows.size());
    assertArrayEquals(new int[] {6, 7}, windows.get(0).tokens());
    assertArrayEquals(new int[] {7, 8}, windows.get(0).labels());
    assertArrayEquals(new int[] {8, 2}, windows.get(1).tokens());
    assertArrayEquals(new int[] {2, 7}, windows.get(1).labels());
  }

  @Test
  void what_is_left_of_running_text_is_a_shorter_window() {
    List<EncodedExample> windows =
        new RunningText(vocabulary, 3).encode(List.of(new Example.Text("abcba")));

    assertArrayEquals(new int[] {7}, windows.get(1).tokens());
    assertArrayEquals(new int[] {6}, windows.get(1).labels());
  }

  @Test
  void tags_are_classes_and_do_not_count_where_there_is_none() {
    EncodedExample tagged =
        new TaggedSequence(vocabulary, List.of("x", "y"))
            .encode(List.of(new Example.Tagged(List.of("c", "a", "b"), Tags.of("y", null, "x"))))
            .get(0);

    assertArrayEquals(new int[] {8, 6, 7}, tagged.tokens());
    assertArrayEquals(new int[] {1, IGNORED, 0}, tagged.labels());
    assertEquals(2, tagged.countedLabels());
  }

  @Test
  void a_labeled_text_has_one_class() {
    EncodedExample labeled =
        new LabeledSequence(vocabulary, List.of("x", "y"))
            .encode(List.of(new Example.Labeled("ca", "y")))
            .get(0);

    assertArrayEquals(new int[] {8, 6}, labeled.tokens());
    assertArrayEquals(new int[] {1}, labeled.labels());
  }

  @Test
  void a_unit_of_several_tokens_is_asked_for_at_the_first() {
    EncodedExample example =
        new TaggedSequence(vocabulary, List.of("x"))
            .encode(List.of(new Example.Tagged(List.of("ab", "c"), Tags.of("x", "x"))))
            .get(0);

    assertArrayEquals(new int[] {6, 7, 8}, example.tokens());
    assertArrayEquals(new int[] {0, -100, 0}, example.labels());
  }

  @Test
  void a_translation_keeps_its_text_to_be_compared_with() {
    Presentation presentation = new SourceAndTarget(vocabulary, Comparison.TEXT);
    EncodedExample example =
        presentation.encode(List.of(new Example.Translation("a", "b?"))).get(0);

    assertEquals(Optional.of("b?"), presentation.question(example).reference());
  }

  @Test
  void a_label_that_training_never_shows_is_refused() {
    IllegalArgumentException mistake =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new LabeledSequence(vocabulary, List.of("x", "y"))
                    .encode(List.of(new Example.Labeled("a", "z"))));

    assertEquals(
        "the label 'z' does not occur in the examples for training, whose labels are [x, y]",
        mistake.getMessage());
  }

  @Test
  void each_type_of_example_needs_an_architecture_that_can_take_it() {
    assertEquals(
        Optional.empty(), Presentation.refusal(Example.Pair.class, Architecture.ENCODER_DECODER));
    assertEquals(
        Optional.of(
            "the task gives pairs of texts, which need the architecture decoder or encoder-decoder, not encoder"),
        Presentation.refusal(Example.Pair.class, Architecture.ENCODER));
    assertEquals(
        Optional.of(
            "the task gives texts to be modeled token by token, which need the architecture decoder, not encoder"),
        Presentation.refusal(Example.Text.class, Architecture.ENCODER));
  }

  @Test
  void classes_are_the_labels_of_training_in_alphabetical_order() {
    Presentation presentation =
        Presentation.fit(
            Example.Labeled.class,
            Architecture.ENCODER,
            new Characters(),
            List.of(
                new Example.Labeled("a", "y"),
                new Example.Labeled("b", "x"),
                new Example.Labeled("c", "y")),
            1,
            DataFiles.none());

    assertEquals(List.of("x", "y"), ((LabeledSequence) presentation).classes());
    assertEquals(2, presentation.outputs());
  }

  @Test
  void a_question_is_what_is_read_before_the_answer_is_written() {
    assertQuestion(
        new SourceAndTarget(vocabulary, Comparison.EXACT),
        new Example.Pair("ab", "cb"),
        new int[] {1},
        8,
        7,
        2);
    assertQuestion(
        new PairInOneSequence(vocabulary, Comparison.EXACT),
        new Example.Pair("ab", "cb"),
        new int[] {6, 7, 4},
        8,
        7,
        2);
    assertQuestion(
        new RunningText(vocabulary, 4), new Example.Text("abcba"), new int[] {6, 7}, 8, 7, 6);
  }

  private static void assertQuestion(
      Presentation presentation, Example example, int[] read, int... answer) {
    EncodedExample question = presentation.question(presentation.encode(List.of(example)).get(0));
    assertArrayEquals(read, question.tokens());
    assertArrayEquals(answer, question.labels());
  }

  @Test
  void a_question_in_text_is_encoded_like_an_example() {
    for (Presentation presentation :
        List.of(
            new SourceAndTarget(vocabulary, Comparison.EXACT),
            new PairInOneSequence(vocabulary, Comparison.EXACT))) {
      EncodedExample example =
          presentation.question(presentation.encode(List.of(new Example.Pair("ab", "cb"))).get(0));
      EncodedExample question = presentation.question("ab");
      assertArrayEquals(example.source(), question.source());
      assertArrayEquals(example.tokens(), question.tokens());
      assertEquals("ab", presentation.show(question));
    }
  }

  @Test
  void answers_are_shown_as_text_or_as_labels() {
    assertEquals(
        "cb", new SourceAndTarget(vocabulary, Comparison.EXACT).showAnswer(new int[] {8, 7, 2}));
    List<String> classes = List.of("x", "y");
    assertEquals(
        "y · x", new TaggedSequence(vocabulary, classes).showAnswer(new int[] {1, IGNORED, 0}));
    assertEquals("y", new LabeledSequence(vocabulary, classes).showAnswer(new int[] {1}));
  }

  @Test
  void a_text_to_be_continued_cannot_be_empty() {
    IllegalArgumentException mistake =
        assertThrows(
            IllegalArgumentException.class, () -> new RunningText(vocabulary, 4).question(""));
    assertEquals("a text to be continued needs a character at least", mistake.getMessage());
  }
}
