package org.ablate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Learning curves over several seeds. */
class CurveTest {

  private static Series series(Series.Point... points) {
    return new Series("train/loss", List.of(points));
  }

  @Test
  void a_curve_is_the_mean_and_the_range_of_the_seeds() {
    Curve curve =
        Curve.over(
            List.of(
                series(new Series.Point(1, 10, 1, 4), new Series.Point(2, 20, 2, 2)),
                series(new Series.Point(1, 10, 3, 6), new Series.Point(2, 20, 4, 2))));
    assertEquals(
        List.of(new Curve.Point(1, 10, 2, 5, 4, 6), new Curve.Point(2, 20, 3, 2, 2, 2)),
        curve.points());
  }

  @Test
  void a_step_that_a_seed_lacks_or_has_no_number_for_is_left_out() {
    Curve curve =
        Curve.over(
            List.of(
                series(new Series.Point(1, 10, 1, 4), new Series.Point(2, 20, 2, 2)),
                series(new Series.Point(1, 10, 1, Double.NaN), new Series.Point(2, 20, 2, 4))));
    assertEquals(List.of(new Curve.Point(2, 20, 2, 3, 2, 4)), curve.points());
  }

  @Test
  void a_long_curve_is_thinned_to_means_of_neighbours() {
    List<Series.Point> points =
        LongStream.rangeClosed(1, 1000)
            .mapToObj(step -> new Series.Point(step, step * 10, step, step))
            .toList();
    List<Curve.Point> thinned =
        Curve.over(List.of(new Series("train/loss", points))).thinned(400).points();
    assertEquals(334, thinned.size());
    assertEquals(new Curve.Point(3, 30, 3, 2, 2, 2), thinned.get(0));
    assertEquals(new Curve.Point(1000, 10_000, 1000, 1000, 1000, 1000), thinned.get(333));
  }

  @Test
  void a_short_curve_is_left_alone() {
    Curve curve = Curve.over(List.of(series(new Series.Point(1, 10, 0.5, 0.25))));
    assertEquals(curve, curve.thinned(400));
  }
}
