package org.ablate.report;

import java.util.List;

/**
 * How well a model does on examples of each length, where it was tested on longer ones than it was
 * trained on.
 *
 * @param longestTrainedTokens the longest example that it was trained on, in tokens
 * @param points by ascending length; those whose score is no finite number are left out
 */
public record LengthScores(int longestTrainedTokens, List<Point> points) {

  /**
   * The examples of about one length.
   *
   * @param tokens the longest of them
   * @param examples how many there are
   * @param score the mean of the deciding metric
   */
  public record Point(int tokens, int examples, double score) {}

  /** Takes a copy of what can be shown. */
  public LengthScores {
    points = points.stream().filter(point -> Double.isFinite(point.score())).toList();
  }
}
