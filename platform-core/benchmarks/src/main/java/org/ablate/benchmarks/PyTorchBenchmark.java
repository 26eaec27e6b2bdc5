package org.ablate.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.ablate.libtorch.AdamW;
import org.ablate.libtorch.Device;
import org.ablate.libtorch.Libtorch;
import org.ablate.tensor.Precision;

/**
 * How much longer a training step takes through the platform than the same step in PyTorch, as it
 * is and compiled. Both are taken in turns, so that whatever else the machine does falls on both;
 * the ratio is that of the medians. The first argument is a Python that has PyTorch, the second the
 * script {@code gpt.py}.
 */
public final class PyTorchBenchmark {
  private static final AdamW OPTIMIZER = new AdamW(0.9, 0.95, 1e-8, 0.1);
  private static final double LEARNING_RATE = 1e-3;
  private static final double MAXIMAL_GRADIENT_NORM = 1;
  private static final int WARMUP_STEPS = 10;

  /** What both take together. */
  private static final double SECONDS = 20;

  private static final double NANOSECONDS_PER_SECOND = 1e9;

  /** Labels are random, so that the first loss of any model is about this. */
  private static final double FIRST_LOSS = Math.log(GptSize.VOCABULARY);

  private static final double FIRST_LOSS_TOLERANCE = 0.3;

  private PyTorchBenchmark() {}

  /** Prints a table. */
  public static void main(String[] arguments) throws IOException {
    Path python = Path.of(arguments[0]);
    Path script = Path.of(arguments[1]);
    System.out.println("| step | threads | platform / eager | platform / compiled |");
    System.out.println("| --- | --: | --: | --: |");
    for (int threads : new int[] {1, 2}) {
      for (GptSize size : GptSize.values()) {
        System.out.printf(
            "| width %d, %d layers, length %d, batch %d | %d | %.2f | %.2f |%n",
            size.width,
            size.layers,
            size.length,
            size.batch,
            threads,
            ratio(python, script, "eager", size, threads),
            ratio(python, script, "compiled", size, threads));
      }
    }
  }

  private static double ratio(Path python, Path script, String mode, GptSize size, int threads)
      throws IOException {
    List<Long> here = new ArrayList<>();
    List<Long> there = new ArrayList<>();
    try (Libtorch libtorch = Libtorch.open(Device.CPU, Precision.FLOAT32, threads);
        PlatformGpt platform = new PlatformGpt(size, libtorch, OPTIMIZER, MAXIMAL_GRADIENT_NORM);
        PythonGpt pytorch = new PythonGpt(python, script, mode, size, threads)) {
      Random random = new Random(0);
      for (int i = 0; i < WARMUP_STEPS; i++) {
        nanos(platform, size, random, i == 0);
        pytorch.step(i == 0);
      }
      long end = System.nanoTime() + (long) (SECONDS * NANOSECONDS_PER_SECOND);
      while (System.nanoTime() < end) {
        here.add(nanos(platform, size, random, false));
        there.add(pytorch.step(false));
      }
    }
    return (double) median(here) / median(there);
  }

  private static long nanos(PlatformGpt platform, GptSize size, Random random, boolean first) {
    long[] tokens = drawn(size, random).toArray();
    long[] labels = drawn(size, random).toArray();
    long start = System.nanoTime();
    double loss = platform.step(tokens, labels, LEARNING_RATE);
    long nanos = System.nanoTime() - start;
    requireLoss(loss, first);
    return nanos;
  }

  private static LongStream drawn(GptSize size, Random random) {
    return random.longs((long) size.batch * size.length, 0, GptSize.VOCABULARY);
  }

  private static void requireLoss(double loss, boolean first) {
    if (Double.isNaN(loss) || first && Math.abs(loss - FIRST_LOSS) > FIRST_LOSS_TOLERANCE) {
      throw new IllegalStateException("the loss is " + loss);
    }
  }

  private static long median(List<Long> nanos) {
    return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow();
  }

  /** The process in which PyTorch takes steps. */
  private static final class PythonGpt implements AutoCloseable {
    private final Process process;
    private final PrintWriter requests;
    private final BufferedReader answers;

    PythonGpt(Path python, Path script, String mode, GptSize size, int threads) throws IOException {
      List<String> command = new ArrayList<>(List.of(python.toString(), script.toString(), mode));
      for (int number :
          new int[] {
            size.width,
            size.layers,
            size.heads,
            size.length,
            size.batch,
            GptSize.VOCABULARY,
            threads
          }) {
        command.add(Integer.toString(number));
      }
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      requests = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
      answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Takes a step, and tells its nanoseconds. */
    long step(boolean first) throws IOException {
      requests.println("step");
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("PyTorch's process has ended");
      }
      String[] numbers = answer.split(" ");
      requireLoss(Double.parseDouble(numbers[1]), first);
      return Long.parseLong(numbers[0]);
    }

    @Override
    public void close() {
      requests.close();
      process.destroy();
    }
  }
}
