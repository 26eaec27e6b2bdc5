package org.ablate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ablate.registry.Experiment;
import org.ablate.registry.MetricPoint;
import org.ablate.registry.NewRun;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunFilter;
import org.ablate.registry.RunRecorder;

/**
 * What sweeps cost beside their trials, with the program as people start it: how long a worker
 * waits from the end of one run to the beginning of the next, how much sooner two workers are done
 * than one, how long the report of 200 runs takes and how large it is, and how long the list of
 * runs takes with 10,000 runs of 1,000 points in the registry. Takes some minutes and wants a quiet
 * machine with two cores. The first argument is the program, {@code ./ablate}; others choose among
 * {@code dispatch}, {@code workers}, {@code report} and {@code list}.
 */
public final class SweepBenchmark {
  private static final String MODEL =
      """
      task: {name: copy, symbols: 4, lengths: {min: 2, max: 8}, examples: {train: 2000, validation: 20, test: 20}}
      tokenizer: symbol
      model: {architecture: decoder, d_model: %d, n_heads: 4, n_layers: 2, d_ff: %d, positional_encoding: rotary}
      training: {steps: %d, batch_size: 32, warmup_steps: 5, evaluate_every: %d, checkpoint_every: %d}
      seeds: %d
      """;

  private static final List<String> PARTS = List.of("dispatch", "workers", "report", "list");
  private static final int RUNS_OF_REPORT = 200;
  private static final int RUNS_OF_LIST = 10_000;
  private static final int POINTS_OF_LIST = 1_000;
  private static final int REPETITIONS = 3;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private final Program program;
  private final Path folder;

  private SweepBenchmark(Program program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** Prints a table. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("ablate-sweep-benchmark-");
    try {
      SweepBenchmark benchmark = new SweepBenchmark(Program.of(arguments[0], folder), folder);
      benchmark.ablate("--version");
      System.out.println("| what | measured | at most |\n| --- | --: | --: |");
      List<String> parts = List.of(arguments).subList(1, arguments.length);
      for (String part : parts.isEmpty() ? PARTS : parts) {
        switch (part) {
          case "dispatch" -> benchmark.dispatch();
          case "workers" -> benchmark.workers();
          case "report" -> benchmark.report();
          case "list" -> benchmark.list();
          default ->
              throw new IllegalArgumentException("no part '%s' among %s".formatted(part, PARTS));
        }
      }
    } finally {
      Program.delete(folder);
    }
  }

  /** From the end of a run to the beginning of the next, in the same worker process. */
  private void dispatch() throws IOException, InterruptedException {
    write("dispatch", MODEL.formatted(16, 32, 5, 5, 5, 40));
    ablate("run", "dispatch.yaml", "--out", "dispatch", "--workers", "1");
    List<Run> runs = new ArrayList<>(runs("dispatch"));
    runs.sort(Comparator.comparing(Run::startedAt));
    double milliseconds =
        IntStream.range(1, runs.size())
            .mapToLong(
                i ->
                    runs.get(i).startedAt().toEpochMilli()
                        - runs.get(i - 1).endedAt().orElseThrow().toEpochMilli())
            .average()
            .orElseThrow();
    row("dispatch of a run", "%.0f ms".formatted(milliseconds), "50 ms");
  }

  private void workers() throws IOException, InterruptedException {
    write("workers", MODEL.formatted(128, 512, 300, 100, 100, 8));
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < REPETITIONS; i++) {
      double one = ablate("run", "workers.yaml", "--out", "one-" + i, "--workers", "1");
      double two = ablate("run", "workers.yaml", "--out", "two-" + i, "--workers", "2");
      ratios.add(two / one);
    }
    ratios.sort(Comparator.naturalOrder());
    row(
        "two workers, in the time of one",
        "%.2f (%.2f to %.2f)".formatted(ratios.get(1), ratios.get(0), ratios.get(2)),
        "0.55");
  }

  private void report() throws IOException, InterruptedException {
    String axes = "grid: {model.d_ff: [8, 16, 24, 32, 40], model.n_layers: [1, 2, 3, 4]}\n";
    write("report", MODEL.formatted(16, 32, 60, 5, 60, RUNS_OF_REPORT / 20) + axes);
    ablate("run", "report.yaml", "--out", "report", "--workers", "2");
    double seconds = ablate("report", "latest", "--out", "report");
    long bytes = Files.size(folder.resolve("report/report/report.html"));
    row("report of %d runs".formatted(RUNS_OF_REPORT), "%.1f s".formatted(seconds), "10 s");
    row("its page", "%.1f MB".formatted(bytes / BYTES_PER_MEGABYTE), "10 MB");
  }

  private void list() throws IOException, InterruptedException {
    try (Registry registry = Registry.open(folder.resolve("list/registry.db"))) {
      Experiment experiment = registry.enter("list", Path.of("list.yaml"), "");
      for (int seed = 1; seed <= RUNS_OF_LIST; seed++) {
        record(registry, experiment, seed);
      }
    }
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < REPETITIONS; i++) {
      seconds.add(ablate("runs", "list", "--out", "list"));
    }
    seconds.sort(Comparator.naturalOrder());
    row(
        "list of %,d runs of %,d points".formatted(RUNS_OF_LIST, POINTS_OF_LIST),
        "%.2f s".formatted(seconds.get(1)),
        "1 s");
  }

  private void record(Registry registry, Experiment experiment, int seed) {
    NewRun run =
        new NewRun(experiment, "base", seed, "{}", List.of(), Map.of(), folder.resolve("run"));
    try (RunRecorder recorder = registry.start(run)) {
      for (int step = 1; step <= POINTS_OF_LIST; step++) {
        recorder.record(new MetricPoint("train/loss", step, 100L * step, 0.1 * step, 1.0 / step));
      }
      recorder.finished(Map.of("test/loss", 0.5, "test/exact_match", 0.5));
    }
  }

  private void write(String name, String experiment) throws IOException {
    Files.writeString(folder.resolve(name + ".yaml"), experiment);
  }

  private List<Run> runs(String out) {
    try (Registry registry = Registry.open(folder.resolve(out).resolve("registry.db"))) {
      return registry.list(RunFilter.all());
    }
  }

  private double ablate(String... arguments) throws IOException, InterruptedException {
    return program.seconds(arguments);
  }

  private static void row(String what, String measured, String most) {
    System.out.printf("| %s | %s | %s |%n", what, measured, most);
  }
}
