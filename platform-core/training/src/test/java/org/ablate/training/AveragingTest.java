package org.ablate.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AveragingTest {

  @Test
  void the_first_weights_are_soon_forgotten() {
    Averaging averaging = new Averaging(0.99, 1);

    assertEquals(2 / 11.0, averaging.decayAt(1));
    assertEquals(0.99, averaging.decayAt(1_000));
  }

  @Test
  void a_decay_that_forgets_nothing_is_refused() {
    refuses("ema_decay must be at least 0 and below 1, got 1.0", 1, 1);
  }

  @Test
  void a_mean_of_no_checkpoint_is_refused() {
    refuses("checkpoints must be at least 1, got 0", 0, 0);
  }

  @Test
  void two_averages_at_once_are_refused() {
    refuses("ema_decay and checkpoints are two ways to average; state one of them", 0.9, 5);
  }

  private static void refuses(String message, double emaDecay, int checkpoints) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> new Averaging(emaDecay, checkpoints))
            .getMessage());
  }
}
