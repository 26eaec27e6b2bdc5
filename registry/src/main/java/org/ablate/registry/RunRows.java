package org.ablate.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

/**
 * The rows that belong to one run, within one transaction.
 *
 * @param connection the transaction's connection
 * @param id the number of the run's row
 */
record RunRows(Connection connection, long id) {

  /** A point for a step that its series already has replaces it. */
  void insertPoints(Collection<MetricPoint> points) throws SQLException {
    for (String series : points.stream().map(MetricPoint::series).distinct().toList()) {
      Database.update(
          connection, "INSERT OR IGNORE INTO series (run, name) VALUES (?, ?)", id, series);
    }
    try (PreparedStatement insert =
        Database.prepare(
            connection,
            "INSERT OR REPLACE INTO point (series, step, tokens, elapsed_seconds, value) VALUES"
                + " ((SELECT id FROM series WHERE run = ? AND name = ?), ?, ?, ?, ?)")) {
      for (MetricPoint point : points) {
        insert.setLong(1, id);
        insert.setString(2, point.series());
        insert.setLong(3, point.step());
        insert.setLong(4, point.tokens());
        insert.setDouble(5, point.elapsedSeconds());
        insert.setDouble(6, point.value());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  void insertSummary(Map<String, Double> summary) throws SQLException {
    try (PreparedStatement insert =
        Database.prepare(
            connection, "INSERT OR REPLACE INTO summary (run, metric, value) VALUES (?, ?, ?)")) {
      for (Map.Entry<String, Double> metric : summary.entrySet()) {
        insert.setLong(1, id);
        insert.setString(2, metric.getKey());
        insert.setDouble(3, metric.getValue());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** A file at a path that is already known replaces it. */
  int insert(Artifact artifact) throws SQLException {
    return Database.update(
        connection,
        "INSERT OR REPLACE INTO artifact (run, path, kind, sha256) VALUES (?, ?, ?, ?)",
        id,
        artifact.path(),
        artifact.kind(),
        artifact.sha256());
  }

  int insert(Lineage lineage) throws SQLException {
    return Database.update(
        connection,
        "INSERT OR IGNORE INTO lineage (run, relation, origin) VALUES (?, ?, ?)",
        id,
        lineage.relation().name(),
        lineage.origin());
  }
}
