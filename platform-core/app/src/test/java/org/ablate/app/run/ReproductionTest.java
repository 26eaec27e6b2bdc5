package org.ablate.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.ablate.app.run.Reproduction.Change;
import org.ablate.app.run.Reproduction.Parting;
import org.ablate.registry.MetricPoint;
import org.ablate.registry.NewRun;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a repetition parts from the record. */
class ReproductionTest {

  private static final double NEXT = Math.nextUp(0.25);

  /** No two records take the same time. */
  private static final AtomicInteger TIME = new AtomicInteger();

  @TempDir Path folder;

  private static Run record(
      Registry registry, String libtorch, double[] losses, double[] gradients, double result) {
    NewRun run =
        new NewRun(
            registry.enter("dates", Path.of("dates.yaml"), ""),
            "dot",
            1,
            "{}",
            List.of(),
            Map.of("libtorch", libtorch),
            Path.of("dates"));
    try (RunRecorder recorder = registry.start(run)) {
      for (int i = 0; i < losses.length; i++) {
        double seconds = TIME.incrementAndGet();
        recorder.record(new MetricPoint("train/loss", i + 1, 10, seconds, losses[i]));
        recorder.record(new MetricPoint("train/gradient_norm", i + 1, 10, seconds, gradients[i]));
      }
      recorder.finished(Map.of("test/loss", result));
      return registry.find(recorder.key());
    }
  }

  private Reproduction compare(
      double[] losses, double[] gradients, double result, String libtorch) {
    try (Registry registry = Registry.open(folder.resolve("registry.db"));
        Registry own = Registry.open(folder.resolve("own.db"))) {
      Run run =
          record(registry, "2.10.0", new double[] {1, 0.5, 0.25}, new double[] {3, 2, 1}, 0.25);
      return Reproduction.compare(
          registry, run, own, record(own, libtorch, losses, gradients, result));
    }
  }

  @Test
  void the_same_bits_are_a_reproduction_however_long_they_took() {
    Reproduction reproduction =
        compare(new double[] {1, 0.5, 0.25}, new double[] {3, 2, 1}, 0.25, "2.10.0");
    assertTrue(reproduction.isExact());
    assertEquals(7, reproduction.compared());
    assertEquals(List.of(), reproduction.changes());
  }

  @Test
  void each_metric_parts_at_its_first_other_bit_and_the_earliest_is_told_first() {
    Reproduction reproduction =
        compare(new double[] {1, 0.5, NEXT}, new double[] {3, 7, 1}, NEXT, "2.10.0");
    assertFalse(reproduction.isExact());
    assertEquals(
        List.of(
            new Parting("train/gradient_norm", Optional.of(2L), 2, Optional.of(7.0)),
            new Parting("train/loss", Optional.of(3L), 0.25, Optional.of(NEXT)),
            new Parting("test/loss", Optional.empty(), 0.25, Optional.of(NEXT))),
        reproduction.partings());
  }

  @Test
  void a_step_that_does_not_come_again_is_a_parting() {
    Reproduction reproduction = compare(new double[] {1}, new double[] {3}, 0.25, "2.10.0");
    assertEquals(
        new Parting("train/gradient_norm", Optional.of(2L), 2, Optional.empty()),
        reproduction.partings().get(0));
  }

  @Test
  void other_ground_is_named() {
    Reproduction reproduction =
        compare(new double[] {1, 0.5, 0.25}, new double[] {3, 2, 1}, 0.25, "2.11.0");
    assertEquals(
        List.of(new Change("libtorch", Optional.of("2.10.0"), Optional.of("2.11.0"))),
        reproduction.changes());
  }
}
