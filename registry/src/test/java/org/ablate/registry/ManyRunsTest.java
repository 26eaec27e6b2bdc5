package org.ablate.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyRunsTest {

  private static final int RUNS = 10_000;

  @TempDir Path folder;

  @Test
  void ten_thousand_runs_are_listed_and_found_by_name() {
    Path file = folder.resolve("registry.db");
    try (Database database = Database.open(file, Duration.ofSeconds(5), Schema.CURRENT)) {
      database.write(
          connection -> {
            Database.update(
                connection, "INSERT INTO experiment VALUES (1, 'e', 'sweep', 'sweep.yaml', '', 0)");
            Database.update(
                connection,
                "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                    + " INSERT INTO run SELECT i, printf('%08x', i), 'sweep/v/seed-' || i, 1, 'v',"
                    + " i, 'f', 'FINISHED', NULL, i, i, 'h', 1, i FROM n",
                RUNS);
            Database.update(
                connection,
                "INSERT INTO run_settings SELECT id, json_quote(hex(zeroblob(2000))) FROM run");
            return Database.update(
                connection, "INSERT INTO summary SELECT id, 'test/loss', 0.5 FROM run");
          });
    }
    try (Registry registry = Registry.open(file)) {
      assertEquals(RUNS, registry.list(RunFilter.all()).size());
      assertEquals(RUNS, registry.find("sweep/v/seed-" + RUNS).seed());
    }
  }
}
