package org.ablate.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryErrorsTest {

  /** Long enough to be waited for, short enough for a test. */
  private static final Duration PATIENCE = Duration.ofMillis(200);

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("registry.db");
  }

  private Registry open() {
    return Registry.open(file, PATIENCE, Clock.systemUTC(), new SecureRandom());
  }

  private String messageOfOpening() {
    return assertThrows(RegistryException.class, () -> open().close()).getMessage();
  }

  private void execute(String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void a_file_that_is_no_database_is_left_as_it_is() throws Exception {
    byte[] notes =
        "my notes, far from being a database\n".repeat(100).getBytes(StandardCharsets.UTF_8);
    Files.write(file, notes);
    assertEquals(
        "The registry "
            + file
            + " is damaged or is no SQLite database. It was left as it is: restore it from a"
            + " copy, or move it away to begin a new one.",
        messageOfOpening());
    assertArrayEquals(notes, Files.readAllBytes(file));
  }

  @Test
  void a_damaged_database_is_reported_when_the_damage_is_met() throws Exception {
    try (Registry registry = open()) {
      registry.start(Writer.run(registry, "additive", 1)).finished(Map.of());
    }
    byte[] content = Files.readAllBytes(file);
    // Everything behind the first page, which says that this is a database.
    java.util.Arrays.fill(content, 4096, content.length, (byte) 0x55);
    Files.write(file, content);
    RegistryException error =
        assertThrows(
            RegistryException.class,
            () -> {
              try (Registry registry = open()) {
                registry.list(RunFilter.all());
              }
            });
    assertEquals(
        "The registry "
            + file
            + " is damaged or is no SQLite database. It was left as it is: restore it from a"
            + " copy, or move it away to begin a new one.",
        error.getMessage());
  }

  @Test
  void a_newer_schema_is_refused() throws Exception {
    open().close();
    execute("PRAGMA user_version = 1000");
    assertEquals(
        "The registry "
            + file
            + " was written by a newer version of Ablate (schema 1000, this version knows schemas up"
            + " to "
            + Schema.CURRENT.version()
            + "). Update Ablate, or choose another file.",
        messageOfOpening());
  }

  @Test
  void a_lock_that_is_held_too_long_is_reported() throws Exception {
    try (Registry registry = open();
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      RegistryException error =
          assertThrows(
              RegistryException.class,
              () -> registry.enter("quickstart", Path.of("quickstart.yaml"), ""));
      assertEquals(
          "The registry "
              + file
              + " has been locked by another process for more than 0.2 s. Close the program that"
              + " holds it and try again.",
          error.getMessage());
    }
  }

  @Test
  void points_that_met_a_lock_are_written_later() throws Exception {
    try (Registry registry = open();
        RunRecorder recorder = registry.start(Writer.run(registry, "additive", 1))) {
      recorder.record(Writer.loss(1, 0.5));
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        assertThrows(RegistryException.class, recorder::flush);
      }
      recorder.flush();
      assertEquals(
          Map.of("train/loss", List.of(Writer.loss(1, 0.5))),
          registry.points(registry.find(recorder.key())));
    }
  }

  @Test
  void a_folder_that_is_a_file_is_refused() throws Exception {
    Path notes = Files.writeString(folder.resolve("notes"), "");
    file = notes.resolve("registry.db");
    assertEquals(unwritable(), messageOfOpening());
  }

  @Test
  void a_folder_without_write_permission_is_refused() {
    assumeTrue(folder.toFile().setWritable(false), "the file system knows no permissions");
    try {
      assumeFalse(Files.isWritable(folder), "this user may write everywhere");
      assertEquals(unwritable(), messageOfOpening());
    } finally {
      folder.toFile().setWritable(true);
    }
  }

  private String unwritable() {
    return "The registry "
        + file
        + " cannot be written. Give write permission to the file and its folder, or choose another"
        + " place.";
  }

  @Test
  void a_full_disk_loses_nothing_that_was_written() {
    try (Registry registry = open()) {
      registry.start(Writer.run(registry, "additive", 1)).finished(Map.of());
    }
    try (Database database = Database.open(file, PATIENCE, Schema.CURRENT)) {
      RegistryException error =
          assertThrows(
              RegistryException.class,
              () ->
                  database.write(
                      connection -> {
                        // SQLite's own limit has the effect of a full disk.
                        Database.list(
                            connection, row -> row.getInt(1), "PRAGMA max_page_count = 1");
                        return Database.update(
                            connection, "UPDATE experiment SET settings = hex(zeroblob(1000000))");
                      }));
      assertEquals(
          "The registry "
              + file
              + " cannot grow: the disk is full. What it held before is intact; make room and try"
              + " again.",
          error.getMessage());
    }
    try (Registry registry = open()) {
      assertEquals(RunStatus.FINISHED, registry.find("latest").status());
    }
  }
}
