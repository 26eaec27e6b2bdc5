package org.ablate.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ablate.app.Platform;
import org.ablate.app.RequestException;
import org.ablate.app.run.DataCheck;
import org.ablate.app.run.DataCosts;
import org.ablate.app.run.EarlierSweep;
import org.ablate.app.run.FrozenSweep;
import org.ablate.app.run.InProcess;
import org.ablate.app.run.PlanTable;
import org.ablate.app.run.PreparedData;
import org.ablate.app.run.Reports;
import org.ablate.app.run.Runner;
import org.ablate.app.run.SparkLaunch;
import org.ablate.app.run.SparkRunner;
import org.ablate.app.run.Sweep;
import org.ablate.app.run.SweepLock;
import org.ablate.app.run.SweepProgress;
import org.ablate.app.run.Trainer;
import org.ablate.app.run.WorkerLaunch;
import org.ablate.app.run.WorkerPool;
import org.ablate.data.DataStore;
import org.ablate.data.ExperimentFiles;
import org.ablate.experiment.Experiment;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunStatus;
import org.ablate.registry.export.RunDocument;
import org.ablate.report.ComparisonTable;
import org.ablate.report.ExperimentReport;
import org.ablate.report.ReportDocument;
import org.ablate.training.evaluation.Metric;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains what an experiment file states. */
@Command(name = "run", description = "Run all variants of an experiment and compare them.")
final class RunCommand implements Callable<Integer> {
  private static final int SAMPLES = 5;
  private static final long GRACE_MILLISECONDS = 20_000;

  @Parameters(paramLabel = "FILE", description = "The experiment file.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Change a setting of every run, such as training.steps=100.")
  private List<String> changes = new ArrayList<>();

  @Option(
      names = "--dry-run",
      description = "Only show what would be run, what it costs and how long it takes.")
  private boolean dryRun;

  @Option(
      names = "--resume",
      description = "Go on with runs that were interrupted, and keep those that finished.")
  private boolean resume;

  @Mixin private JsonOption json;
  @Mixin private OutputOptions output;
  @Mixin private WorkerOptions workers;
  @Mixin private DataOptions data;
  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter console = json.isAsked() ? spec.commandLine().getErr() : out;
    if (dryRun && resume) {
      throw new RequestException(
          "--dry-run shows what the file plans, and --resume goes on with what was planned: leave one of them out");
    }
    if (dryRun) {
      showPlan();
      return 0;
    }
    workers.cluster().ifPresent(SparkLaunch::check);
    try (Platform platform = plugins.start(spec.commandLine());
        Registry registry = output.registry();
        SweepLock lock = new SweepLock(output.folder())) {
      DataStore store = data.store(console);
      PreparedData prepared = new PreparedData();
      FrozenSweep frozen = frozen(platform, registry, lock, store, prepared, console);
      List<Run> runs;
      try (Runner runner = runner(frozen, platform, registry, store, prepared, console)) {
        runs =
            run(
                new Sweep(frozen, frozen.metric(), output.folder(), registry, runner, console),
                console);
      }
      if (runs.isEmpty()) {
        console.println("No run was begun.");
        return Ablate.FAILED;
      }
      report(registry, runs, out);
      return runs.stream().allMatch(RunCommand::isWell) ? 0 : Ablate.FAILED;
    }
  }

  /** A run that was stopped at a rung has done what was asked of it. */
  private static boolean isWell(Run run) {
    return run.status() == RunStatus.FINISHED || run.status() == RunStatus.STOPPED;
  }

  private DataCosts costs(DataStore store, PreparedData prepared) {
    return new DataCosts(ExperimentFiles.beside(file, store), prepared);
  }

  private void showPlan() {
    PrintWriter out = spec.commandLine().getOut();
    try (Platform platform = plugins.start(spec.commandLine())) {
      DataStore store = data.store(spec.commandLine().getErr());
      PreparedData prepared = new PreparedData();
      DataCosts costs = costs(store, prepared);
      Experiment experiment = Experiment.read(file, changes, platform.variants(), costs);
      DataCheck.check(experiment, file, store, prepared);
      PlanTable plan = PlanTable.of(experiment, costs, true);
      if (json.isAsked()) {
        json.print(spec, plan.document());
      } else {
        out.print(plan.plain());
        out.flush();
      }
    }
  }

  /** Worker processes where several runs can go on at the same time, otherwise this process. */
  private Runner runner(
      FrozenSweep frozen,
      Platform platform,
      Registry registry,
      DataStore store,
      PreparedData prepared,
      PrintWriter console) {
    boolean terminal = !json.isAsked() && System.console() != null;
    List<String> options = new ArrayList<>(plugins.arguments());
    options.addAll(data.arguments());
    if (workers.cluster().isPresent()) {
      return new SparkRunner(
          new SparkLaunch(
              workers.cluster().get(),
              "ablate run " + file,
              WorkerLaunch.ofTrial(options),
              workers.limits(),
              frozen.training(platform.variants()).threads()),
          workers.stated(),
          workers.limits().failFast(),
          registry,
          output.folder(),
          new SweepProgress(console, terminal, frozen.metric()));
    }
    int processes = workers.processes(frozen.training(platform.variants()), frozen.mostAtOnce());
    if (processes == 0) {
      Trainer trainer =
          new Trainer(registry, platform.variants(), output.folder(), store, prepared);
      return new InProcess(trainer, workers.limits().failFast(), console, terminal);
    }
    return new WorkerPool(
        WorkerLaunch.of(output.folder(), options),
        processes,
        workers.limits(),
        registry,
        output.folder(),
        new SweepProgress(console, terminal, frozen.metric()));
  }

  /** The plan of an earlier invocation that is to go on, or a new one; its runs are locked. */
  private FrozenSweep frozen(
      Platform platform,
      Registry registry,
      SweepLock lock,
      DataStore store,
      PreparedData prepared,
      PrintWriter console) {
    if (resume) {
      Optional<FrozenSweep> earlier =
          new EarlierSweep(file, changes, registry)
              .find(platform.variants(), costs(store, prepared), console);
      if (earlier.isPresent()) {
        earlier.get().requirePlugins(platform.plugins());
        lock.take(earlier.get().experiment().name());
        return earlier.get();
      }
      console.println(
          "Nothing of this was planned in %s: it begins anew.".formatted(output.folder()));
      console.flush();
    }
    Experiment experiment =
        Experiment.read(file, changes, platform.variants(), costs(store, prepared));
    DataCheck.check(experiment, file, store, prepared);
    lock.take(experiment.header().name());
    Metric metric =
        prepared.metric(
            experiment.runs().get(0).composition().task().component(),
            ExperimentFiles.beside(file, store));
    return FrozenSweep.freeze(experiment, file, metric, registry, platform.variants());
  }

  private void report(Registry registry, List<Run> runs, PrintWriter out) {
    ExperimentReport report = Reports.of(registry, runs);
    Path page =
        Reports.write(
            report, output.folder().resolve(runs.get(0).experiment()).resolve("report.html"));
    if (json.isAsked()) {
      json.print(
          spec,
          ReportDocument.of(report)
              .with("runs", runs.stream().map(RunDocument::summary).toList())
              .with("report", page.toString()));
    } else {
      show(report, page, out);
      out.flush();
    }
  }

  /** Runs the sweep so that an interruption from the keyboard leaves it resumable. */
  private List<Run> run(Sweep sweep, PrintWriter console) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread onInterruption =
        new Thread(
            () -> {
              sweep.stop();
              await(ended);
            });
    Runtime.getRuntime().addShutdownHook(onInterruption);
    try {
      return sweep.run();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(onInterruption);
      } catch (IllegalStateException e) {
        console.println("Interrupted. Go on with: " + toResume());
        console.flush();
        ended.countDown();
        await(new CountDownLatch(1)); // the process ends meanwhile
      }
    }
  }

  /** What was typed, as it is typed to go on. */
  private String toResume() {
    List<String> arguments = new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
    if (!resume) {
      arguments.add("--resume");
    }
    return "ablate " + CommandText.of(arguments);
  }

  /** Waits, but no longer than it takes to take one step and to write a checkpoint. */
  private static void await(CountDownLatch latch) {
    try {
      latch.await(GRACE_MILLISECONDS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void show(ExperimentReport report, Path page, PrintWriter out) {
    out.println();
    out.print(ComparisonTable.of(report).plain());
    report.variants().stream()
        .flatMap(variant -> variant.runs().stream())
        .filter(run -> !run.predictions().isEmpty())
        .findFirst()
        .ifPresent(
            run -> {
              out.println();
              out.println("Predictions of " + run.id() + ":");
              run.predictions().stream()
                  .limit(SAMPLES)
                  .forEach(prediction -> out.println("  " + prediction.plain()));
            });
    out.println();
    out.println("Report: " + page);
  }
}
