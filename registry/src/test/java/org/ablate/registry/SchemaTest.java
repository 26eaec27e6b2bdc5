package org.ablate.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Schema FIRST =
      new Schema(List.of("CREATE TABLE a (x); INSERT INTO a VALUES (1);"));

  @TempDir Path folder;

  private List<Integer> query(Schema schema, String sql) {
    try (Database database = Database.open(folder.resolve("registry.db"), PATIENCE, schema)) {
      return database.read(connection -> Database.list(connection, row -> row.getInt(1), sql));
    }
  }

  @Test
  void a_new_database_has_the_current_version() {
    assertEquals(List.of(Schema.CURRENT.version()), query(Schema.CURRENT, "PRAGMA user_version"));
  }

  @Test
  void an_old_database_is_brought_up_and_keeps_its_rows() {
    assertEquals(List.of(1), query(FIRST, "SELECT x FROM a"));
    Schema second = new Schema(List.of(FIRST.scripts().get(0), "ALTER TABLE a ADD y DEFAULT 5;"));
    assertEquals(List.of(6), query(second, "SELECT x + y FROM a"));
    assertEquals(List.of(2), query(second, "PRAGMA user_version"));
  }

  @Test
  void a_script_that_fails_changes_nothing() {
    query(FIRST, "SELECT x FROM a");
    Schema broken =
        new Schema(
            List.of(FIRST.scripts().get(0), "CREATE TABLE b (y); INSERT INTO c VALUES (1);"));
    assertThrows(RegistryException.class, () -> query(broken, "SELECT 1"));
    assertEquals(List.of(1), query(FIRST, "PRAGMA user_version"));
    assertEquals(List.of(0), query(FIRST, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'"));
  }

  @Test
  void rows_that_refer_to_nothing_are_refused() {
    try (Database database =
        Database.open(folder.resolve("registry.db"), PATIENCE, Schema.CURRENT)) {
      assertThrows(
          RegistryException.class,
          () ->
              database.write(
                  connection ->
                      Database.update(connection, "INSERT INTO run_settings VALUES (1, '{}')")));
    }
  }

  @Test
  void runs_of_the_third_version_are_kept_and_can_be_stopped_in_the_fourth() {
    Schema third = new Schema(Schema.CURRENT.scripts().subList(0, 3));
    try (Database database = Database.open(folder.resolve("registry.db"), PATIENCE, third)) {
      database.write(
          connection -> {
            Database.update(
                connection, "INSERT INTO experiment VALUES (1, 'e', 'sweep', 'sweep.yaml', '', 0)");
            return Database.update(
                connection,
                "INSERT INTO run VALUES (7, 'k', 'n', 1, 'v', 1, 'f', 'FINISHED', NULL, 1, 1, 'h', 1, 1)");
          });
    }
    try (Database database =
        Database.open(folder.resolve("registry.db"), PATIENCE, Schema.CURRENT)) {
      database.write(
          connection -> Database.update(connection, "UPDATE run SET status = 'STOPPED'"));
      assertThrows(
          RegistryException.class,
          () ->
              database.write(
                  connection -> Database.update(connection, "UPDATE run SET status = 'LOST'")));
    }
    assertEquals(List.of(7), query(Schema.CURRENT, "SELECT id FROM run WHERE status = 'STOPPED'"));
    assertEquals(List.of(0), query(Schema.CURRENT, "PRAGMA writable_schema"));
  }

  @Test
  void a_plan_of_the_fourth_version_does_not_say_what_decides() {
    Schema fourth = new Schema(Schema.CURRENT.scripts().subList(0, 4));
    try (Database database = Database.open(folder.resolve("registry.db"), PATIENCE, fourth)) {
      database.write(
          connection -> {
            Database.update(
                connection, "INSERT INTO experiment VALUES (1, 'e', 'sweep', 'sweep.yaml', '', 0)");
            return Database.update(connection, "INSERT INTO plan (experiment) VALUES (1)");
          });
    }
    assertEquals(
        List.of(1), query(Schema.CURRENT, "SELECT experiment FROM plan WHERE metric IS NULL"));
  }
}
