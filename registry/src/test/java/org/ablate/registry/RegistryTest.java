package org.ablate.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path folder;

  private Registry registry;

  @BeforeEach
  void open() {
    registry = Registry.open(folder.resolve("registry.db"));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Run finished(String variant, long seed, Map<String, Double> summary) {
    return finished(Writer.run(registry, variant, seed), summary);
  }

  private Run finished(NewRun run, Map<String, Double> summary) {
    try (RunRecorder recorder = registry.start(run)) {
      recorder.finished(summary);
      return registry.find(recorder.key());
    }
  }

  @Test
  void a_running_run_is_this_process_s_own() {
    try (RunRecorder recorder = registry.start(Writer.run(registry, "additive", 1))) {
      Run run = registry.find(recorder.key());
      assertEquals("quickstart/additive/seed-1", run.id());
      assertEquals(RunStatus.RUNNING, run.status());
      assertEquals(ProcessHandle.current().pid(), run.process().id());
      assertEquals(Optional.empty(), run.endedAt());
      assertEquals(Optional.empty(), run.failure());
    }
  }

  @Test
  void a_finished_run_keeps_its_final_metrics() {
    Map<String, Double> summary = Map.of("test/exact_match", 0.97, "test/loss", 0.11);
    Run run = finished("additive", 1, summary);
    assertEquals(RunStatus.FINISHED, run.status());
    assertEquals(summary, run.summary());
    assertTrue(run.endedAt().isPresent());
  }

  @Test
  void a_failed_run_keeps_its_message() {
    try (RunRecorder recorder = registry.start(Writer.run(registry, "additive", 1))) {
      recorder.failed("The data file is empty.");
      Run run = registry.find(recorder.key());
      assertEquals(RunStatus.FAILED, run.status());
      assertEquals(Optional.of("The data file is empty."), run.failure());
    }
  }

  @Test
  void a_diverged_run_keeps_what_could_still_be_measured() {
    try (RunRecorder recorder = registry.start(Writer.run(registry, "additive", 1))) {
      recorder.diverged("The loss was NaN at step 12.", Map.of("test/loss", Double.NaN));
      Run run = registry.find(recorder.key());
      assertEquals(RunStatus.DIVERGED, run.status());
      assertEquals(Map.of("test/loss", Double.NaN), run.summary());
    }
  }

  @Test
  void a_recorder_closed_before_the_end_leaves_an_interrupted_run() {
    RunRecorder recorder = registry.start(Writer.run(registry, "additive", 1));
    recorder.close();
    Run run = registry.find(recorder.key());
    assertEquals(RunStatus.INTERRUPTED, run.status());
    assertEquals(Optional.of("Stopped before its end."), run.failure());
  }

  @Test
  void a_run_that_has_ended_takes_no_more_points() {
    RunRecorder recorder = registry.start(Writer.run(registry, "additive", 1));
    recorder.finished(Map.of());
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> recorder.record(Writer.loss(1, 1.0)));
    assertEquals("Run " + recorder.key() + " has ended.", error.getMessage());
  }

  @Test
  void a_silent_run_of_another_machine_is_interrupted() {
    registry.start(Writer.run(registry, "additive", 1));
    moveToAnotherMachine(NOON);
    assertEquals(RunStatus.RUNNING, statusAt(NOON.plus(Duration.ofMinutes(1))));
    assertEquals(RunStatus.INTERRUPTED, statusAt(NOON.plus(Duration.ofMinutes(3))));
  }

  @Test
  void an_interrupted_run_says_when_it_was_last_heard_of() {
    registry.start(Writer.run(registry, "additive", 1));
    moveToAnotherMachine(NOON);
    assertEquals(
        Optional.of(
            "Its process 4321 on elsewhere is gone; last heartbeat at 2026-11-21T12:00:00Z."),
        latestAt(NOON.plus(Duration.ofMinutes(3))).failure());
  }

  private void moveToAnotherMachine(Instant heartbeat) {
    try (Database database = openDatabase()) {
      database.write(
          connection ->
              Database.update(
                  connection,
                  "UPDATE run SET host = 'elsewhere', process = 4321, heartbeat_at = ?",
                  heartbeat.toEpochMilli()));
    }
  }

  private Database openDatabase() {
    return Database.open(registry.file(), Duration.ofSeconds(5), Schema.CURRENT);
  }

  private RunStatus statusAt(Instant time) {
    return latestAt(time).status();
  }

  private Run latestAt(Instant time) {
    Clock clock = Clock.fixed(time, ZoneOffset.UTC);
    try (Registry later = Registry.open(registry.file(), PATIENCE, clock, new SecureRandom())) {
      return later.find("latest");
    }
  }

  @Test
  void what_a_run_was_made_of_is_read_back() {
    Run run = finished("additive", 1, Map.of());
    assertEquals("{\"model\": {\"d_model\": 64}}", registry.settings(run));
    assertEquals(
        List.of(new PluginUsed("attention", "0.1.0", "a1".repeat(32))), registry.plugins(run));
    assertEquals(Map.of("device", "cpu", "java", "17.0.15"), registry.environment(run));
    assertEquals(folder.resolve("quickstart/additive/seed-1"), run.folder());
  }

  @Test
  void a_key_that_is_taken_is_not_given_again() {
    Iterator<Long> drawn = List.of(1L << 32, 1L << 32, 2L << 32, 1L << 32, 3L << 32).iterator();
    try (Registry unlucky =
        Registry.open(folder.resolve("other.db"), PATIENCE, Clock.systemUTC(), drawn::next)) {
      Experiment experiment = unlucky.enter("dates", Path.of("dates.yaml"), "");
      Experiment again = unlucky.enter("dates", Path.of("dates.yaml"), "");
      try (RunRecorder recorder =
          unlucky.start(Writer.run(unlucky, experiment, "additive", 1, "{}"))) {
        assertEquals(
            List.of("00000001", "00000002", "00000003"),
            List.of(experiment.key(), again.key(), recorder.key()));
      }
    }
  }

  @Test
  void an_experiment_is_found_by_its_key() {
    Experiment entered =
        registry.enter("quickstart", Path.of("experiments/quickstart.yaml"), "name: quickstart\n");
    assertEquals(Optional.of(entered), registry.experiment(entered.key()));
    assertEquals(Optional.empty(), registry.experiment("nothing"));
  }

  @Test
  void a_run_s_folder_moves_with_the_registry() throws Exception {
    finished("additive", 1, Map.of());
    registry.close();
    Path moved = folder.resolve("moved");
    java.nio.file.Files.createDirectory(moved);
    java.nio.file.Files.move(folder.resolve("registry.db"), moved.resolve("registry.db"));
    registry = Registry.open(moved.resolve("registry.db"));
    assertEquals(moved.resolve("quickstart/additive/seed-1"), registry.find("latest").folder());
  }

  @Test
  void artifacts_are_read_back_by_path() {
    Artifact model = new Artifact("checkpoints/best.safetensors", "checkpoint", "b2".repeat(32));
    Artifact newer = new Artifact("checkpoints/best.safetensors", "checkpoint", "c3".repeat(32));
    Artifact page = new Artifact("a-report.html", "report", "d4".repeat(32));
    try (RunRecorder recorder = registry.start(Writer.run(registry, "additive", 1))) {
      recorder.record(model);
      recorder.record(page);
      recorder.record(newer);
    }
    assertEquals(List.of(page, newer), registry.artifacts(registry.find("latest")));
  }

  @Test
  void points_are_read_back_by_series_and_step() {
    MetricPoint validation = new MetricPoint("validation/loss", 2, 2000, 1.0, 0.75);
    try (RunRecorder recorder = registry.start(Writer.run(registry, "additive", 1))) {
      recorder.record(validation);
      recorder.record(Writer.loss(2, 0.5));
      recorder.record(Writer.loss(1, 0.9));
    }
    assertEquals(
        Map.of(
            "train/loss", List.of(Writer.loss(1, 0.9), Writer.loss(2, 0.5)),
            "validation/loss", List.of(validation)),
        registry.points(registry.find("latest")));
  }

  @Test
  void nan_and_infinity_are_kept_as_they_are() {
    List<MetricPoint> points =
        List.of(Writer.loss(1, Double.POSITIVE_INFINITY), Writer.loss(2, Double.NaN));
    try (RunRecorder recorder = registry.start(Writer.run(registry, "additive", 1))) {
      points.forEach(recorder::record);
    }
    assertEquals(Map.of("train/loss", points), registry.points(registry.find("latest")));
  }

  @Test
  void points_can_be_read_while_the_run_is_written() {
    try (RunRecorder recorder = registry.start(Writer.run(registry, "additive", 1));
        Registry reader = Registry.open(registry.file())) {
      recorder.record(Writer.loss(1, 0.9));
      recorder.flush();
      assertEquals(
          Map.of("train/loss", List.of(Writer.loss(1, 0.9))),
          reader.points(reader.find(recorder.key())));
    }
  }

  @Test
  void a_resumed_run_drops_the_points_that_will_come_again() {
    try (RunRecorder recorder = registry.start(Writer.run(registry, "additive", 1))) {
      recorder.record(Writer.loss(10, 0.9));
      recorder.record(Writer.loss(20, 0.8));
    }
    Run run = registry.find("latest");
    try (RunRecorder recorder = registry.resume(run, 10)) {
      assertEquals(RunStatus.RUNNING, registry.find(run.key()).status());
      recorder.record(Writer.loss(20, 0.7));
      recorder.finished(Map.of("test/loss", 0.7));
    }
    assertEquals(
        Map.of("train/loss", List.of(Writer.loss(10, 0.9), Writer.loss(20, 0.7))),
        registry.points(run));
    assertEquals(RunStatus.FINISHED, registry.find(run.key()).status());
  }

  @Test
  void a_run_that_is_still_being_run_is_not_resumed() {
    RunRecorder recorder = registry.start(Writer.run(registry, "additive", 1));
    Run run = registry.find(recorder.key());
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> registry.resume(run, 0));
    assertEquals(
        "Run quickstart/additive/seed-1 ("
            + run.key()
            + ") is still being run by process "
            + ProcessHandle.current().pid()
            + " on "
            + run.process().host()
            + ".",
        error.getMessage());
  }

  @Test
  void runs_are_listed_newest_first() {
    Run first = finished("additive", 1, Map.of());
    Run second = finished("linear", 1, Map.of());
    assertEquals(List.of(second, first), registry.list(RunFilter.all()));
    assertEquals(List.of(second), registry.list(RunFilter.all().newest(1)));
  }

  @Test
  void every_part_of_a_filter_narrows_the_list() {
    Run additive = finished("additive", 1, Map.of());
    Run linear = finished("linear", 2, Map.of());
    RunRecorder running = registry.start(Writer.run(registry, "linear", 3));
    RunFilter all = RunFilter.all();
    assertEquals(List.of(additive), registry.list(all.ofVariant("additive")));
    assertEquals(List.of(linear), registry.list(all.withSeed(2)));
    assertEquals(List.of(linear, additive), registry.list(all.withStatus(RunStatus.FINISHED)));
    assertEquals(
        List.of(running.key()),
        registry.list(all.withStatus(RunStatus.RUNNING)).stream().map(Run::key).toList());
    assertEquals(3, registry.list(all.ofExperiment("quickstart")).size());
    assertEquals(List.of(additive), registry.list(all.ofExperiment(additive.experimentKey())));
    assertEquals(List.of(), registry.list(all.since(linear.startedAt().plusSeconds(60))));
  }

  @Test
  void a_run_is_found_by_each_of_its_names() {
    Run older = finished("additive", 1, Map.of());
    Run newer = finished("additive", 1, Map.of());
    assertEquals(older, registry.find(older.key()));
    assertEquals(older, registry.find(older.key().substring(0, 7)));
    assertEquals(newer, registry.find("quickstart/additive/seed-1"));
    assertEquals(newer, registry.find("quickstart/add"));
    assertEquals(newer, registry.find("latest"));
  }

  @Test
  void an_id_is_found_although_another_one_begins_with_it() {
    finished("additive", 10, Map.of());
    Run one = finished("additive", 1, Map.of());
    finished("additive", 11, Map.of());
    assertEquals(one, registry.find("quickstart/additive/seed-1"));
  }

  @Test
  void an_ambiguous_name_lists_what_it_could_mean() {
    finished("additive", 1, Map.of());
    finished("linear", 1, Map.of());
    assertEquals(
        "'quickstart/' is the beginning of several runs: quickstart/linear/seed-1,"
            + " quickstart/additive/seed-1.",
        unknown("quickstart/"));
  }

  @Test
  void an_unknown_name_comes_with_the_nearest_one() {
    finished("additive", 1, Map.of());
    assertEquals(
        "There is no run 'quickstart/aditive/seed-1'. Did you mean 'quickstart/additive/seed-1'?",
        unknown("quickstart/aditive/seed-1"));
    assertEquals("There is no run 'zebra'.", unknown("zebra"));
  }

  @Test
  void there_is_no_latest_run_before_the_first() {
    assertEquals("There is no run yet.", unknown("latest"));
  }

  private String unknown(String name) {
    return assertThrows(UnknownRunException.class, () -> registry.find(name)).getMessage();
  }

  @Test
  void a_comparison_shows_what_differs_and_how_it_ended() {
    Experiment experiment = registry.enter("ablation", Path.of("ablation.yaml"), "");
    Run one =
        finished(
            Writer.run(
                registry,
                experiment,
                "additive",
                1,
                "{\"model\":{\"attention\":\"additive\",\"tied\":true},\"steps\":100}"),
            Map.of("test/loss", 0.5));
    Run two =
        finished(
            Writer.run(
                registry,
                experiment,
                "linear",
                1,
                "{\"model\":{\"attention\":\"linear\",\"feature_map\":null},\"steps\":100}"),
            Map.of("test/loss", 0.25, "test/exact_match", 0.75));
    Comparison comparison = registry.compare(List.of(one, two));
    assertEquals(
        List.of(
            new Comparison.Difference(
                "model.attention", List.of(Optional.of("additive"), Optional.of("linear"))),
            new Comparison.Difference(
                "model.feature_map", List.of(Optional.empty(), Optional.of("null"))),
            new Comparison.Difference(
                "model.tied", List.of(Optional.of("true"), Optional.empty()))),
        comparison.settings());
    assertEquals(List.of(), comparison.plugins());
    assertEquals(
        List.of(
            new Comparison.Metric(
                "test/exact_match", List.of(OptionalDouble.empty(), OptionalDouble.of(0.75))),
            new Comparison.Metric(
                "test/loss", List.of(OptionalDouble.of(0.5), OptionalDouble.of(0.25)))),
        comparison.metrics());
  }

  @Test
  void settings_that_are_no_json_are_refused() {
    Experiment experiment = registry.enter("quickstart", Path.of("q.yaml"), "");
    NewRun run = Writer.run(registry, experiment, "additive", 1, "model: {");
    assertThrows(RegistryException.class, () -> registry.start(run));
    assertEquals(List.of(), registry.list(RunFilter.all()));
  }

  @Test
  void what_a_run_was_made_from_is_kept() {
    try (RunRecorder recorder = registry.start(Writer.run(registry, "additive", 1))) {
      Lineage trial = new Lineage(Lineage.Relation.TUNED_BY, "0badcafe");
      Lineage weights = new Lineage(Lineage.Relation.INITIALIZED_FROM, "0badcafe");
      recorder.record(trial);
      recorder.record(weights);
      recorder.record(trial);
      assertEquals(List.of(weights, trial), registry.lineage(registry.find(recorder.key())));
    }
  }

  @Test
  void a_removed_run_is_gone_with_its_points() {
    NewRun run = Writer.run(registry, "additive", 1);
    Run removed;
    try (RunRecorder recorder = registry.start(run)) {
      recorder.record(Writer.loss(1, 0.5));
      recorder.finished(Map.of("test/loss", 0.5));
      removed = registry.find(recorder.key());
    }
    assertEquals(List.of(run.folder()), registry.remove(List.of(removed)));
    assertEquals(List.of(), registry.list(RunFilter.all()));
    assertEquals(Map.of(), registry.points(removed));
  }

  @Test
  void the_folder_of_a_removed_run_belongs_to_its_repetition() {
    NewRun run = Writer.run(registry, "additive", 1);
    Run first = finished(run, Map.of());
    Run second = finished(run, Map.of());
    assertEquals(List.of(), registry.remove(List.of(first)));
    assertEquals(List.of(run.folder()), registry.remove(List.of(second)));
  }

  @Test
  void a_run_that_is_being_run_is_not_removed() {
    Run ended = finished("linear", 1, Map.of());
    try (RunRecorder recorder = registry.start(Writer.run(registry, "additive", 1))) {
      Run running = registry.find(recorder.key());
      assertThrows(IllegalStateException.class, () -> registry.remove(List.of(ended, running)));
      assertEquals(2, registry.list(RunFilter.all()).size());
    }
  }

  @Test
  void a_run_of_another_registry_is_taken_over_whole(@TempDir Path elsewhere) {
    try (Registry other = Registry.open(elsewhere.resolve("registry.db"))) {
      NewRun there = Writer.run(other, "additive", 3);
      Run run;
      try (RunRecorder recorder = other.start(there)) {
        recorder.record(new MetricPoint("train/loss", 1, 10, 0.5, 2.5));
        recorder.record(new MetricPoint("train/loss", 2, 20, 1.0, Double.NaN));
        recorder.record(new Artifact("outcome.json", "outcome", "ab"));
        recorder.record(new Lineage(Lineage.Relation.TUNED_BY, "0badcafe"));
        recorder.finished(Map.of("test/loss", 2.25));
        run = other.find(recorder.key());
      }
      registry.take(other, run, elsewhere.resolve("files"));
      registry.take(other, run, elsewhere.resolve("files"));
      Run taken = registry.find(run.key());
      assertEquals(1, registry.list(RunFilter.all().ofVariant("additive").withSeed(3)).size());
      assertEquals(Optional.of(there.experiment()), registry.experiment(run.experimentKey()));
      assertEquals(elsewhere.resolve("files"), taken.folder());
      assertEquals(run.status(), taken.status());
      assertEquals(run.summary(), taken.summary());
      assertEquals(run.endedAt(), taken.endedAt());
      assertEquals(run.startedAt(), taken.startedAt());
      assertEquals(other.points(run), registry.points(taken));
      assertEquals(other.settings(run), registry.settings(taken));
      assertEquals(other.plugins(run), registry.plugins(taken));
      assertEquals(other.environment(run), registry.environment(taken));
      assertEquals(other.artifacts(run), registry.artifacts(taken));
      assertEquals(other.lineage(run), registry.lineage(taken));
    }
  }
}
