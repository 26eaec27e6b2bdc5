package org.ablate.training.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.ablate.plugin.Example;
import org.ablate.training.data.Tags;
import org.junit.jupiter.api.Test;

class MetricTest {
  private static Metric primary(Example example) {
    return Metric.primary(List.of(example));
  }

  @Test
  void answers_of_pairs_are_right_or_wrong() {
    assertEquals(Metric.EXACT_MATCH, primary(new Example.Pair("a", "b")));
  }

  @Test
  void translations_are_compared_by_bleu() {
    assertEquals(Metric.BLEU, primary(new Example.Translation("a", "b")));
  }

  @Test
  void texts_are_compared_by_the_loss() {
    assertEquals(Metric.LOSS, primary(new Example.Text("a")));
  }

  @Test
  void texts_with_hidden_tokens_are_compared_by_the_loss() {
    assertEquals(Metric.LOSS, primary(new Example.Masked("a", 0.15, false)));
  }

  @Test
  void entities_are_compared_by_f1() {
    assertEquals(
        Metric.F1, primary(new Example.Tagged(List.of("Ada", "wrote"), Tags.of("B-PER", "O"))));
  }

  @Test
  void other_tags_are_compared_by_accuracy() {
    assertEquals(
        Metric.ACCURACY,
        primary(new Example.Tagged(List.of("Ada", "wrote"), Tags.of("noun", "verb"))));
  }

  @Test
  void labels_are_compared_by_accuracy() {
    assertEquals(Metric.ACCURACY, primary(new Example.Labeled("a", "good")));
  }

  @Test
  void a_metric_is_found_by_its_key() {
    for (Metric metric : Metric.values()) {
      assertEquals(metric, Metric.ofKey(metric.key()));
    }
  }
}
