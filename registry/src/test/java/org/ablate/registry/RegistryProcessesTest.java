package org.ablate.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Writers in processes of their own; how long they take to start depends on what else goes on. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RegistryProcessesTest {

  private static final int WRITERS = 3;
  private static final int POINTS = 6000;

  @TempDir Path folder;

  @Test
  void a_killed_writer_leaves_a_readable_registry_and_an_interrupted_run() throws Exception {
    Path file = folder.resolve("registry.db");
    Process writer = Writer.start(file, "additive", "endless");
    try (BufferedReader output = writer.inputReader()) {
      assertEquals("writing", output.readLine());
      writer.destroyForcibly();
      assertTrue(writer.waitFor(10, TimeUnit.SECONDS));
    } finally {
      writer.destroyForcibly();
    }
    try (Registry registry = Registry.open(file)) {
      Run run = registry.find("latest");
      assertEquals(RunStatus.INTERRUPTED, run.status());
      assertEquals(List.of(run), registry.list(RunFilter.all().withStatus(RunStatus.INTERRUPTED)));
      assertEquals(List.of(), registry.list(RunFilter.all().withStatus(RunStatus.RUNNING)));
      List<MetricPoint> points = registry.points(run).get("train/loss");
      // Whole batches, and within them every step.
      assertTrue(points.size() >= 4500, "only " + points.size() + " points were kept");
      assertEquals(Writer.loss(points.size(), 1.0 / points.size()), points.get(points.size() - 1));
    }
    try (Database database = Database.open(file, java.time.Duration.ofSeconds(5), Schema.CURRENT)) {
      assertEquals(
          List.of("ok"),
          database.read(
              connection ->
                  Database.list(connection, row -> row.getString(1), "PRAGMA integrity_check")));
    }
  }

  @Test
  void several_processes_create_and_write_one_registry_at_once() throws Exception {
    Path file = folder.resolve("registry.db");
    List<Process> writers = new ArrayList<>();
    try {
      for (int i = 0; i < WRITERS; i++) {
        writers.add(Writer.start(file, "variant-" + i, Integer.toString(POINTS)));
      }
      for (Process writer : writers) {
        String output = new String(writer.getInputStream().readAllBytes());
        assertEquals(0, writer.waitFor(), output);
      }
    } finally {
      writers.forEach(Process::destroyForcibly);
    }
    try (Registry registry = Registry.open(file)) {
      List<Run> runs = registry.list(RunFilter.all().withStatus(RunStatus.FINISHED));
      assertEquals(WRITERS, runs.size());
      for (Run run : runs) {
        assertEquals(POINTS, registry.points(run).get("train/loss").size());
      }
    }
  }
}
