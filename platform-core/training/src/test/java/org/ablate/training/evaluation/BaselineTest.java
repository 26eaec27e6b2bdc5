package org.ablate.training.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.training.data.Characters;
import org.ablate.training.data.Comparison;
import org.ablate.training.data.LabeledSequence;
import org.ablate.training.data.Presentation;
import org.ablate.training.data.RunningText;
import org.ablate.training.data.SourceAndTarget;
import org.ablate.training.data.Vocabulary;
import org.junit.jupiter.api.Test;

class BaselineTest {

  /** A few units in the last place of numbers around 1. */
  private static final double ROUNDING = 1e-14;

  private final Vocabulary vocabulary =
      Vocabulary.fit(new Characters(), List.of(new Example.Text("ab")), DataFiles.none());

  @Test
  void the_most_frequent_class_is_predicted() {
    Scores scores =
        score(
            new LabeledSequence(vocabulary, List.of("x", "y")),
            List.of(labeled("x"), labeled("y"), labeled("y")),
            List.of(labeled("x"), labeled("y"), labeled("y"), labeled("y")));

    assertEquals(Set.of(Metric.ACCURACY, Metric.MACRO_F1, Metric.LOSS), scores.values().keySet());
    assertEquals(0.75, scores.values().get(Metric.ACCURACY));
    // With one more of each class, x has 2 of 5 and y 3 of 5.
    assertEquals(
        -(Math.log(0.4) + 3 * Math.log(0.6)) / 4, scores.values().get(Metric.LOSS), ROUNDING);
  }

  @Test
  void the_most_frequent_answer_is_written() {
    Scores scores =
        score(
            new SourceAndTarget(vocabulary, Comparison.EXACT),
            List.of(pair("a"), pair("a"), pair("b")),
            List.of(pair("a"), pair("b"), pair("b"), pair("b")));

    assertEquals(0.25, scores.values().get(Metric.EXACT_MATCH));
    // The end token is the most frequent, and every second.
    assertEquals(0.5, scores.values().get(Metric.TOKEN_ACCURACY));
    assertEquals(OptionalDouble.empty(), scores.get(Metric.PERPLEXITY));
  }

  @Test
  void of_answers_that_are_as_frequent_the_first_is_written() {
    Presentation presentation = new SourceAndTarget(vocabulary, Comparison.EXACT);
    List<Example> answers = List.of(pair("b"), pair("a"), pair("ab"), pair("ba"), pair("bb"));
    for (int first = 0; first < answers.size(); first++) {
      List<Example> training = new ArrayList<>(answers);
      Collections.rotate(training, -first);
      assertEquals(
          1,
          score(presentation, training, List.of(answers.get(first)))
              .values()
              .get(Metric.EXACT_MATCH));
    }
  }

  @Test
  void perplexity_is_stated_of_texts() {
    Scores scores =
        score(
            new RunningText(vocabulary, 4),
            List.of(new Example.Text("abab")),
            List.of(new Example.Text("abba")));

    assertEquals(
        Math.exp(scores.values().get(Metric.LOSS)),
        scores.values().get(Metric.PERPLEXITY),
        ROUNDING);
  }

  @Test
  void bits_per_byte_of_a_text_are_its_bits_by_its_bytes() {
    Vocabulary wide =
        Vocabulary.fit(new Characters(), List.of(new Example.Text("aé")), DataFiles.none());
    Scores scores =
        score(
            new RunningText(wide, 4),
            List.of(new Example.Text("aéaéaéa")),
            List.of(new Example.Text("éaéa")));

    double bits = scores.values().get(Metric.LOSS) / Math.log(2);
    assertEquals(bits * 4 / 6, scores.values().get(Metric.BITS_PER_BYTE), ROUNDING);
    assertEquals(OptionalDouble.empty(), scores.get(Metric.EXACT_MATCH));
  }

  @Test
  void bits_per_byte_are_not_stated_where_a_character_is_unknown() {
    Scores scores =
        score(
            new RunningText(vocabulary, 4),
            List.of(new Example.Text("abab")),
            List.of(new Example.Text("abxa")));

    assertEquals(OptionalDouble.empty(), scores.get(Metric.BITS_PER_BYTE));
  }

  private static Scores score(
      Presentation presentation,
      List<? extends Example> training,
      List<? extends Example> examples) {
    return new Baseline(presentation, presentation.encode(training))
        .score(presentation.encode(examples));
  }

  private static Example labeled(String label) {
    return new Example.Labeled("a", label);
  }

  private static Example pair(String target) {
    return new Example.Pair("a", target);
  }
}
