package org.ablate.training.evaluation;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ablate.tensor.Composite.CrossEntropy;
import org.ablate.training.data.Comparison;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.Presentation;

/**
 * What a model must beat: it has seen how often each label and each answer occurs among the
 * examples for training, and nothing else. Its loss is that of the labels' frequencies (with one
 * more occurrence of each, so that none is impossible); it predicts the most frequent label and the
 * most frequent answer, of several the first.
 */
public record Baseline(Presentation presentation, List<EncodedExample> training) {

  /** The scores on examples. */
  public Scores score(List<EncodedExample> examples) {
    long[] counts = counts();
    double total = Arrays.stream(counts).sum();
    int mostFrequent = mostFrequent(counts);
    Tally tally = new Tally();
    for (EncodedExample example : examples) {
      for (int label : example.labels()) {
        if (label != CrossEntropy.IGNORED) {
          tally.add(1, label == mostFrequent ? 1 : 0, -Math.log(counts[label] / total));
        }
      }
      if (!presentation.writes()) {
        int[] predicted = example.labels().clone();
        Arrays.fill(predicted, mostFrequent);
        tally.addClasses(example.labels(), predicted);
      }
    }
    return tally.scores(presentation, examples, answerScores(examples));
  }

  private long[] counts() {
    long[] counts = new long[presentation.outputs()];
    Arrays.fill(counts, 1);
    for (EncodedExample example : training) {
      for (int label : example.labels()) {
        if (label != CrossEntropy.IGNORED) {
          counts[label]++;
        }
      }
    }
    return counts;
  }

  private static int mostFrequent(long[] counts) {
    int best = 0;
    for (int label = 1; label < counts.length; label++) {
      if (counts[label] > counts[best]) {
        best = label;
      }
    }
    return best;
  }

  private Map<Metric, Double> answerScores(List<EncodedExample> examples) {
    if (!presentation.writes() || presentation.comparison() == Comparison.NONE) {
      return Map.of();
    }
    Map<List<Integer>, Integer> answers = new LinkedHashMap<>();
    training.forEach(example -> answers.merge(answer(example), 1, Integer::sum));
    int most = Collections.max(answers.values());
    int[] mostFrequent =
        answers.entrySet().stream()
            .filter(counted -> counted.getValue() == most)
            .findFirst()
            .orElseThrow()
            .getKey()
            .stream()
            .mapToInt(Integer::intValue)
            .toArray();
    List<EncodedExample> questions = examples.stream().map(presentation::question).toList();
    return AnswerScores.of(
        presentation, questions, Collections.nCopies(questions.size(), mostFrequent));
  }

  private List<Integer> answer(EncodedExample example) {
    return Arrays.stream(presentation.question(example).labels()).boxed().toList();
  }
}
