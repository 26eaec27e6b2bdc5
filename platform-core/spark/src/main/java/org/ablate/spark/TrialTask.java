package org.ablate.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.Function;

/**
 * One trial on one machine: a process of the program, which finds everything that it needs in a
 * parcel and leaves everything that it made in another. It ends when the executor does, as its
 * standard input is then closed.
 */
final class TrialTask implements Function<byte[], TrialResult> {
  private static final long serialVersionUID = 1;

  /** The request was wrong, or the work failed: it would again, on any machine. */
  private static final int LAST_ORDINARY_EXIT = 2;

  private static final long POLL_SECONDS = 1;

  private final Launch launch;

  TrialTask(Launch launch) {
    this.launch = launch;
  }

  @Override
  public TrialResult call(byte[] parcel) throws IOException, InterruptedException {
    Path home = launch.homeHere();
    if (!Files.isDirectory(home)) {
      return TrialResult.failed(
          "the program is not on %s: there is no folder %s; copy it there, or start the Spark worker with %s set to where it is"
              .formatted(host(), home, Launch.HOME));
    }
    Path folder = Files.createTempDirectory("ablate-trial-");
    try {
      Path from = Files.write(folder.resolve("parcel"), parcel);
      return carryOut(from, folder.resolve("result"));
    } finally {
      delete(folder);
    }
  }

  private TrialResult carryOut(Path from, Path to) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(launch.command(from, to));
    builder.environment().putAll(launch.environment());
    Process process = builder.start();
    Signs signs = new Signs();
    try {
      follow(process.getInputStream(), line -> signs.heardAt = System.nanoTime());
      Thread errors = follow(process.getErrorStream(), line -> signs.lastError = line);
      long begun = System.nanoTime();
      while (!process.waitFor(POLL_SECONDS, TimeUnit.SECONDS)) {
        if (launch.limitSeconds() > 0 && secondsSince(begun) > launch.limitSeconds()) {
          return TrialResult.failed(
              "it took longer than its limit of %d s".formatted(launch.limitSeconds()));
        }
        if (secondsSince(signs.heardAt) > launch.silenceSeconds()) {
          throw new IOException(
              "it gave no sign of life for %d s on %s".formatted(launch.silenceSeconds(), host()));
        }
      }
      errors.join();
    } finally {
      process.destroyForcibly();
    }
    int code = process.exitValue();
    if (code == 0) {
      return TrialResult.of(Files.readAllBytes(to));
    }
    if (code <= LAST_ORDINARY_EXIT) {
      return TrialResult.failed("on %s: %s".formatted(host(), signs.lastError));
    }
    // Another machine may have more memory.
    throw new IOException(
        "its process on %s ended with the exit code %d (%s)"
            .formatted(host(), code, signs.lastError));
  }

  /** What was heard of the process. */
  private static final class Signs {
    private volatile long heardAt = System.nanoTime();
    private volatile String lastError = "it said nothing";
  }

  private static long secondsSince(long nanoTime) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - nanoTime);
  }

  private static Thread follow(InputStream stream, Consumer<String> lines) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                in.lines().filter(line -> !line.isBlank()).forEach(lines);
              } catch (IOException | UncheckedIOException e) {
                // The process is gone.
              }
            },
            "output of a trial");
    reader.setDaemon(true);
    reader.start();
    return reader;
  }

  private static String host() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
