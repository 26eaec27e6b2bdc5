package org.ablate.registry;

import static org.ablate.registry.RunTable.OF_RUN;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What has been run, in one SQLite file. Any number of processes may write and read at the same
 * time, and one that is killed leaves the others undisturbed and the file whole.
 *
 * <p>Every method throws {@link RegistryException} when the file cannot be read or written. A
 * registry may be used by several threads.
 */
public final class Registry implements AutoCloseable {

  /** How long to wait for other writers; each of them needs milliseconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Database database;
  private final Clock clock;
  private final RandomGenerator random;

  private Registry(Database database, Clock clock, RandomGenerator random) {
    this.database = database;
    this.clock = clock;
    this.random = random;
  }

  /** Opens the registry in a file, creating the file and its folder where they are missing. */
  public static Registry open(Path file) {
    return open(file, PATIENCE, Clock.systemUTC(), new SecureRandom());
  }

  /** What keys are drawn from is that of the test, as the time is. */
  static Registry open(Path file, Duration patience, Clock clock, RandomGenerator random) {
    return new Registry(Database.open(file, patience, Schema.CURRENT), clock, random);
  }

  /** The database file. */
  public Path file() {
    return database.file();
  }

  /** Enters an invocation of an experiment file. */
  public Experiment enter(String name, Path file, String settings) {
    return database.write(
        connection -> {
          Experiment experiment = newExperiment(connection, name, file, settings);
          insert(connection, experiment);
          return experiment;
        });
  }

  /** Enters an invocation of an experiment file with all that it is going to run. */
  public Experiment enter(String name, Path file, String settings, Plan plan) {
    return database.write(
        connection -> {
          Experiment experiment = newExperiment(connection, name, file, settings);
          insert(connection, experiment);
          new PlanTable(connection).insert(experiment.key(), plan);
          return experiment;
        });
  }

  /** Enters an experiment of another registry as it is there. */
  public void enter(Experiment experiment, Plan plan) {
    database.write(
        connection -> {
          insert(connection, experiment);
          new PlanTable(connection).insert(experiment.key(), plan);
          return null;
        });
  }

  private Experiment newExperiment(Connection connection, String name, Path file, String settings)
      throws SQLException {
    return new Experiment(
        newKey(connection), name, file, settings, Instant.ofEpochMilli(clock.millis()));
  }

  private static int insert(Connection connection, Experiment experiment) throws SQLException {
    return Database.update(
        connection,
        "INSERT INTO experiment (key, name, file, settings, created_at) VALUES (?, ?, ?, ?, ?)",
        experiment.key(),
        experiment.name(),
        experiment.file().toString(),
        experiment.settings(),
        experiment.createdAt().toEpochMilli());
  }

  /** What an experiment is going to run; empty if that was not written down. */
  public Optional<Plan> plan(Experiment experiment) {
    return database.read(connection -> new PlanTable(connection).find(experiment.key()));
  }

  /** The newest experiment of a name that has a plan. */
  public Optional<Experiment> newestPlanned(String name) {
    return newestPlanned("name = ?", name);
  }

  /** The newest experiment of a file that has a plan, but for those that only make trials. */
  public Optional<Experiment> newestPlanned(Path file) {
    return newestPlanned(
        "file = ? AND key NOT IN (SELECT trials FROM plan WHERE trials IS NOT NULL)",
        file.toString());
  }

  private Optional<Experiment> newestPlanned(String condition, String value) {
    return database.read(
        connection ->
            Database.first(
                connection,
                Registry::experiment,
                "SELECT experiment.* FROM experiment JOIN plan ON plan.experiment = experiment.id"
                    + " WHERE "
                    + condition
                    + " ORDER BY created_at DESC, experiment.id DESC LIMIT 1",
                value));
  }

  /** The experiment with that key, such as a worker process is handed it. */
  public Optional<Experiment> experiment(String key) {
    return database.read(connection -> experiment(connection, key));
  }

  private static Optional<Experiment> experiment(Connection connection, String key)
      throws SQLException {
    return Database.first(
        connection, Registry::experiment, "SELECT * FROM experiment WHERE key = ?", key);
  }

  private static Experiment experiment(ResultSet row) throws SQLException {
    return new Experiment(
        row.getString("key"),
        row.getString("name"),
        Path.of(row.getString("file")),
        row.getString("settings"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  /** Enters a run of this process and begins to record it. */
  public RunRecorder start(NewRun run) {
    Map.Entry<String, Long> begun =
        database.write(
            connection -> {
              String key = newKey(connection);
              return Map.entry(key, runs(connection).insert(run, key));
            });
    return new RunRecorder(database, clock, begun.getValue(), begun.getKey());
  }

  /**
   * Takes a run up again, in this process, from a step on: its points after that step are dropped,
   * for they will come again.
   *
   * @throws IllegalStateException if the run is still being run
   */
  public RunRecorder resume(Run run, long fromStep) {
    long id = database.write(connection -> runs(connection).takeUp(run, fromStep));
    return new RunRecorder(database, clock, id, run.key());
  }

  /**
   * Takes over all that another registry knows of a run, and of its experiment, in the place of
   * what this one knows of the run.
   *
   * @param folder where the run's files are now
   */
  public void take(Registry other, Run run, Path folder) {
    Experiment experiment = other.experiment(run.experimentKey()).orElseThrow();
    NewRun same =
        new NewRun(
            experiment,
            run.variant(),
            run.seed(),
            other.settings(run),
            other.plugins(run),
            other.environment(run),
            folder);
    List<MetricPoint> points = other.points(run).values().stream().flatMap(List::stream).toList();
    List<Artifact> artifacts = other.artifacts(run);
    List<Lineage> lineage = other.lineage(run);
    database.write(
        connection -> {
          if (experiment(connection, experiment.key()).isEmpty()) {
            insert(connection, experiment);
          }
          Database.update(
              connection, "DELETE FROM run WHERE key = ? AND name = ?", run.key(), run.id());
          long id = runs(connection).insert(same, run.key());
          RunRows rows = new RunRows(connection, id);
          rows.insertPoints(points);
          rows.insertSummary(run.summary());
          for (Artifact artifact : artifacts) {
            rows.insert(artifact);
          }
          for (Lineage origin : lineage) {
            rows.insert(origin);
          }
          return runs(connection).end(id, run);
        });
  }

  /** The runs that pass a filter, newest first. */
  public List<Run> list(RunFilter filter) {
    return database.read(connection -> runs(connection).list(filter));
  }

  /**
   * The run that goes by a name: {@code latest}, a key, a readable id (the newest run of that id),
   * or the beginning of either.
   *
   * @throws UnknownRunException if there is none or more than one
   */
  public Run find(String name) {
    return database.read(connection -> runs(connection).find(name));
  }

  /** The run's resolved settings, a JSON document. */
  public String settings(Run run) {
    return ofRun(run, row -> row.getString(1), "SELECT document FROM run_settings WHERE " + OF_RUN)
        .get(0);
  }

  /** The plugins that the run was composed from, by name. */
  public List<PluginUsed> plugins(Run run) {
    return ofRun(
        run,
        row ->
            new PluginUsed(
                row.getString("name"), row.getString("version"), row.getString("sha256")),
        "SELECT * FROM plugin WHERE " + OF_RUN + " ORDER BY name");
  }

  /** What the run ran on, by name in alphabetical order. */
  public Map<String, String> environment(Run run) {
    Map<String, String> environment = new LinkedHashMap<>();
    ofRun(
            run,
            row -> Map.entry(row.getString("name"), row.getString("value")),
            "SELECT name, value FROM environment WHERE " + OF_RUN + " ORDER BY name")
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableMap(environment);
  }

  /** The files that the run left behind, by path. */
  public List<Artifact> artifacts(Run run) {
    return ofRun(
        run,
        row -> new Artifact(row.getString("path"), row.getString("kind"), row.getString("sha256")),
        "SELECT * FROM artifact WHERE " + OF_RUN + " ORDER BY path");
  }

  /** What the run was made from. */
  public List<Lineage> lineage(Run run) {
    return ofRun(
        run,
        row ->
            new Lineage(
                Lineage.Relation.valueOf(row.getString("relation")), row.getString("origin")),
        "SELECT * FROM lineage WHERE " + OF_RUN + " ORDER BY relation, origin");
  }

  /** The value that a series of the run has at a step. */
  public Optional<Double> value(Run run, String series, long step) {
    return database.read(
        connection ->
            Database.first(
                connection,
                row -> Database.number(row, "value"),
                "SELECT value FROM series JOIN point ON point.series = series.id WHERE "
                    + OF_RUN
                    + " AND name = ? AND step = ?",
                run.key(),
                series,
                step));
  }

  /** Every point that the run has recorded: by series in alphabetical order, then by step. */
  public Map<String, List<MetricPoint>> points(Run run) {
    Map<String, List<MetricPoint>> bySeries = new LinkedHashMap<>();
    ofRun(
            run,
            row ->
                new MetricPoint(
                    row.getString("name"),
                    row.getLong("step"),
                    row.getLong("tokens"),
                    row.getDouble("elapsed_seconds"),
                    Database.number(row, "value")),
            "SELECT * FROM series JOIN point ON point.series = series.id WHERE "
                + OF_RUN
                + " ORDER BY name, step")
        .forEach(
            point ->
                bySeries.computeIfAbsent(point.series(), name -> new ArrayList<>()).add(point));
    bySeries.replaceAll((name, points) -> List.copyOf(points));
    return Collections.unmodifiableMap(bySeries);
  }

  /**
   * Forgets runs with all that is known of them. Their files stay where they are.
   *
   * @return the folders that no run is left of; repetitions of a run share theirs
   * @throws IllegalStateException if one is still being run; then nothing is removed
   */
  public List<Path> remove(List<Run> runs) {
    return database.write(connection -> runs(connection).remove(runs));
  }

  /** Puts runs side by side. */
  public Comparison compare(List<Run> runs) {
    return database.read(connection -> Comparison.of(connection, runs));
  }

  @Override
  public void close() {
    database.close();
  }

  private <T> List<T> ofRun(Run run, Database.RowReader<T> reader, String sql) {
    return database.read(connection -> Database.list(connection, reader, sql, run.key()));
  }

  private RunTable runs(Connection connection) {
    Path home = database.file().toAbsolutePath().normalize().getParent();
    return new RunTable(connection, home, clock.instant());
  }

  /** A key that is not taken, and will not be before the transaction has ended. */
  private String newKey(Connection connection) throws SQLException {
    String key = HexFormat.of().toHexDigits(random.nextInt());
    boolean taken =
        Database.first(
                connection,
                row -> true,
                "SELECT 1 FROM run WHERE key = ? UNION SELECT 1 FROM experiment WHERE key = ?",
                key,
                key)
            .isPresent();
    return taken ? newKey(connection) : key;
  }
}
