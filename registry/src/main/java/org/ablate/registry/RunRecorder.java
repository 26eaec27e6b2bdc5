package org.ablate.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Writes what a run does while it does it. A thread of its own gives the signs of life. Points are
 * gathered and written together, so that a step of a millisecond does not pay for a transaction;
 * they can be read by others a second later. Closing a recorder whose run has not ended says that
 * the run was interrupted.
 */
public final class RunRecorder implements AutoCloseable {

  /** Points that wait no longer for others. */
  private static final int BATCH = 512;

  /** How long a point waits for others. */
  private static final Duration DELAY = Duration.ofSeconds(1);

  private final Database database;
  private final Clock clock;
  private final long id;
  private final String key;
  private final ScheduledExecutorService heart;
  private final List<MetricPoint> waiting = new ArrayList<>();
  private Instant writtenAt;
  private boolean ended;

  RunRecorder(Database database, Clock clock, long id, String key) {
    this.database = database;
    this.clock = clock;
    this.id = id;
    this.key = key;
    this.writtenAt = clock.instant();
    this.heart =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "heartbeat of run " + key);
              thread.setDaemon(true);
              return thread;
            });
    long periodMillis = RunProcess.HEARTBEAT.toMillis();
    heart.scheduleAtFixedRate(this::beat, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
  }

  /** The run's key. */
  public String key() {
    return key;
  }

  /**
   * Adds a point to its series. A point for a step that the series already has replaces it.
   *
   * @throws RegistryException if points could not be written; they are kept for the next time
   */
  public synchronized void record(MetricPoint point) {
    requireRunning();
    waiting.add(point);
    if (waiting.size() >= BATCH || clock.instant().isAfter(writtenAt.plus(DELAY))) {
      flush();
    }
  }

  /** Enters a file. A file at a path that is already known replaces it. */
  public synchronized void record(Artifact artifact) {
    requireRunning();
    database.write(connection -> new RunRows(connection, id).insert(artifact));
  }

  /** Enters what the run was made from. */
  public synchronized void record(Lineage lineage) {
    requireRunning();
    database.write(connection -> new RunRows(connection, id).insert(lineage));
  }

  /** Writes the points that are waiting. */
  public synchronized void flush() {
    if (!waiting.isEmpty()) {
      database.write(this::insertWaiting);
      waiting.clear();
    }
    writtenAt = clock.instant();
  }

  /** The run did all it was asked to, with these final metrics. */
  public void finished(Map<String, Double> summary) {
    end(RunStatus.FINISHED, null, summary);
  }

  /** The run ended with an error. */
  public void failed(String failure) {
    end(RunStatus.FAILED, failure, Map.of());
  }

  /** The run's loss left the finite numbers; what could still be measured is kept. */
  public void diverged(String failure, Map<String, Double> summary) {
    end(RunStatus.DIVERGED, failure, summary);
  }

  /** The run has come to a rung of successive halving, where it stays unless it is taken up. */
  public void stopped(String place) {
    end(RunStatus.STOPPED, place, Map.of());
  }

  /** The run was stopped before its end. */
  public void interrupted(String failure) {
    end(RunStatus.INTERRUPTED, failure, Map.of());
  }

  /** Ends the run as interrupted unless it has ended already. */
  @Override
  public synchronized void close() {
    if (!ended) {
      interrupted("Stopped before its end.");
    }
  }

  private synchronized void end(RunStatus status, String failure, Map<String, Double> summary) {
    requireRunning();
    flush();
    database.write(
        connection -> {
          new RunRows(connection, id).insertSummary(summary);
          long now = clock.millis();
          return Database.update(
              connection,
              "UPDATE run SET status = ?, failure = ?, ended_at = ?, heartbeat_at = ? WHERE id = ?",
              status.name(),
              failure,
              now,
              now,
              id);
        });
    ended = true;
    heart.shutdown();
  }

  private Void insertWaiting(Connection connection) throws SQLException {
    new RunRows(connection, id).insertPoints(waiting);
    return null;
  }

  private void beat() {
    try {
      flush();
      database.write(
          connection ->
              Database.update(
                  connection, "UPDATE run SET heartbeat_at = ? WHERE id = ?", clock.millis(), id));
    } catch (RegistryException passing) {
      // A busy database or a full disk may be well again at the next beat; if it is not, the
      // training thread meets the same error where somebody can hear of it.
    }
  }

  private void requireRunning() {
    if (ended) {
      throw new IllegalStateException("Run " + key + " has ended.");
    }
  }
}
