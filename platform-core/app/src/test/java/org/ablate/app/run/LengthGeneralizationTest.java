package org.ablate.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ablate.plugin.Example;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.report.LengthScores;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.RunningText;
import org.ablate.training.data.Vocabulary;
import org.junit.jupiter.api.Test;

/** Examples apart by their length. */
class LengthGeneralizationTest {

  private static List<EncodedExample> ofLengths(int... lengths) {
    return IntStream.of(lengths)
        .mapToObj(length -> new EncodedExample(new int[0], new int[length], new int[length]))
        .toList();
  }

  /** Each character is a token. */
  private record CodePoints() implements FittedTokenizer {
    @Override
    public int[] encode(String text) {
      return text.codePoints().toArray();
    }

    @Override
    public String decode(int[] ids) {
      return new String(ids, 0, ids.length);
    }

    @Override
    public List<String> tokens() {
      return List.of();
    }

    @Override
    public Map<String, Object> save() {
      return Map.of();
    }
  }

  @Test
  void each_length_is_scored_by_itself() {
    assertEquals(
        Optional.of(
            new LengthScores(
                4, List.of(new LengthScores.Point(3, 2, 2), new LengthScores.Point(9, 1, 1)))),
        LengthGeneralization.of(ofLengths(4, 2), ofLengths(3, 9, 3), List::size));
  }

  @Test
  void many_lengths_come_in_a_dozen_groups() {
    LengthScores scores =
        LengthGeneralization.of(
                ofLengths(10), ofLengths(IntStream.rangeClosed(1, 120).toArray()), List::size)
            .orElseThrow();
    assertEquals(12, scores.points().size());
    assertEquals(new LengthScores.Point(10, 10, 10), scores.points().get(0));
    assertEquals(new LengthScores.Point(120, 10, 10), scores.points().get(11));
  }

  @Test
  void running_text_is_scored_in_windows_of_each_length() {
    assertEquals(
        new LengthScores(
            4, List.of(new LengthScores.Point(2, 4, 4), new LengthScores.Point(8, 1, 1))),
        LengthGeneralization.ofWindows(
            new RunningText(new Vocabulary(new CodePoints()), 4),
            List.of(new Example.Text("abcdefghi")),
            List.of(8, 2),
            List::size));
  }

  @Test
  void a_test_of_lengths_that_were_trained_on_has_no_such_curve() {
    assertEquals(
        Optional.empty(), LengthGeneralization.of(ofLengths(4), ofLengths(3, 4), List::size));
  }
}
