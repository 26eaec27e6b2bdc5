package org.ablate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program as people start it.
 *
 * @param file the program
 * @param folder that it is started in
 */
record Program(Path file, Path folder) {
  static final double NANOSECONDS_PER_SECOND = 1e9;

  static Program of(String file, Path folder) {
    return new Program(Path.of(file).toAbsolutePath().normalize(), folder);
  }

  /**
   * How many seconds a command takes.
   *
   * @throws IllegalStateException if it does not end well
   */
  double seconds(String... arguments) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Path log = folder.resolve("log.txt");
    Process process = start(log, arguments);
    int code = process.waitFor();
    double seconds = (System.nanoTime() - begun) / NANOSECONDS_PER_SECOND;
    if (code != 0) {
      throw new IllegalStateException(
          "%s %s ended with %d: %s"
              .formatted(file, List.of(arguments), code, Files.readString(log)));
    }
    return seconds;
  }

  /** Starts a command whose output goes to a file. */
  Process start(Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** Deletes a folder and all that is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
