package org.ablate.training.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.ablate.training.checkpoint.Checkpoints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledRunTest {
  private static final int KILLS = 3;

  /** {@code -Dkills.seed=7} kills at the same moments again, as far as processes are as fast. */
  private static final long SEED = Long.getLong("kills.seed", System.nanoTime());

  @TempDir Path folder;

  /** Every step writes a checkpoint, so that most kills hit one that is being written. */
  @Test
  void a_run_that_is_killed_again_and_again_ends_with_the_bits_of_one_that_was_not()
      throws IOException, InterruptedException {
    TrainingInAnotherJvm.train(folder.resolve("whole"), new TrainingListener() {});

    System.out.printf("%d kills with -Dkills.seed=%d%n", KILLS, SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    Path killed = folder.resolve("killed");
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = TrainingInAnotherJvm.start(killed);
      read(process, random.nextInt(1, 12));
      Thread.sleep(random.nextInt(30));
      process.destroyForcibly();
      assertNotEquals(0, process.waitFor());
      assertTrue(new Checkpoints(killed).latest().isPresent());
    }
    Process last = TrainingInAnotherJvm.start(killed);
    read(last, Integer.MAX_VALUE);
    assertEquals(0, last.waitFor());

    TrainingRunTest.assertSameBits(
        new Checkpoints(folder.resolve("whole")).read(TrainingInAnotherJvm.STEPS),
        new Checkpoints(killed).read(TrainingInAnotherJvm.STEPS));
  }

  private static void read(Process process, int lines) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (int i = 0; i < lines && out.readLine() != null; i++) {
      continue;
    }
  }
}
