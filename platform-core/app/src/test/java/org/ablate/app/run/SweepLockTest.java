package org.ablate.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.ablate.app.RequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepLockTest {
  @TempDir private Path out;

  @Test
  void a_sweep_that_is_being_run_is_refused() {
    try (SweepLock first = new SweepLock(out);
        SweepLock second = new SweepLock(out)) {
      first.take("copy");
      RequestException refused = assertThrows(RequestException.class, () -> second.take("copy"));
      assertEquals(
          "copy is being run by process %d, which holds %s; wait for it, or choose another --out or name"
              .formatted(ProcessHandle.current().pid(), out.resolve("copy/.lock")),
          refused.getMessage());
    }
  }

  @Test
  void a_sweep_that_has_ended_can_be_run_again() {
    for (int time = 0; time < 2; time++) {
      try (SweepLock lock = new SweepLock(out)) {
        lock.take("copy");
      }
    }
  }

  @Test
  void sweeps_of_other_names_are_run_beside_each_other() {
    try (SweepLock first = new SweepLock(out);
        SweepLock second = new SweepLock(out)) {
      first.take("copy");
      second.take("recall");
    }
  }
}
