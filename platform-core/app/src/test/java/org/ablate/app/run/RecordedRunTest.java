package org.ablate.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ablate.app.RequestException;
import org.ablate.plugin.installed.Variants;
import org.ablate.registry.Experiment;
import org.ablate.registry.NewRun;
import org.ablate.registry.Registry;
import org.ablate.registry.RunRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedRunTest {
  @TempDir private Path folder;

  @Test
  void a_run_whose_folder_a_later_one_has_taken_is_not_mistaken_for_it() {
    try (Registry registry = Registry.open(folder.resolve("registry.db"))) {
      String earlier = finished(registry);
      String later = finished(registry);

      assertEquals(
          "the files of dates/dot/seed-1 with the key %s were replaced by those of a later run of that id, %s; its record is still there: ablate runs show %s"
              .formatted(earlier, later, earlier),
          assertThrows(
                  RequestException.class,
                  () -> RecordedRun.find(registry, earlier, new Variants(List.of())))
              .getMessage());
    }
  }

  private String finished(Registry registry) {
    Experiment experiment = registry.enter("dates", Path.of("dates.yaml"), "name: dates\n");
    NewRun run =
        new NewRun(
            experiment, "dot", 1, "{}", List.of(), Map.of(), folder.resolve("dates/dot/seed-1"));
    try (RunRecorder recorder = registry.start(run)) {
      recorder.finished(Map.of("test/loss", 0.5));
      return recorder.key();
    }
  }
}
