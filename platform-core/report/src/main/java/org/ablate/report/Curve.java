package org.ablate.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A metric over time, over the seeds that finished: at each step that all of them have, the mean
 * and the range from the lowest to the highest.
 *
 * @param points by ascending step
 */
record Curve(List<Point> points) {

  /** What the seeds have at a step; the abscissas are means, too. */
  record Point(long step, double tokens, double seconds, double mean, double low, double high) {

    private static Point of(List<Series.Point> seeds) {
      return new Point(
          seeds.get(0).step(),
          seeds.stream().mapToLong(Series.Point::tokens).average().orElseThrow(),
          seeds.stream().mapToDouble(Series.Point::seconds).average().orElseThrow(),
          seeds.stream().mapToDouble(Series.Point::value).average().orElseThrow(),
          seeds.stream().mapToDouble(Series.Point::value).min().orElseThrow(),
          seeds.stream().mapToDouble(Series.Point::value).max().orElseThrow());
    }

    /** Means of neighbours, standing where the last of them stands. */
    private static Point of(Point last, List<Point> neighbours) {
      return new Point(
          last.step(),
          last.tokens(),
          last.seconds(),
          neighbours.stream().mapToDouble(Point::mean).average().orElseThrow(),
          neighbours.stream().mapToDouble(Point::low).average().orElseThrow(),
          neighbours.stream().mapToDouble(Point::high).average().orElseThrow());
    }
  }

  /** The curve of the series of several runs. */
  static Curve over(List<Series> seeds) {
    TreeMap<Long, List<Series.Point>> byStep = new TreeMap<>();
    for (Series series : seeds) {
      for (Series.Point point : series.points()) {
        if (Double.isFinite(point.value())) {
          byStep.computeIfAbsent(point.step(), step -> new ArrayList<>()).add(point);
        }
      }
    }
    return new Curve(
        byStep.values().stream()
            .filter(points -> points.size() == seeds.size())
            .map(Point::of)
            .toList());
  }

  /** At most so many points: each the mean of as many neighbours as needed. */
  Curve thinned(int most) {
    int neighbours = (points.size() + most - 1) / most;
    if (neighbours <= 1) {
      return this;
    }
    List<Point> thinned = new ArrayList<>();
    for (int start = 0; start < points.size(); start += neighbours) {
      List<Point> group = points.subList(start, Math.min(start + neighbours, points.size()));
      thinned.add(Point.of(group.get(group.size() - 1), group));
    }
    return new Curve(thinned);
  }
}
