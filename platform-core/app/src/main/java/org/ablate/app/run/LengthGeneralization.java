package org.ablate.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.ablate.plugin.Example;
import org.ablate.report.LengthScores;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.RunningText;

/** Scores a model on short and on long examples apart. */
final class LengthGeneralization {
  /** Points of the curve. */
  private static final int MOST_GROUPS = 12;

  private LengthGeneralization() {}

  /**
   * The scores by length; empty unless the test has longer examples than the training had.
   *
   * @param score the deciding metric of some examples
   */
  static Optional<LengthScores> of(
      List<EncodedExample> train,
      List<EncodedExample> test,
      ToDoubleFunction<List<EncodedExample>> score) {
    int longestTrained = longest(train);
    int longestTested = longest(test);
    if (longestTested <= longestTrained) {
      return Optional.empty();
    }
    int shortest = test.stream().mapToInt(EncodedExample::length).min().orElseThrow();
    int width = (longestTested - shortest) / MOST_GROUPS + 1;
    Map<Integer, List<EncodedExample>> groups = new TreeMap<>();
    for (EncodedExample example : test) {
      int group = (example.length() - shortest) / width;
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add(example);
    }
    return Optional.of(
        new LengthScores(
            longestTrained,
            groups.values().stream()
                .map(
                    group ->
                        new LengthScores.Point(
                            longest(group), group.size(), score.applyAsDouble(group)))
                .toList()));
  }

  /**
   * The scores of running text that is cut into windows of each length.
   *
   * @param text how the model was given the text for training
   * @param score the deciding metric of some windows
   */
  static LengthScores ofWindows(
      RunningText text,
      List<? extends Example> test,
      List<Integer> lengths,
      ToDoubleFunction<List<EncodedExample>> score) {
    List<LengthScores.Point> points = new ArrayList<>();
    for (int length : new TreeSet<>(lengths)) {
      List<EncodedExample> windows = new RunningText(text.vocabulary(), length).encode(test);
      points.add(new LengthScores.Point(length, windows.size(), score.applyAsDouble(windows)));
    }
    return new LengthScores(text.sequenceLength(), points);
  }

  private static int longest(List<EncodedExample> examples) {
    return examples.stream().mapToInt(EncodedExample::length).max().orElse(0);
  }
}
