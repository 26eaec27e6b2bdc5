package org.ablate.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatientStreamTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(100);

  @Test
  void what_comes_is_read() throws IOException {
    byte[] sent = {1, -1, 3};
    try (InputStream in = new PatientStream(new ByteArrayInputStream(sent), LONG)) {
      assertEquals(1, in.read());
      assertArrayEquals(new byte[] {-1, 3}, in.readAllBytes());
      assertEquals(-1, in.read());
    }
  }

  @Test
  void one_who_falls_silent_is_not_waited_for() throws IOException {
    try (PipedOutputStream out = new PipedOutputStream();
        InputStream in = new PatientStream(new PipedInputStream(out), SHORT)) {
      assertEquals(
          "nothing came for 0.1 s", assertThrows(IOException.class, in::read).getMessage());
    }
  }

  @Test
  void an_error_is_told_in_its_own_words() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };
    try (InputStream in = new PatientStream(broken, LONG)) {
      assertEquals("connection reset", assertThrows(IOException.class, in::read).getMessage());
    }
  }
}
