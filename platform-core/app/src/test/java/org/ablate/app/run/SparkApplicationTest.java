package org.ablate.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.ablate.app.RequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is heard of a driver; a script says what a driver might. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SparkApplicationTest {
  private static final Path LOG = Path.of("runs/spark.log");
  private static final Path FILE = Path.of("parcel");

  private static SparkApplication driver(String script) throws IOException {
    return driver(new ProcessBuilder("sh", "-c", script).start());
  }

  private static SparkApplication driver(Process process) {
    return new SparkApplication(process, LOG, note -> {});
  }

  private static void assertGone(SparkApplication driver) {
    assertEquals(
        "the Spark application has ended before the sweep; its log is runs/spark.log. Go on with --resume",
        assertThrows(RequestException.class, () -> driver.carryOut("run", FILE, FILE))
            .getMessage());
  }

  @Test
  void a_failure_is_told_in_the_words_of_the_driver() throws Exception {
    try (SparkApplication driver = driver("read line; printf 'failed\\t1\\tno memory\\n'")) {
      assertEquals(Optional.of("no memory"), driver.carryOut("run", FILE, FILE));
    }
  }

  @Test
  void a_failure_without_words_is_one() throws Exception {
    try (SparkApplication driver = driver("read line; printf 'failed\\t1\\t\\n'")) {
      assertEquals(Optional.of(""), driver.carryOut("run", FILE, FILE));
    }
  }

  @Test
  void an_answer_that_nobody_waits_for_is_passed_over() throws Exception {
    try (SparkApplication driver =
        driver("read line; printf 'done\\t99\\ndone\\t1\\n'; read line")) {
      assertEquals(Optional.empty(), driver.carryOut("run", FILE, FILE));
    }
  }

  @Test
  void a_driver_that_cannot_be_understood_is_no_longer_waited_for() throws Exception {
    try (SparkApplication driver = driver("read line; echo done; read line")) {
      assertGone(driver);
    }
  }

  @Test
  void a_driver_that_ends_fails_what_is_asked_of_it_then_and_later() throws Exception {
    Process process = new ProcessBuilder("sh", "-c", "read line").start();
    try (SparkApplication driver = driver(process)) {
      assertGone(driver);
      process.waitFor(1, TimeUnit.MINUTES);
      assertGone(driver);
    }
  }
}
