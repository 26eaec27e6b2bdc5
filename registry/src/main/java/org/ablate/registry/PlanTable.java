package org.ablate.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The rows of the table {@code plan} and those that belong to them, within one transaction. */
record PlanTable(Connection connection) {

  /** The one parameter is the experiment's key. */
  private static final String OF_EXPERIMENT =
      "plan = (SELECT id FROM experiment WHERE key = ?) ORDER BY ";

  void insert(String experiment, Plan plan) throws SQLException {
    long id =
        Database.first(
                connection,
                row -> row.getLong(1),
                "INSERT INTO plan (experiment, metric, trials, halving_factor, halving_minimum_steps)"
                    + " SELECT id, ?, ?, ?, ? FROM experiment WHERE key = ? RETURNING experiment",
                plan.metric().orElse(null),
                plan.trials().orElse(null),
                plan.halving().map(PlannedHalving::factor).orElse(null),
                plan.halving().map(PlannedHalving::minimumSteps).orElse(null),
                experiment)
            .orElseThrow();
    try (PreparedStatement insert =
        Database.prepare(
            connection,
            "INSERT INTO planned_run (plan, position, variant, choice, seed, settings)"
                + " VALUES (?, ?, ?, ?, ?, ?)")) {
      int position = 0;
      for (PlannedRun run : plan.runs()) {
        insert.setLong(1, id);
        insert.setInt(2, position++);
        insert.setString(3, run.variant());
        insert.setString(4, run.choice());
        insert.setLong(5, run.seed());
        insert.setString(6, run.settings());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    for (PluginUsed plugin : plan.plugins()) {
      Database.update(
          connection,
          "INSERT INTO planned_plugin (plan, name, version, sha256) VALUES (?, ?, ?, ?)",
          id,
          plugin.name(),
          plugin.version(),
          plugin.sha256());
    }
  }

  /** The plan of an experiment; one that was entered without has none. */
  Optional<Plan> find(String experiment) throws SQLException {
    List<PlannedRun> runs = runs(experiment);
    List<PluginUsed> plugins = plugins(experiment);
    return Database.first(
        connection,
        row ->
            new Plan(
                runs,
                plugins,
                Optional.ofNullable(row.getString("metric")),
                Optional.ofNullable(row.getString("trials")),
                halving(row)),
        "SELECT * FROM plan WHERE experiment = (SELECT id FROM experiment WHERE key = ?)",
        experiment);
  }

  private static Optional<PlannedHalving> halving(ResultSet row) throws SQLException {
    int factor = row.getInt("halving_factor");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(new PlannedHalving(factor, row.getInt("halving_minimum_steps")));
  }

  private List<PlannedRun> runs(String experiment) throws SQLException {
    return Database.list(
        connection,
        row ->
            new PlannedRun(
                row.getString("variant"),
                row.getString("choice"),
                row.getLong("seed"),
                row.getString("settings")),
        "SELECT * FROM planned_run WHERE " + OF_EXPERIMENT + "position",
        experiment);
  }

  private List<PluginUsed> plugins(String experiment) throws SQLException {
    return Database.list(
        connection,
        row ->
            new PluginUsed(
                row.getString("name"), row.getString("version"), row.getString("sha256")),
        "SELECT * FROM planned_plugin WHERE " + OF_EXPERIMENT + "name, version",
        experiment);
  }
}
