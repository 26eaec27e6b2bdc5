package org.ablate.app.run;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ablate.app.RequestException;

/**
 * The process of a Spark driver. It is told which parcels are to be carried out, a line for each,
 * and answers with a line for each: {@code org.ablate.spark.Driver} describes them.
 */
final class SparkApplication implements AutoCloseable {
  /** A cluster whose cores are all taken by others has to be waited for, but not in silence. */
  private static final long PATIENCE_SECONDS = 20;

  private final Process process;
  private final BufferedWriter requests;
  private final Path log;
  private final Consumer<String> notes;
  private final CompletableFuture<Integer> cores = new CompletableFuture<>();

  /** Fails when the process ends, and with it whatever is still waited for. */
  private final CompletableFuture<Optional<String>> end = new CompletableFuture<>();

  private final Map<Integer, CompletableFuture<Optional<String>>> trials =
      new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();

  /** Listens to a process. */
  SparkApplication(Process process, Path log, Consumer<String> notes) {
    this.process = process;
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    this.log = log;
    this.notes = notes;
    Thread reader = new Thread(this::read, "answers of the Spark driver");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts the process.
   *
   * @param scratch a folder for files that it needs
   * @param out the folder of runs, where its log is written
   * @param notes takes what people should know
   */
  static SparkApplication start(
      SparkLaunch launch, Path scratch, Path out, Consumer<String> notes) {
    Path properties = scratch.resolve("driver.properties");
    Path log = out.resolve("spark.log");
    try {
      try (Writer writer = Files.newBufferedWriter(properties)) {
        launch.properties().store(writer, null);
      }
      ProcessBuilder builder =
          new ProcessBuilder(launch.command(properties)).redirectError(log.toFile());
      // Executors of a local cluster start from there, and leave their logs here.
      builder.environment().put("SPARK_HOME", SparkLaunch.home().toString());
      builder.environment().put("SPARK_SCALA_VERSION", "2.13");
      builder
          .environment()
          .put("SPARK_WORKER_DIR", out.resolve("spark-work").toAbsolutePath().toString());
      return new SparkApplication(builder.start(), log, notes);
    } catch (IOException e) {
      throw new UncheckedIOException("Spark cannot be started: " + e.getMessage(), e);
    }
  }

  /** How many cores the cluster has for the application, once it has any. */
  int awaitCores() throws InterruptedException {
    for (boolean told = false; ; told = true) {
      try {
        return cores.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        if (!told) {
          notes.accept(
              "No Spark worker has room yet; the runs begin when one has. %s says more."
                  .formatted(log));
        }
      } catch (ExecutionException e) {
        throw new RequestException(e.getCause().getMessage());
      }
    }
  }

  /**
   * Has a parcel carried out, and waits for that.
   *
   * @return why it failed; empty if it did not
   */
  Optional<String> carryOut(String name, Path parcel, Path result) throws InterruptedException {
    int number = last.incrementAndGet();
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    trials.put(number, answer);
    try {
      synchronized (requests) {
        requests.write("%d\t%s\t%s\t%s\n".formatted(number, name, parcel, result));
        requests.flush();
      }
    } catch (IOException e) {
      // The process is gone, which is heard at its other end.
    }
    try {
      return answer.applyToEither(end, Function.identity()).get();
    } catch (ExecutionException e) {
      throw new RequestException(e.getCause().getMessage());
    }
  }

  private void read() {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      in.lines().forEach(this::hear);
    } catch (IOException | RuntimeException e) {
      // The process is gone, or says what nobody understands: it ends either way.
    } finally {
      end();
    }
  }

  private void hear(String line) {
    String[] words = line.split("\t", -1);
    switch (words[0]) {
      case "ready" -> cores.complete(Integer.parseInt(words[1]));
      case "done" -> answer(words[1], Optional.empty());
      case "failed" -> answer(words[1], Optional.of(words[2]));
      case "lost" -> notes.accept("Spark: %s; its runs begin again elsewhere".formatted(words[1]));
      default -> {
        // Somebody else's line.
      }
    }
  }

  private void answer(String number, Optional<String> failure) {
    Optional.ofNullable(trials.remove(Integer.parseInt(number)))
        .ifPresent(trial -> trial.complete(failure));
  }

  private void end() {
    IllegalStateException gone =
        new IllegalStateException(
            "the Spark application has ended before the sweep; its log is %s. Go on with --resume"
                .formatted(log));
    cores.completeExceptionally(gone);
    end.completeExceptionally(gone);
  }

  /** Ends the process, and with it what it has begun on other machines. */
  @Override
  public void close() {
    process.destroy();
  }
}
