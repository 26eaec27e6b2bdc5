package org.ablate.training.evaluation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ablate.training.data.Comparison;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.LabeledSequence;
import org.ablate.training.data.MaskedText;
import org.ablate.training.data.Presentation;
import org.ablate.training.data.RunningText;
import org.ablate.training.data.TaggedSequence;

/** Sums over labels, from which scores are made. */
final class Tally {
  private long labels;
  private long right;
  private double nats;
  private final List<int[]> expected = new ArrayList<>();
  private final List<int[]> predicted = new ArrayList<>();

  /** Adds labels, how many of them were predicted, and their cross-entropy together. */
  void add(long newLabels, long newRight, double newNats) {
    labels += newLabels;
    right += newRight;
    nats += newNats;
  }

  /** Adds the labels of an example that is classified, and what was predicted. */
  void addClasses(int[] ofExample, int[] predictions) {
    expected.add(ofExample);
    predicted.add(predictions);
  }

  /**
   * The scores of these sums.
   *
   * @param examples what was added
   * @param answers the scores of answers as a whole, where answers are written
   */
  Scores scores(
      Presentation presentation, List<EncodedExample> examples, Map<Metric, Double> answers) {
    double loss = nats / labels;
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.putAll(answers);
    if (presentation instanceof LabeledSequence) {
      values.put(Metric.MACRO_F1, MacroF1.of(expected, predicted, presentation.outputs()));
    }
    if (presentation instanceof TaggedSequence tagged && EntityF1.applies(tagged.classes())) {
      values.put(Metric.F1, EntityF1.of(expected, predicted, tagged.classes()));
    }
    values.put(Metric.LOSS, loss);
    values.put(
        presentation.writes() ? Metric.TOKEN_ACCURACY : Metric.ACCURACY, (double) right / labels);
    boolean writesText = presentation.writes() && presentation.comparison() != Comparison.EXACT;
    if (writesText || presentation instanceof MaskedText) {
      values.put(Metric.PERPLEXITY, Math.exp(loss));
    }
    if (presentation instanceof RunningText text) {
      text.bytesPerToken(examples)
          .ifPresent(bytes -> values.put(Metric.BITS_PER_BYTE, loss / Math.log(2) / bytes));
    }
    return new Scores(values);
  }
}
