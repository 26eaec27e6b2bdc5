package org.ablate.registry;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ablate.document.NearestName;

/**
 * The rows of the table {@code run}, within one transaction.
 *
 * @param connection the transaction's connection
 * @param home the folder of the database; folders of runs below it are kept relative to it, so that
 *     all of them can be moved together
 * @param now the time at which processes are looked at
 */
record RunTable(Connection connection, Path home, Instant now) {

  /** The one parameter is the run's key. */
  static final String OF_RUN = "run = (SELECT id FROM run WHERE key = ?)";

  private static final String SELECT =
      "SELECT run.*, experiment.name AS experiment_name, experiment.key AS experiment_key"
          + " FROM run JOIN experiment ON experiment.id = run.experiment ";

  private static final String NEWEST_FIRST = " ORDER BY run.started_at DESC, run.id DESC";

  /** Ids that an error message lists before it says that there are more. */
  private static final int NAMED_CHOICES = 5;

  /** Returns the row's number. */
  long insert(NewRun run, String key) throws SQLException {
    RunProcess process = RunProcess.current(now);
    long id =
        Database.first(
                connection,
                row -> row.getLong(1),
                "INSERT INTO run (key, name, experiment, variant, seed, folder, status, started_at,"
                    + " host, process, heartbeat_at) VALUES (?, ?, (SELECT id FROM experiment WHERE"
                    + " key = ?), ?, ?, ?, 'RUNNING', ?, ?, ?, ?) RETURNING id",
                key,
                run.id(),
                run.experiment().key(),
                run.variant(),
                run.seed(),
                stored(run.folder()),
                now.toEpochMilli(),
                process.host(),
                process.id(),
                now.toEpochMilli())
            .orElseThrow();
    Database.update(
        connection, "INSERT INTO run_settings (run, document) VALUES (?, ?)", id, run.settings());
    for (PluginUsed plugin : run.plugins()) {
      Database.update(
          connection,
          "INSERT INTO plugin (run, name, version, sha256) VALUES (?, ?, ?, ?)",
          id,
          plugin.name(),
          plugin.version(),
          plugin.sha256());
    }
    for (Map.Entry<String, String> entry : run.environment().entrySet()) {
      Database.update(
          connection,
          "INSERT INTO environment (run, name, value) VALUES (?, ?, ?)",
          id,
          entry.getKey(),
          entry.getValue());
    }
    return id;
  }

  /** Gives a row the ending, the times and the process of a run. */
  int end(long id, Run run) throws SQLException {
    return Database.update(
        connection,
        "UPDATE run SET status = ?, failure = ?, started_at = ?, ended_at = ?, host = ?,"
            + " process = ?, heartbeat_at = ? WHERE id = ?",
        run.status().name(),
        run.failure().orElse(null),
        run.startedAt().toEpochMilli(),
        run.endedAt().map(Instant::toEpochMilli).orElse(null),
        run.process().host(),
        run.process().id(),
        run.process().heartbeatAt().toEpochMilli(),
        id);
  }

  /** Makes a run that has ended this process's own again and returns the row's number. */
  long takeUp(Run run, long fromStep) throws SQLException {
    requireEnded(run);
    Database.update(
        connection,
        "DELETE FROM point WHERE step > ? AND series IN (SELECT id FROM series WHERE "
            + OF_RUN
            + ")",
        fromStep,
        run.key());
    Database.update(connection, "DELETE FROM summary WHERE " + OF_RUN, run.key());
    RunProcess process = RunProcess.current(now);
    return Database.first(
            connection,
            row -> row.getLong(1),
            "UPDATE run SET status = 'RUNNING', failure = NULL, ended_at = NULL, host = ?,"
                + " process = ?, heartbeat_at = ? WHERE key = ? RETURNING id",
            process.host(),
            process.id(),
            now.toEpochMilli(),
            run.key())
        .orElseThrow();
  }

  /** Returns the folders that no run is left of. */
  List<Path> remove(List<Run> runs) throws SQLException {
    for (Run run : runs) {
      requireEnded(run);
    }
    for (Run run : runs) {
      Database.update(connection, "DELETE FROM run WHERE key = ?", run.key());
    }
    List<Path> abandoned = new ArrayList<>();
    for (Path folder : runs.stream().map(Run::folder).distinct().toList()) {
      if (Database.first(
              connection, row -> true, "SELECT 1 FROM run WHERE folder = ?", stored(folder))
          .isEmpty()) {
        abandoned.add(folder);
      }
    }
    return List.copyOf(abandoned);
  }

  private void requireEnded(Run run) throws SQLException {
    Run found = find(run.key());
    if (found.status() == RunStatus.RUNNING) {
      throw new IllegalStateException(
          "Run "
              + found.id()
              + " ("
              + found.key()
              + ") is still being run by "
              + found.process()
              + ".");
    }
  }

  /** The runs that pass a filter, newest first. */
  List<Run> list(RunFilter filter) throws SQLException {
    List<String> conditions = new ArrayList<>(List.of("TRUE"));
    List<Object> parameters = new ArrayList<>();
    filter
        .experiment()
        .ifPresent(
            name -> {
              conditions.add(
                  "run.experiment IN (SELECT id FROM experiment WHERE name = ? OR key = ?)");
              parameters.addAll(List.of(name, name));
            });
    filter
        .variant()
        .ifPresent(
            name -> {
              conditions.add("variant = ?");
              parameters.add(name);
            });
    filter
        .seed()
        .ifPresent(
            seed -> {
              conditions.add("seed = ?");
              parameters.add(seed);
            });
    filter
        .startedSince()
        .ifPresent(
            time -> {
              conditions.add("started_at >= ?");
              parameters.add(time.toEpochMilli());
            });
    return select(filter, String.join(" AND ", conditions), parameters.toArray());
  }

  /** See {@link Registry#find(String)}. */
  Run find(String name) throws SQLException {
    if (name.equals("latest")) {
      return select(RunFilter.all().newest(1), "TRUE").stream()
          .findFirst()
          .orElseThrow(() -> new UnknownRunException("There is no run yet."));
    }
    List<Run> exact = select(RunFilter.all().newest(1), "run.key = ? OR run.name = ?", name, name);
    return exact.isEmpty() ? findByPrefix(name) : exact.get(0);
  }

  private Run findByPrefix(String prefix) throws SQLException {
    String end = prefix + Character.toString(Character.MAX_CODE_POINT);
    List<Run> found =
        select(
            RunFilter.all(),
            "run.key >= ? AND run.key < ? OR run.name >= ? AND run.name < ?",
            prefix,
            end,
            prefix,
            end);
    // Repetitions of a run share their id, and the newest stands for them; keys are never shared.
    List<String> choices =
        found.stream()
            .map(run -> run.id().startsWith(prefix) ? run.id() : run.key())
            .distinct()
            .toList();
    if (choices.isEmpty()) {
      List<String> ids =
          Database.list(connection, row -> row.getString(1), "SELECT DISTINCT name FROM run");
      String hint = NearestName.of(prefix, ids).map(id -> " Did you mean '" + id + "'?").orElse("");
      throw new UnknownRunException("There is no run '" + prefix + "'." + hint);
    }
    if (choices.size() > 1) {
      String shown = choices.stream().limit(NAMED_CHOICES).collect(Collectors.joining(", "));
      String more =
          choices.size() > NAMED_CHOICES
              ? " and " + (choices.size() - NAMED_CHOICES) + " more"
              : "";
      throw new UnknownRunException(
          "'" + prefix + "' is the beginning of several runs: " + shown + more + ".");
    }
    return found.get(0);
  }

  private List<Run> select(RunFilter filter, String condition, Object... parameters)
      throws SQLException {
    List<Run> runs = new ArrayList<>();
    String sql = SELECT + "WHERE " + condition + NEWEST_FIRST;
    try (PreparedStatement statement = Database.prepare(connection, sql, parameters);
        ResultSet rows = statement.executeQuery();
        PreparedStatement summary =
            connection.prepareStatement(
                "SELECT metric, value FROM summary WHERE run = ? ORDER BY metric")) {
      // The status is known only after a look at the process, so that rows are left out here.
      while (runs.size() < filter.limit() && rows.next()) {
        if (filter.passes(status(rows))) {
          runs.add(run(rows, summary));
        }
      }
    }
    return List.copyOf(runs);
  }

  private Run run(ResultSet row, PreparedStatement summary) throws SQLException {
    RunProcess process = process(row);
    boolean gone = isGone(row);
    String failure =
        gone
            ? "Its " + process + " is gone; last heartbeat at " + process.heartbeatAt() + "."
            : row.getString("failure");
    long endedAt = row.getLong("ended_at");
    return new Run(
        row.getString("key"),
        row.getString("name"),
        row.getString("experiment_name"),
        row.getString("experiment_key"),
        row.getString("variant"),
        row.getLong("seed"),
        home.resolve(row.getString("folder")),
        status(row),
        Optional.ofNullable(failure),
        Instant.ofEpochMilli(row.getLong("started_at")),
        endedAt == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(endedAt)),
        process,
        summary(summary, row.getLong("id")));
  }

  private RunStatus status(ResultSet row) throws SQLException {
    return isGone(row) ? RunStatus.INTERRUPTED : RunStatus.valueOf(row.getString("status"));
  }

  private boolean isGone(ResultSet row) throws SQLException {
    return row.getString("status").equals(RunStatus.RUNNING.name()) && !process(row).isAlive(now);
  }

  private static RunProcess process(ResultSet row) throws SQLException {
    return new RunProcess(
        row.getString("host"),
        row.getLong("process"),
        Instant.ofEpochMilli(row.getLong("heartbeat_at")));
  }

  private static Map<String, Double> summary(PreparedStatement select, long run)
      throws SQLException {
    select.setLong(1, run);
    Map<String, Double> summary = new LinkedHashMap<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        summary.put(rows.getString("metric"), Database.number(rows, "value"));
      }
    }
    return Collections.unmodifiableMap(summary);
  }

  private String stored(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    return absolute.startsWith(home) ? home.relativize(absolute).toString() : absolute.toString();
  }
}
