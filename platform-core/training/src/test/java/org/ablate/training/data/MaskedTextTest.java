package org.ablate.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ablate.model.SpecialToken;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.tensor.Array;
import org.ablate.tensor.Composite.CrossEntropy;
import org.junit.jupiter.api.Test;

class MaskedTextTest {
  private static final String TEXT = "abcdefghij ".repeat(1_000);
  private static final Vocabulary VOCABULARY =
      Vocabulary.fit(new Characters(), List.of(new Example.Text(TEXT)), DataFiles.none());

  private static EncodedExample masked(double fraction, boolean wholeWords) {
    return new MaskedText(VOCABULARY, TEXT.length(), fraction, wholeWords)
        .encode(List.of(new Example.Masked(TEXT, fraction, wholeWords)))
        .get(0);
  }

  private static boolean asked(EncodedExample example, int place) {
    return example.labels()[place] != CrossEntropy.IGNORED;
  }

  @Test
  void as_many_tokens_are_asked_for_as_the_fraction_says() {
    assertEquals(Math.round(0.15 * TEXT.length()), masked(0.15, false).countedLabels());
  }

  @Test
  void a_sequence_is_asked_for_one_token_at_least() {
    MaskedText presentation = new MaskedText(VOCABULARY, 16, 0.15, false);

    assertEquals(
        1,
        presentation.encode(List.of(new Example.Masked("a", 0.15, false))).get(0).countedLabels());
  }

  @Test
  void what_is_asked_for_is_what_was_there() {
    EncodedExample example = masked(0.5, false);
    int[] tokens = VOCABULARY.encode(TEXT);
    for (int i = 0; i < tokens.length; i++) {
      assertEquals(tokens[i], asked(example, i) ? example.labels()[i] : example.tokens()[i]);
    }
  }

  @Test
  void eight_in_ten_are_hidden_one_is_another_and_one_is_left() {
    EncodedExample example = masked(1, false);
    long hidden = Arrays.stream(example.tokens()).filter(t -> t == SpecialToken.MASK.id()).count();
    long left =
        IntStream.range(0, TEXT.length())
            .filter(i -> example.tokens()[i] == example.labels()[i])
            .count();
    double others = 11; // a random token is the right one in one of as many cases as there are

    double noise = 0.015; // four standard deviations of 11,000 draws
    assertEquals(0.8, (double) hidden / TEXT.length(), noise);
    assertEquals(0.1 + 0.1 / others, (double) left / TEXT.length(), noise);
  }

  @Test
  void whole_words_are_asked_for_with_all_their_tokens() {
    EncodedExample example = masked(0.3, true);
    for (int i = 1; i < TEXT.length(); i++) {
      if (example.words()[i] == example.words()[i - 1]) {
        assertEquals(asked(example, i - 1), asked(example, i));
      }
    }
  }

  @Test
  void masks_are_the_same_each_time_but_in_training() {
    MaskedText presentation = new MaskedText(VOCABULARY, 64, 0.15, false);
    List<Example.Masked> texts = List.of(new Example.Masked(TEXT, 0.15, false));
    List<EncodedExample> first = presentation.encode(texts);
    List<EncodedExample> second = presentation.encode(texts);

    assertArrayEquals(first.get(3).tokens(), second.get(3).tokens());
    double[] one = tokens(presentation.trainingBatch(first, new SplittableRandom(1)));
    double[] same = tokens(presentation.trainingBatch(first, new SplittableRandom(1)));
    double[] other = tokens(presentation.trainingBatch(first, new SplittableRandom(2)));
    assertArrayEquals(one, same);
    assertFalse(Arrays.equals(one, other));
  }

  private static double[] tokens(Batch batch) {
    Array tokens = batch.inputs().get("tokens"); // [batch, position]
    return IntStream.range(0, tokens.size()).mapToDouble(tokens::at).toArray();
  }

  @Test
  void a_text_longer_than_a_sequence_is_cut_into_several() {
    MaskedText presentation = new MaskedText(VOCABULARY, 4, 0.25, false);
    List<EncodedExample> sequences =
        presentation.encode(List.of(new Example.Masked("abcdefghij", 0.25, false)));

    assertEquals(List.of(4, 4, 2), sequences.stream().map(EncodedExample::length).toList());
  }

  @Test
  void a_question_shows_where_tokens_are_hidden() {
    MaskedText presentation = new MaskedText(VOCABULARY, 16, 0.15, false);
    int[] tokens = presentation.question("ab<mask>d").tokens();

    assertEquals(4, tokens.length);
    assertTrue(tokens[2] == SpecialToken.MASK.id());
  }
}
