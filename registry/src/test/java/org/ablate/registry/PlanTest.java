package org.ablate.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
  private static final Path FILE = Path.of("/home/ada/quickstart.yaml");
  private static final Plan PLAN =
      new Plan(
          List.of(
              new PlannedRun("full", "learning_rate=0.001", 2, "{}"),
              new PlannedRun("full", "learning_rate=0.003", 1, "{\"seeds\": [1]}")),
          List.of(new PluginUsed("attention", "1.0.0", "ab"), new PluginUsed("tasks", "2", "cd")),
          Optional.of("exact_match"),
          Optional.of("0badcafe"),
          Optional.of(new PlannedHalving(3, 100)));

  @TempDir private Path folder;
  private Registry registry;

  @BeforeEach
  void open() {
    registry = Registry.open(folder.resolve("registry.db"));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void a_plan_is_kept_in_its_order() {
    Experiment entered = registry.enter("quickstart", FILE, "task: dates", PLAN);
    assertEquals(Optional.of(PLAN), registry.plan(entered));
  }

  @Test
  void a_plan_may_let_all_runs_go_to_their_end() {
    Plan plan =
        new Plan(PLAN.runs(), PLAN.plugins(), Optional.empty(), Optional.empty(), Optional.empty());
    Experiment entered = registry.enter("quickstart", FILE, "task: dates", plan);
    assertEquals(Optional.of(plan), registry.plan(entered));
  }

  @Test
  void an_experiment_may_have_no_plan() {
    Experiment entered = registry.enter("quickstart", FILE, "task: dates");
    assertEquals(Optional.empty(), registry.plan(entered));
    assertEquals(Optional.empty(), registry.newestPlanned("quickstart"));
  }

  @Test
  void the_newest_plan_is_found_by_name_and_by_file() {
    registry.enter("quickstart", FILE, "old", PLAN);
    Experiment trials = registry.enter("quickstart-tuning", FILE, "trials", PLAN);
    Plan tuned =
        new Plan(
            PLAN.runs(),
            PLAN.plugins(),
            Optional.empty(),
            Optional.of(trials.key()),
            Optional.empty());
    Experiment newest = registry.enter("quickstart", FILE, "new", tuned);
    registry.enter("other", Path.of("/home/ada/other.yaml"), "other", PLAN);
    assertEquals(Optional.of(newest), registry.newestPlanned("quickstart"));
    assertEquals(Optional.of(newest), registry.newestPlanned(FILE));
  }
}
