package org.ablate.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.tensor.Array;
import org.junit.jupiter.api.Test;

/** Ids: a = 6, b = 7, c = 8; bos = 1, eos = 2. */
class BatchTest {
  private final Vocabulary vocabulary =
      Vocabulary.fit(new Characters(), List.of(new Example.Text("abc")), DataFiles.none());

  @Test
  void short_sequences_are_filled_up_on_the_right() {
    Batch batch = pairs(new Example.Pair("abc", "a"), new Example.Pair("b", "cb"));

    assertEquals(Set.of("source", "target", "labels"), batch.inputs().keySet());
    assertEquals2d(new long[][] {{6, 7, 8}, {7, 0, 0}}, batch.inputs().get("source"));
    assertEquals2d(new long[][] {{1, 6, 0}, {1, 8, 7}}, batch.inputs().get("target"));
    assertEquals2d(new long[][] {{6, 2, -100}, {8, 7, 2}}, batch.inputs().get("labels"));
  }

  @Test
  void padding_is_counted_neither_as_a_token_nor_as_a_label() {
    Batch batch = pairs(new Example.Pair("abc", "a"), new Example.Pair("b", "cb"));

    assertEquals(3 + 2 + 1 + 3, batch.tokens());
    assertEquals(2 + 3, batch.labels());
  }

  @Test
  void an_empty_text_is_one_position_of_padding() {
    assertEquals2d(new long[][] {{0}}, pairs(new Example.Pair("", "a")).inputs().get("source"));
  }

  @Test
  void a_label_of_a_whole_sequence_has_no_position() {
    Presentation presentation = new LabeledSequence(vocabulary, List.of("x", "y"));
    Batch batch =
        presentation.batch(
            presentation.encode(
                List.of(new Example.Labeled("ab", "y"), new Example.Labeled("c", "x"))));

    assertEquals2d(new long[][] {{6, 7}, {8, 0}}, batch.inputs().get("tokens"));
    assertArrayEquals(new long[] {2}, batch.inputs().get("labels").shape());
    assertArrayEquals(new double[] {1, 0}, batch.inputs().get("labels").toDoubles());
  }

  @Test
  void labels_that_count_know_their_places_among_all_positions() {
    Presentation presentation = new PairInOneSequence(vocabulary, Comparison.EXACT);
    List<EncodedExample> examples =
        presentation.encode(List.of(new Example.Pair("ab", "c"), new Example.Pair("c", "ba")));
    Batch batch = presentation.trainingBatch(examples, new SplittableRandom(0));

    assertEquals(Set.of("tokens", "asked", "labels"), batch.inputs().keySet());
    assertEquals2d(new long[][] {{6, 7, 4, 8}, {8, 4, 7, 6}}, batch.inputs().get("tokens"));
    assertArrayEquals(new double[] {2, 3, 5, 6, 7}, batch.inputs().get("asked").toDoubles());
    assertArrayEquals(new double[] {8, 2, 7, 6, 2}, batch.inputs().get("labels").toDoubles());
    assertEquals(5, batch.labels());
  }

  private Batch pairs(Example.Pair... pairs) {
    Presentation presentation = new SourceAndTarget(vocabulary, Comparison.EXACT);
    return presentation.batch(presentation.encode(List.of(pairs)));
  }

  private static void assertEquals2d(long[][] expected, Array actual) {
    assertArrayEquals(new long[] {expected.length, expected[0].length}, actual.shape());
    long[] values = ((Array.Integers) actual).values();
    for (int row = 0; row < expected.length; row++) {
      int width = expected[row].length;
      assertArrayEquals(
          expected[row], java.util.Arrays.copyOfRange(values, row * width, (row + 1) * width));
    }
  }
}
