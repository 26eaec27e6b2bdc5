package org.ablate.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tables, as the scripts that lead to them: the script at index i takes a database from version
 * i to version i + 1. The version lies in {@code PRAGMA user_version}.
 */
record Schema(List<String> scripts) {

  static final Schema CURRENT =
      new Schema(
          Stream.of(
                  "schema-1.sql", //
                  "schema-2.sql",
                  "schema-3.sql",
                  "schema-4.sql",
                  "schema-5.sql")
              .map(Schema::resource)
              .toList());

  int version() {
    return scripts.size();
  }

  /** Runs the scripts that a database has not seen yet, all or none. */
  void bringUp(Database database) {
    int found = database.read(Schema::versionOf);
    if (found > version()) {
      throw new RegistryException(
          "The registry "
              + database.file()
              + " was written by a newer version of Ablate (schema "
              + found
              + ", this version knows schemas up to "
              + version()
              + "). Update Ablate, or choose another file.",
          null);
    }
    if (found < version()) {
      database.write(this::migrate);
    }
  }

  private Void migrate(Connection connection) throws SQLException {
    // Asked again behind the lock: another process may have been faster.
    int found = versionOf(connection);
    try (Statement statement = connection.createStatement()) {
      for (String script : scripts.subList(Math.min(found, version()), version())) {
        statement.executeUpdate(script);
      }
      statement.executeUpdate("PRAGMA user_version = " + Math.max(found, version()));
    }
    return null;
  }

  private static int versionOf(Connection connection) throws SQLException {
    return Database.first(connection, row -> row.getInt(1), "PRAGMA user_version").orElseThrow();
  }

  private static String resource(String name) {
    try (InputStream in = Schema.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
