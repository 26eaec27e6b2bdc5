package org.ablate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunFilter;

/**
 * How many trials of a sweep over learning rates are done in an hour, beside the same sweep in
 * Python: a process for each trial, two at a time with a thread each, as here. Wants a quiet
 * machine with two cores. The arguments are the program, {@code ./ablate}, a Python that has
 * PyTorch, and the script {@code trial.py}.
 */
public final class PythonSweepBenchmark {
  private static final String EXPERIMENT =
      """
      task: {name: language-modeling, file: text.txt, validation_fraction: 0.1, test_fraction: 0.1}
      tokenizer: character
      model:
        architecture: decoder
        d_model: 64
        n_heads: 2
        n_layers: 2
        d_ff: 256
        dropout: 0.0
        positional_encoding: {name: learned, length: 64}
        normalization: layer-norm
        feed_forward: gelu
        placement: pre
      training:
        steps: %d
        batch_size: 32
        sequence_length: 64
        schedule: constant
        warmup_steps: 10
        optimizer: {beta_1: 0.9, beta_2: 0.99, weight_decay: 0.1}
        evaluate_every: %1$d
        checkpoint_every: %1$d
      grid: {training.learning_rate: [%s]}
      """;

  /**
   * A sweep over learning rates.
   *
   * @param steps of each trial
   * @param trials how many; the shorter they are, the more it takes until the start of the program
   *     no longer counts
   */
  private record Sweep(int steps, int trials) {
    /** 0.0010, 0.0011 and so on. */
    List<Double> learningRates() {
      return IntStream.range(0, trials).mapToObj(i -> (10 + i) / 10_000.0).toList();
    }

    double anHour(double seconds) {
      return trials * SECONDS_PER_HOUR / seconds;
    }
  }

  /** Trials of some tenths of a second, of some seconds, and of some tens of seconds. */
  private static final List<Sweep> SWEEPS =
      List.of(new Sweep(10, 32), new Sweep(50, 32), new Sweep(1000, 4));

  private static final int REPETITIONS = 3;
  private static final int WORKERS = 2;
  private static final int WORDS = 500;
  private static final int WORDS_OF_TEXT = 40_000;
  private static final double SECONDS_PER_HOUR = 3600;

  /** Both draw weights and batches by generators of their own. */
  private static final double LOSS_TOLERANCE = 0.3;

  private final Program ablate;
  private final Program python;
  private final Path trial;
  private final Path folder;

  private PythonSweepBenchmark(String[] arguments, Path folder) {
    this.ablate = Program.of(arguments[0], folder);
    this.python = Program.of(arguments[1], folder);
    this.trial = Path.of(arguments[2]).toAbsolutePath();
    this.folder = folder;
  }

  /** Prints a table. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("ablate-python-sweep-benchmark-");
    try {
      PythonSweepBenchmark benchmark = new PythonSweepBenchmark(arguments, folder);
      Files.writeString(folder.resolve("text.txt"), text());
      benchmark.ablate.seconds("--version");
      System.out.println(
          "| steps of a trial | trials | platform, trials an hour | Python | ratio |");
      System.out.println("| --: | --: | --: | --: | --: |");
      for (Sweep sweep : SWEEPS) {
        benchmark.compare(sweep);
      }
    } finally {
      Program.delete(folder);
    }
  }

  /** Words of a small vocabulary, of which the first are the most frequent. */
  private static String text() {
    Random random = new Random(0);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < WORDS; i++) {
      words.add(
          random
              .ints(random.nextInt(2, 9), 'a', 'z' + 1)
              .mapToObj(Character::toString)
              .collect(Collectors.joining()));
    }
    return random
        .doubles(WORDS_OF_TEXT)
        .mapToObj(u -> words.get((int) (u * u * u * WORDS)))
        .collect(Collectors.joining(" "));
  }

  private void compare(Sweep sweep) throws Exception {
    List<Double> here = new ArrayList<>();
    List<Double> there = new ArrayList<>();
    String rates =
        sweep.learningRates().stream().map(String::valueOf).collect(Collectors.joining(", "));
    Files.writeString(folder.resolve("sweep.yaml"), EXPERIMENT.formatted(sweep.steps(), rates));
    for (int i = 0; i < REPETITIONS; i++) {
      String out = "runs-%d-%d".formatted(sweep.steps(), i);
      here.add(
          ablate.seconds(
              "run", "sweep.yaml", "--out", out, "--workers", Integer.toString(WORKERS)));
      List<Double> losses = new ArrayList<>();
      there.add(python(sweep, losses));
      requireAlike(lossesHere(out), losses);
    }
    double seconds = median(here);
    double secondsInPython = median(there);
    System.out.printf(
        Locale.ROOT,
        "| %,d | %d | %,.0f | %,.0f | %.2f |%n",
        sweep.steps(),
        sweep.trials(),
        sweep.anHour(seconds),
        sweep.anHour(secondsInPython),
        secondsInPython / seconds);
  }

  private List<Double> lossesHere(String out) {
    try (Registry registry = Registry.open(folder.resolve(out).resolve("registry.db"))) {
      List<Run> runs = registry.list(RunFilter.all());
      return runs.stream().map(run -> run.summary().get("test/loss")).toList();
    }
  }

  /** How many seconds the sweep takes in Python; its losses go to a list. */
  private double python(Sweep sweep, List<Double> losses)
      throws InterruptedException, ExecutionException {
    List<Callable<Double>> trials = new ArrayList<>();
    for (double rate : sweep.learningRates()) {
      trials.add(() -> trial(sweep.steps(), rate));
    }
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    try {
      long begun = System.nanoTime();
      for (Future<Double> done : workers.invokeAll(trials)) {
        losses.add(done.get());
      }
      return (System.nanoTime() - begun) / Program.NANOSECONDS_PER_SECOND;
    } finally {
      workers.shutdown();
    }
  }

  private double trial(int steps, double rate) throws IOException, InterruptedException {
    Path log = folder.resolve("trial-%s.txt".formatted(rate));
    Process process =
        python.start(
            log,
            trial.toString(),
            "text.txt",
            "checkpoint-%s.pt".formatted(rate),
            Integer.toString(steps),
            Double.toString(rate));
    if (process.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(log));
    }
    return Double.parseDouble(Files.readString(log).strip());
  }

  private static void requireAlike(List<Double> here, List<Double> there) {
    if (Math.abs(median(here) - median(there)) > LOSS_TOLERANCE) {
      throw new IllegalStateException("the losses are %s here and %s there".formatted(here, there));
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
