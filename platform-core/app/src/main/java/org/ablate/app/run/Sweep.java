package org.ablate.app.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ablate.app.RequestException;
import org.ablate.registry.NewRun;
import org.ablate.registry.PlannedRun;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunFilter;
import org.ablate.registry.RunStatus;
import org.ablate.report.TextTable;
import org.ablate.report.TextTable.Alignment;
import org.ablate.report.TextTable.Column;
import org.ablate.training.evaluation.Metric;

/** All runs of an experiment: first the trials, if something is tuned, then the runs. */
public final class Sweep {
  /** How long to wait for the workers of a sweep that was killed; they end at once. */
  private static final long PATIENCE_MILLISECONDS = 10_000;

  private static final long POLL_MILLISECONDS = 100;

  private final FrozenSweep frozen;
  private final Metric metric;
  private final Path out;
  private final Registry registry;
  private final Runner runner;
  private final PrintWriter console;
  private volatile boolean stopped;

  /**
   * Prepares a sweep.
   *
   * @param metric what decides between candidates
   * @param out the folder of runs
   */
  public Sweep(
      FrozenSweep frozen,
      Metric metric,
      Path out,
      Registry registry,
      Runner runner,
      PrintWriter console) {
    this.frozen = frozen;
    this.metric = metric;
    this.out = out;
    this.registry = registry;
    this.runner = runner;
    this.console = console;
  }

  /** Ends what is being run, with checkpoints, and begins nothing more. Any thread may. */
  public void stop() {
    stopped = true;
    runner.stop();
  }

  /**
   * Carries all runs out that are not done. One that fails does not keep the others from running.
   *
   * @return the runs as the registry has them; a run that was not begun is not among them
   */
  public List<Run> run() {
    awaitWorkers();
    List<Assignment> assignments = frozen.assignments();
    if (frozen.plan().halving().isPresent()) {
      runner.run(
          new HalvingAgenda(frozen.plan().halving().get(), assignments, metric, registry, out));
      return newest();
    }
    if (frozen.trials().isPresent()) {
      carryOut(frozen.trials().get().assignments());
      if (stopped) {
        return newest();
      }
      assignments = chosen(Selection.of(frozen, metric, registry));
    }
    carryOut(assignments);
    return newest();
  }

  private List<Run> newest() {
    Map<String, Run> byId = new HashMap<>();
    registry
        .list(RunFilter.all().ofExperiment(frozen.experiment().key()))
        .forEach(run -> byId.putIfAbsent(run.id(), run));
    return frozen.assignments().stream()
        .map(Assignment::id)
        .distinct()
        .flatMap(id -> Optional.ofNullable(byId.get(id)).stream())
        .toList();
  }

  private void carryOut(List<Assignment> assignments) {
    List<Assignment> left = new ArrayList<>();
    for (Assignment assignment : assignments) {
      if (assignment.isDone(registry, out)) {
        console.printf("%s: finished already%n", assignment.id());
      } else {
        left.add(assignment);
      }
    }
    console.flush();
    runner.run(new AssignmentList(left));
  }

  /**
   * Waits for the workers of a sweep that was killed; they must be gone before their runs go on.
   */
  private void awaitWorkers() {
    long end = System.currentTimeMillis() + PATIENCE_MILLISECONDS;
    List<Run> found = running();
    while (!found.isEmpty()) {
      if (System.currentTimeMillis() > end) {
        throw new RequestException(
            "%s is being run by %s; wait for it, or choose another --out or name"
                .formatted(found.get(0).id(), found.get(0).process()));
      }
      pause();
      found = running();
    }
  }

  /** Trials and runs that a process is at. */
  private List<Run> running() {
    return Stream.concat(frozen.trials().stream(), Stream.of(frozen))
        .flatMap(
            sweep ->
                registry
                    .list(
                        RunFilter.all()
                            .ofExperiment(sweep.experiment().name())
                            .withStatus(RunStatus.RUNNING)
                            .newest(1))
                    .stream())
        .toList();
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for another process", e);
    }
  }

  /**
   * The runs of the chosen candidates. A variant none of whose candidates was chosen has failed.
   */
  private List<Assignment> chosen(List<Selection.Chosen> selection) {
    console.println(table(selection));
    console.flush();
    Map<String, Selection.Chosen> byVariant =
        selection.stream()
            .collect(Collectors.toMap(Selection.Chosen::variant, Function.identity()));
    List<Assignment> assignments = new ArrayList<>();
    for (Assignment assignment : frozen.assignments()) {
      Selection.Chosen chosen = byVariant.get(assignment.run().variant());
      if (chosen.choice().isEmpty()) {
        recordFailure(assignment, chosen);
      } else if (chosen.choice().get().equals(assignment.run().choice())) {
        assignments.add(
            new Assignment(
                assignment.experiment(),
                assignment.position(),
                assignment.run(),
                chosen.trials(),
                Optional.empty()));
      }
    }
    assignments.sort(Comparator.comparingInt(this::round));
    return assignments;
  }

  /** All variants with the first seed come first, as without tuning. */
  private int round(Assignment assignment) {
    return frozen.plan().runs().stream()
        .map(PlannedRun::seed)
        .distinct()
        .toList()
        .indexOf(assignment.run().seed());
  }

  private void recordFailure(Assignment assignment, Selection.Chosen chosen) {
    if (assignment.recorded(registry).isPresent()) {
      return;
    }
    NewRun run =
        new NewRun(
            assignment.experiment(),
            assignment.run().variant(),
            assignment.run().seed(),
            assignment.run().settings(),
            frozen.plan().plugins(),
            Map.of(),
            assignment.folder(out).path().toAbsolutePath());
    try (var recorder = registry.start(run)) {
      recorder.failed(
          "none of its %d candidates finished with a validation %s"
              .formatted(chosen.candidates().size(), metric));
    }
  }

  private static String table(List<Selection.Chosen> selection) {
    Metric metric = selection.get(0).metric();
    TextTable table =
        new TextTable(
            List.of(
                new Column("variant", Alignment.LEFT),
                new Column("chosen", Alignment.LEFT),
                new Column("validation " + metric, Alignment.RIGHT),
                new Column("candidates", Alignment.RIGHT)),
            selection.stream()
                .map(
                    chosen ->
                        List.of(
                            chosen.variant(),
                            chosen.choice().orElse("none"),
                            Double.isNaN(chosen.score()) ? "–" : metric.text(chosen.score()),
                            chosen.unfinished() == 0
                                ? String.valueOf(chosen.candidates().size())
                                : "%d, %d unfinished"
                                    .formatted(chosen.candidates().size(), chosen.unfinished())))
                .toList());
    return "%nTuned:%n%n%s".formatted(table.plain());
  }
}
