package org.ablate.registry.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event files, as a reader of their own sees them. */
class TensorBoardExportTest {

  @TempDir Path folder;

  @Test
  void every_point_and_the_final_metrics_are_read_back() throws IOException {
    try (Registry registry = Registry.open(folder.resolve("registry.db"))) {
      Run run = ExportedRun.in(registry, 300);
      Path file = TensorBoardExport.write(registry, run, folder.resolve("events"));
      double started = run.startedAt().toEpochMilli() / 1000.0;

      List<EventFile.Event> events = EventFile.read(file);

      assertEquals(1 + 300 + 1 + 1, events.size());
      assertEquals(new EventFile.Event(started, 0, "brain.Event:2", "", 0), events.get(0));
      assertEquals(new EventFile.Event(started + 0.5, 1, "", "train/loss", 0.5f), events.get(1));
      // The step needs two bytes.
      assertEquals(
          new EventFile.Event(started + 150, 300, "", "train/loss", (float) (1.0 / 301)),
          events.get(300));
      assertEquals(
          new EventFile.Event(started + 1, 300, "", "validation/loss", Float.NaN), events.get(301));
      assertEquals(
          new EventFile.Event(started + 150, 300, "", "test/loss", 0.25f), events.get(302));
    }
  }

  @Test
  void a_file_lies_in_a_folder_named_like_its_run() throws IOException {
    try (Registry registry = Registry.open(folder.resolve("registry.db"))) {
      Run run = ExportedRun.in(registry, 1);
      Path file = TensorBoardExport.write(registry, run, folder.resolve("events"));
      assertEquals(folder.resolve("events").resolve(run.id()), file.getParent());
      assertEquals(
          "events.out.tfevents.%d.%s".formatted(run.startedAt().getEpochSecond(), run.key()),
          file.getFileName().toString());
    }
  }
}
