package org.ablate.libtorch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void what_was_opened_is_closed_if_what_follows_fails() {
    LibtorchException failure = new LibtorchException("no memory");
    LibtorchException thrown =
        assertThrows(
            LibtorchException.class,
            () ->
                Failures.closing(
                    () -> closed.add("weights"),
                    () -> {
                      throw failure;
                    }));
    assertSame(failure, thrown);
    assertEquals(List.of("weights"), closed);
  }

  @Test
  void what_was_opened_stays_open_otherwise() {
    assertEquals("step", Failures.closing(() -> closed.add("weights"), () -> "step"));
    assertEquals(List.of(), closed);
  }
}
