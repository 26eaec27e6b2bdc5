package org.ablate.app.run;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A worker process as the process that started it sees it. */
final class WorkerProcess implements AutoCloseable {
  private static final int SIGNAL = 128;

  /** What is heard of the process: an event, or nothing more. */
  private sealed interface Heard {
    record Event(RunEvent event) implements Heard {}

    record End() implements Heard {}
  }

  /** It is silent. */
  static final class SilentException extends Exception {
    private static final long serialVersionUID = 1;
  }

  private final Process process;
  private final BufferedWriter requests;
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private volatile Optional<Path> log = Optional.empty();
  private volatile String lastError = "";

  private WorkerProcess(Process process) {
    this.process = process;
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    follow(process.getInputStream(), this::hear, () -> heard.add(new Heard.End()));
    follow(process.getErrorStream(), this::note, () -> {});
  }

  static WorkerProcess start(WorkerLaunch command) {
    try {
      return new WorkerProcess(new ProcessBuilder(command.words()).start());
    } catch (IOException e) {
      throw new IllegalStateException("a worker process cannot be started: " + e.getMessage(), e);
    }
  }

  private static void follow(InputStream stream, Consumer<String> lines, Runnable end) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                in.lines().forEach(lines);
              } catch (IOException | java.io.UncheckedIOException e) {
                // The process is gone.
              }
              end.run();
            },
            "output of a worker");
    reader.setDaemon(true);
    reader.start();
  }

  private void hear(String line) {
    RunEvent.read(line).ifPresentOrElse(e -> heard.add(new Heard.Event(e)), () -> note(line));
  }

  /** What is no event goes to the log of the run. */
  private void note(String line) {
    lastError = line.isBlank() ? lastError : line;
    log.ifPresent(
        file -> {
          try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          } catch (IOException e) {
            // A log that cannot be written, as on a full disk, is no reason to stop.
          }
        });
  }

  /** The last thing that it said beside events. */
  String lastWords() {
    return lastError;
  }

  /** The process id. */
  long id() {
    return process.pid();
  }

  /** Begins a run. */
  void begin(Assignment assignment, Path logFile) {
    log = Optional.of(logFile);
    send(WorkerRequest.of(assignment));
  }

  /** Ends the run with a checkpoint. */
  void stop() {
    send(WorkerRequest.STOP);
  }

  private synchronized void send(WorkerRequest request) {
    try {
      requests.write(request.line() + "\n");
      requests.flush();
    } catch (IOException e) {
      // The process is gone, which is heard at its other end.
    }
  }

  /**
   * The next event; empty when the process has ended.
   *
   * @throws SilentException if none comes in time
   */
  Optional<RunEvent> next(Duration patience) throws InterruptedException, SilentException {
    Heard next = heard.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (next == null) {
      throw new SilentException();
    }
    return next instanceof Heard.Event e ? Optional.of(e.event()) : Optional.empty();
  }

  /** Ends the process at once. */
  void kill() {
    process.destroyForcibly();
  }

  /** How the process ended, in words. */
  String ending() throws InterruptedException {
    int code = process.waitFor();
    return switch (code - SIGNAL) {
      case 6 -> "its process broke down in native code (signal 6)";
      case 9 -> "its process was killed (signal 9), as when memory runs out";
      case 11 -> "its process broke down in native code (signal 11)";
      case 15 -> "its process was ended (signal 15)";
      default ->
          "its process ended with the exit code %d%s"
              .formatted(code, lastError.isEmpty() ? "" : " (" + lastError + ")");
    };
  }

  /** Lets the process end once it has nothing to do. */
  @Override
  public void close() {
    try {
      requests.close();
    } catch (IOException e) {
      // The process is gone already.
    }
  }
}
