package org.ablate.app.command.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ablate.app.command.Ablate;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Sequence;
import org.ablate.registry.Artifact;
import org.ablate.registry.Experiment;
import org.ablate.registry.Lineage;
import org.ablate.registry.MetricPoint;
import org.ablate.registry.NewRun;
import org.ablate.registry.Plan;
import org.ablate.registry.PlannedRun;
import org.ablate.registry.PluginUsed;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunRecorder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user sees of the commands about what has been run. */
class RunsCommandTest {

  @TempDir Path folder;

  private String key;

  private record Result(int exitCode, String out, String err) {}

  private Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--out=" + folder);
    int code =
        Ablate.commandLine(new PrintStream(out, true), new PrintStream(err, true))
            .execute(all.toArray(String[]::new));
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void record() throws IOException {
    try (Registry registry = Registry.open(folder.resolve("registry.db"))) {
      Experiment experiment =
          registry.enter(
              "dates",
              Path.of("dates.yaml"),
              "name: dates\ndescription: Is additive better?\nbaseline: dot\n");
      for (long seed = 1; seed <= 2; seed++) {
        record(registry, experiment, "dot", seed, 0.5 + seed / 10.0);
        key = record(registry, experiment, "additive", seed, 0.4 + seed / 20.0);
      }
      try (RunRecorder recorder = registry.start(run(registry, experiment, "linear", 1))) {
        recorder.diverged("step 3: the loss is NaN", Map.of());
      }
    }
  }

  private static NewRun run(Registry registry, Experiment experiment, String variant, long seed) {
    return new NewRun(
        experiment,
        variant,
        seed,
        "{\"model\": {\"d_model\": 64, \"attention\": {\"name\": \"%s\"}}}".formatted(variant),
        List.of(new PluginUsed("attention", "0.1.0", "a1".repeat(32))),
        Map.of("java", "17.0.15"),
        registry.file().resolveSibling("dates").resolve(variant).resolve("seed-" + seed));
  }

  private static String record(
      Registry registry, Experiment experiment, String variant, long seed, double loss)
      throws IOException {
    NewRun run = run(registry, experiment, variant, seed);
    Files.createDirectories(run.folder());
    Files.writeString(run.folder().resolve("settings.yaml"), "");
    try (RunRecorder recorder = registry.start(run)) {
      recorder.record(new MetricPoint("train/loss", 1, 100, 0.5, 1));
      recorder.record(new Artifact("settings.yaml", "settings", "b2".repeat(32)));
      recorder.record(new Lineage(Lineage.Relation.TUNED_BY, "0badcafe"));
      recorder.finished(Map.of("test/loss", loss));
      return recorder.key();
    }
  }

  private static List<String> column(String table) {
    return table.lines().skip(2).map(line -> line.split(" ")[0]).toList();
  }

  @Test
  void runs_alone_lists_the_newest_first() {
    Result result = run("runs");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(
        List.of(
            "dates/linear/seed-1",
            "dates/additive/seed-2",
            "dates/dot/seed-2",
            "dates/additive/seed-1",
            "dates/dot/seed-1"),
        column(result.out()));
    assertEquals(result, run("runs", "list"));
  }

  @Test
  void a_line_has_the_key_and_what_the_test_split_came_to() {
    String line = run("runs", "--variant", "additive", "--seed", "2").out().lines().toList().get(2);
    assertEquals(
        "dates/additive/seed-2 KEY finished TIME loss 0.5000",
        line.replace(key, "KEY")
            .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d", "TIME")
            .replaceAll(" +", " ")
            .strip());
  }

  @Test
  void a_report_is_found_by_the_name_of_its_experiment() {
    Result result = run("report", "dates");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().endsWith("Report: " + folder.resolve("dates/report.html") + "\n"));
  }

  @Test
  void filters_choose_runs() {
    assertEquals(
        List.of("dates/additive/seed-2"),
        column(run("runs", "--variant", "additive", "--seed", "2").out()));
    assertEquals(
        List.of("dates/linear/seed-1"),
        column(run("runs", "list", "--status", "diverged,failed").out()));
    assertEquals("No run passes these filters.\n", run("runs", "--experiment", "elsewhere").out());
    assertEquals(5, column(run("runs", "--since", "1h").out()).size());
  }

  @Test
  void a_long_list_says_that_there_is_more() {
    String out = run("runs", "--limit", "2").out();
    assertTrue(out.endsWith("\nThe newest 2; more with --limit N.\n"), out);
  }

  @Test
  void a_run_is_shown_with_all_that_is_known() {
    Result result = run("runs", "show", "dates/additive/seed-2");
    assertEquals(0, result.exitCode(), result.err());
    String[] parts = result.out().split("\n", 4);
    assertEquals("dates/additive/seed-2 (" + key + ")", parts[0]);
    assertTrue(parts[1].startsWith("finished, began "), parts[1]);
    assertEquals(folder.resolve("dates/additive/seed-2").toString(), parts[2]);
    assertEquals(
        """

        Metrics
          test/loss   0.500000  final
          train/loss  1.00000   at step 1, the last of 1

        Settings
          model:
            d_model: 64
            attention:
              name: additive

        Plugins
          attention  0.1.0  %s

        Environment
          java  17.0.15

        Files
          settings.yaml  settings  %s

        Made from
          tuned by  0badcafe, which has been removed
        """
            .formatted("a1".repeat(32), "b2".repeat(32)),
        parts[3]);
  }

  @Test
  void runs_are_put_side_by_side() {
    assertEquals(
        """
                              dates/dot/seed-1  dates/additive/seed-1
        ────────────────────  ────────────────  ─────────────────────
        status                finished          finished
        test/loss             0.600000          0.450000
        model.attention.name  dot               additive
        """,
        run("runs", "compare", "dates/dot/seed-1", "dates/additive/seed-1").out());
  }

  @Test
  void runs_with_the_same_settings_are_said_to_have_them() {
    String out = run("runs", "compare", "dates/dot/seed-1", "dates/dot/seed-2").out();
    assertTrue(out.endsWith("\nTheir settings are the same.\n"), out);
  }

  @Test
  void a_table_for_a_paper_has_the_baseline_first() {
    Result result = run("runs", "export", "--experiment", "dates", "--format", "latex");
    assertEquals(0, result.exitCode(), result.err());
    List<String> variants =
        result
            .out()
            .lines()
            .filter(line -> line.contains(" & "))
            .map(line -> line.strip().split(" ")[0])
            .toList();
    assertEquals(
        List.of("variant", "dot", "additive", "linear", "variant", "dot", "additive", "linear"),
        variants);
    assertTrue(result.out().contains("0.475 $\\pm$ 0.035 & 2 & $-$0.175 [$-$0.200, $-$0.150]"));
  }

  @Test
  void an_export_goes_into_a_file_or_to_standard_output() throws IOException {
    Path file = folder.resolve("runs.csv");
    Result result =
        run("runs", "export", "--experiment", "dates", "--format", "csv", "--to", file.toString());
    assertEquals("Exported 5 runs to %s\n".formatted(file), result.out());
    assertEquals(
        Files.readString(file),
        run("runs", "export", "--experiment", "dates", "--format", "csv").out());
  }

  @Test
  void event_files_go_into_a_folder() throws IOException {
    Path events = folder.resolve("events");
    run("runs", "export", "dates/dot/seed-1", "--format", "tensorboard", "--to", "" + events);
    try (Stream<Path> files = Files.list(events.resolve("dates/dot/seed-1"))) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void nothing_is_removed_without_a_yes() {
    Result result = run("runs", "remove", "--variant", "dot");
    assertEquals(2, result.exitCode());
    assertEquals(
        "nothing was removed: say --yes to remove 2 runs with their files\n", result.err());
    assertEquals(5, column(run("runs").out()).size());
  }

  @Test
  void one_run_has_its_own_files() {
    assertEquals(
        "nothing was removed: say --yes to remove dates/dot/seed-1 with its files\n",
        run("runs", "remove", "dates/dot/seed-1").err());
  }

  @Test
  void removed_runs_are_gone_with_their_files() {
    Result result = run("runs", "remove", "dates/dot/seed-1", "--yes");
    assertEquals("Removed dates/dot/seed-1.\n", result.out());
    assertEquals(4, column(run("runs").out()).size());
    assertFalse(Files.exists(folder.resolve("dates/dot/seed-1")));
    assertTrue(Files.exists(folder.resolve("dates/dot/seed-2")));
  }

  @Test
  void files_can_be_kept() {
    run("runs", "remove", "dates/dot/seed-1", "--yes", "--keep-files");
    assertTrue(Files.exists(folder.resolve("dates/dot/seed-1/settings.yaml")));
  }

  @Test
  void a_run_that_is_being_run_is_not_removed() {
    try (Registry registry = Registry.open(folder.resolve("registry.db"))) {
      Run dot = registry.find("dates/dot/seed-1");
      try (RunRecorder recorder = registry.resume(dot, 1)) {
        Result result = run("runs", "remove", recorder.key(), "--yes");
        assertEquals(2, result.exitCode());
        assertEquals(
            "dates/dot/seed-1 is still being run by %s; stop it first\n"
                .formatted(registry.find(recorder.key()).process()),
            result.err());
      }
    }
  }

  static Stream<List<String>> documents() {
    return Stream.of(
        List.of("runs"),
        List.of("runs", "list"),
        List.of("runs", "show", "latest"),
        List.of("runs", "compare", "dates/dot/seed-1", "dates/additive/seed-1"),
        List.of("runs", "remove", "latest", "--yes"),
        List.of("report", "latest"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void with_json_there_is_one_document_and_nothing_else(List<String> command) {
    List<String> arguments = new ArrayList<>(command);
    arguments.add("--json");
    Result result = run(arguments.toArray(String[]::new));
    assertEquals(0, result.exitCode(), result.err());
    Json.read(result.out());
    assertEquals("", result.err());
  }

  @Test
  void a_report_as_a_document_holds_the_evidence() {
    Mapping document = (Mapping) Json.read(run("report", "latest", "--json").out());
    assertEquals("dot", document.get("baseline").orElseThrow().toJava());
    assertEquals("Is additive better?", document.get("question").orElseThrow().toJava());
    Sequence variants = (Sequence) document.get("variants").orElseThrow();
    Mapping additive = (Mapping) variants.items().get(1);
    Mapping difference = (Mapping) additive.get("difference").orElseThrow();
    assertEquals(2L, difference.get("pairs").orElseThrow().toJava());
    assertEquals(0.5, difference.get("p_value").orElseThrow().toJava());
    assertEquals(6L, difference.get("pairs_needed").orElseThrow().toJava());
  }

  @Test
  void a_report_counts_what_is_planned() {
    try (Registry registry = Registry.open(folder.resolve("registry.db"))) {
      List<PlannedRun> planned =
          Stream.of("full", "window")
              .flatMap(
                  variant -> Stream.of(1L, 2L).map(seed -> new PlannedRun(variant, "", seed, "{}")))
              .toList();
      Experiment experiment =
          registry.enter(
              "copy",
              Path.of("copy.yaml"),
              "name: copy\n",
              new Plan(planned, List.of(), Optional.empty(), Optional.empty(), Optional.empty()));
      try (RunRecorder recorder = registry.start(run(registry, experiment, "full", 1))) {
        recorder.finished(Map.of("test/loss", 0.5));
      }
    }
    String out = run("report", "copy/full/seed-1").out();
    assertTrue(out.contains("1 of 2, 1 planned"), out);
    assertTrue(out.contains("0 of 2, 2 planned"), out);
  }

  static Stream<List<String>> helpful() {
    return Stream.of(
        List.of("runs"),
        List.of("runs", "list"),
        List.of("runs", "show"),
        List.of("runs", "compare"),
        List.of("runs", "export"),
        List.of("runs", "remove"),
        List.of("reproduce"));
  }

  @ParameterizedTest
  @MethodSource("helpful")
  void every_command_explains_itself(List<String> command) {
    List<String> arguments = new ArrayList<>(command);
    arguments.add("--help");
    Result result = run(arguments.toArray(String[]::new));
    assertEquals(0, result.exitCode(), result.err());
    String usage = "Usage: ablate " + String.join(" ", command) + " ";
    assertTrue(result.out().startsWith(usage), result.out());
  }

  /** A command line that is wrong, and all that is said about it. */
  record Mistake(String message, String... arguments) {}

  static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake(
            "There is no run 'dates/dot/seed-9'. Did you mean 'dates/dot/seed-1'?\n",
            "runs",
            "show",
            "dates/dot/seed-9"),
        new Mistake(
            "'dates/dot' is the beginning of several runs: dates/dot/seed-2, dates/dot/seed-1.\n",
            "runs",
            "show",
            "dates/dot"),
        new Mistake(
            "Invalid value for option '--status' (STATUS): unknown status 'interupted'; did you mean"
                + " 'interrupted'? Known: running, finished, failed, diverged, stopped, interrupted\n"
                + "See: ablate runs --help\n",
            "runs",
            "--status",
            "interupted"),
        new Mistake(
            "--since is a date such as 2026-11-21, a time such as 2026-11-21T08:00:00Z, or so long"
                + " ago as 30m, 12h or 7d; got 'yesterday'\n",
            "runs",
            "--since",
            "yesterday"),
        new Mistake("--limit must be at least 1, got 0\n", "runs", "--limit", "0"),
        new Mistake(
            "say which runs: their ids, or a filter such as --experiment NAME\n",
            "runs",
            "export",
            "--format",
            "csv"),
        new Mistake(
            "give either the ids of runs or filters, not both\n",
            "runs",
            "remove",
            "latest",
            "--variant",
            "dot"),
        new Mistake(
            "no run passes these filters; see them all with: ablate runs\n",
            "runs",
            "compare",
            "--variant",
            "rotary"),
        new Mistake(
            "a comparison needs two runs, and this is only dates/dot/seed-1\n",
            "runs",
            "compare",
            "dates/dot/seed-1"),
        new Mistake(
            "Invalid value for option '--format': unknown format 'tensorbord'; did you mean"
                + " 'tensorboard'? Known: csv, points, json, markdown, latex, tensorboard, mlflow\n"
                + "See: ablate runs export --help\n",
            "runs",
            "export",
            "latest",
            "--format",
            "tensorbord"),
        new Mistake(
            "TensorBoard reads a folder; name it with --to DIR\n",
            "runs",
            "export",
            "latest",
            "--format",
            "tensorboard"),
        new Mistake(
            "MLflow has an address; give it with --to, such as --to http://localhost:5000\n",
            "runs",
            "export",
            "latest",
            "--format",
            "mlflow",
            "--to",
            "localhost"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void a_mistake_is_told_in_a_line(Mistake mistake) {
    Result result = run(mistake.arguments());
    assertEquals(mistake.message(), result.err());
    assertEquals(2, result.exitCode());
    assertEquals("", result.out());
  }

  @Test
  void a_damaged_registry_is_told_in_a_line() throws IOException {
    Path file = folder.resolve("registry.db");
    Files.writeString(file, "my notes, far from being a database\n".repeat(100));
    Result result = run("runs");
    assertEquals(1, result.exitCode());
    assertEquals(
        "The registry "
            + file
            + " is damaged or is no SQLite database. It was left as it is: restore it from a copy,"
            + " or move it away to begin a new one.\n",
        result.err());
  }

  @Test
  void a_time_is_a_date_or_so_long_ago() {
    Instant now = Instant.parse("2026-11-21T12:00:00Z");
    assertEquals(Instant.parse("2026-11-21T11:30:00Z"), RunFilterOptions.time("30m", now));
    assertEquals(Instant.parse("2026-11-14T12:00:00Z"), RunFilterOptions.time("7d", now));
    assertEquals(
        Instant.parse("2026-11-20T08:00:00Z"), RunFilterOptions.time("2026-11-20T08:00:00Z", now));
  }
}
