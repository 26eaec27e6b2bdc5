package org.ablate.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunFilter;
import org.ablate.registry.RunStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps of the program on a real standalone cluster on this machine. */
class SparkSweepIT {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("distribution"));
  private static final Path ARGUMENTS = Path.of(System.getProperty("jvm.arguments"));
  private static final String EXPERIMENT =
      """
      task: {name: copy, symbols: 4, lengths: {min: 2, max: 4}, examples: {train: 200, validation: 20, test: 20}}
      tokenizer: symbol
      model: {architecture: decoder, d_model: 16, n_heads: 2, n_layers: 1, d_ff: 32, positional_encoding: rotary}
      training: {steps: 60, batch_size: 16, warmup_steps: 5, evaluate_every: 20, checkpoint_every: 10}
      variants:
        full: {model.attention: scaled-dot-product}
        window: {model.attention: {name: sliding-window, window: 2}}
      """;

  private static final long LIMIT_MINUTES = 4;

  @TempDir private Path folder;

  private record Result(int exitCode, String out, String err) {}

  @BeforeEach
  void write_the_experiment() throws IOException {
    Files.writeString(folder.resolve("sweep.yaml"), EXPERIMENT);
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + ARGUMENTS);
    command.add("-Dablate.plugins=" + DISTRIBUTION.resolve("plugins"));
    command.add("-Donnxruntime.native.path=" + DISTRIBUTION.resolve("natives/onnxruntime"));
    command.add("-Dablate.spark=" + System.getProperty("spark"));
    command.addAll(List.of("--module-path", DISTRIBUTION.resolve("modules").toString()));
    command.addAll(List.of("--class-path", DISTRIBUTION.resolve("natives") + "/*"));
    command.addAll(List.of("--module", "org.ablate.app/org.ablate.app.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("standard-output").toFile())
            .redirectError(folder.resolve("standard-error").toFile());
    builder.environment().put("ABLATE_PLUGINS", folder.resolve("plugins").toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder.start();
  }

  private Result run(String... arguments) throws Exception {
    return end(start(arguments));
  }

  private Result end(Process process) throws Exception {
    try {
      assertTrue(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES), "it does not end");
    } finally {
      process.destroyForcibly();
    }
    return new Result(
        process.exitValue(),
        Files.readString(folder.resolve("standard-output")),
        Files.readString(folder.resolve("standard-error")));
  }

  /** Every number of every run, its files by their hashes, and the bits of its weights. */
  private Map<String, List<String>> numbers(String out) throws IOException {
    Map<String, List<String>> numbers = new TreeMap<>();
    try (Registry registry = Registry.open(folder.resolve(out).resolve("registry.db"))) {
      for (Run run : registry.list(RunFilter.all())) {
        assertEquals(RunStatus.FINISHED, run.status(), run.toString());
        List<String> of = new ArrayList<>();
        run.summary().forEach((metric, value) -> of.add(metric + " " + value));
        registry
            .points(run)
            .forEach(
                (series, points) ->
                    points.forEach(p -> of.add(series + " " + p.step() + " " + p.value())));
        registry.artifacts(run).forEach(artifact -> of.add(artifact.path()));
        try (Stream<Path> files = Files.walk(run.folder())) {
          for (Path file : files.filter(f -> f.endsWith("model.safetensors")).sorted().toList()) {
            of.add(run.folder().relativize(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));
          }
        }
        assertEquals(null, numbers.put(run.id(), of), run.id() + " was run twice");
      }
    }
    return numbers;
  }

  @Test
  void a_worker_that_is_killed_costs_nothing_and_the_bits_are_those_of_this_machine()
      throws Exception {
    Result here = run("run", "sweep.yaml", "--out", "here", "--workers", "1");
    assertEquals(0, here.exitCode(), here.err());
    try (Cluster cluster = Cluster.start(folder)) {
      cluster.addWorker("first", Map.of());
      Process second = cluster.addWorker("second", Map.of());
      Process sweep = start("run", "sweep.yaml", "--out", "there", "--on", cluster.address());
      // The executor is a child of the worker; the trial is a child of the executor.
      while (sweep.isAlive() && second.descendants().count() < 2) {
        Thread.sleep(20);
      }
      assertTrue(sweep.isAlive(), "nothing was begun on the second worker");
      Cluster.kill(second);
      Result there = end(sweep);
      assertEquals(0, there.exitCode(), there.out() + there.err());
      assertTrue(there.out().contains(" is gone; its runs begin again elsewhere\n"), there.out());
    }
    assertEquals(numbers("here"), numbers("there"));
  }

  private Optional<String> failureOf(Map<String, String> environment) throws Exception {
    try (Cluster cluster = Cluster.start(folder)) {
      cluster.addWorker("only", environment);
      Result result =
          run("run", "sweep.yaml", "--on", cluster.address(), "--fail-fast", "--workers", "1");
      assertEquals(1, result.exitCode(), result.out() + result.err());
    }
    try (Registry registry = Registry.open(folder.resolve("runs/registry.db"))) {
      List<Run> runs = registry.list(RunFilter.all());
      assertEquals(1, runs.size());
      return runs.get(0).failure();
    }
  }

  private static String host() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }

  @Test
  void a_worker_without_the_program_is_told_of() throws Exception {
    assertEquals(
        Optional.of(
            "the program is not on %s: there is no folder /nowhere; copy it there, or start the Spark worker with ABLATE_HOME set to where it is"
                .formatted(host())),
        failureOf(Map.of("ABLATE_HOME", "/nowhere")));
  }

  @Test
  void a_worker_without_the_plugin_is_told_of() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.createSymbolicLink(other.resolve("modules"), DISTRIBUTION.resolve("modules"));
    Files.createSymbolicLink(other.resolve("natives"), DISTRIBUTION.resolve("natives"));
    Files.createDirectories(other.resolve("plugins"));
    try (Stream<Path> plugins = Files.list(DISTRIBUTION.resolve("plugins"))) {
      for (Path plugin : plugins.filter(p -> !p.toString().contains("attention")).toList()) {
        Files.createSymbolicLink(other.resolve("plugins").resolve(plugin.getFileName()), plugin);
      }
    }
    String failure = failureOf(Map.of("ABLATE_HOME", other.toString())).orElseThrow();
    assertTrue(
        failure.matches(
            "on %s: the sweep was planned with the plugin org.ablate.plugins.attention 0.1.0 \\(SHA-256 [0-9a-f]{12}\\), but it is not installed; install that one, or start anew without --resume"
                .formatted(host())),
        failure);
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void a_master_that_cannot_be_reached_is_told_of_before_anything_is_planned() throws Exception {
    String address = "spark://127.0.0.1:" + portOfNobody();
    Result result = run("run", "sweep.yaml", "--on", address);
    assertEquals(2, result.exitCode());
    assertEquals(
        "the Spark master %s cannot be reached (Connection refused); start it, or take the address that its page shows\n"
            .formatted(address),
        result.err());
    assertTrue(Files.notExists(folder.resolve("runs")), "something was planned");
  }

  @Test
  void a_cluster_of_this_machine_alone_needs_no_master_and_is_sent_what_runs_start_from()
      throws Exception {
    Files.copy(folder.resolve("sweep.yaml"), folder.resolve("before.yaml"));
    Result before = run("run", "before.yaml", "--set", "training.steps=20", "--workers", "1");
    assertEquals(0, before.exitCode(), before.out() + before.err());
    Result result =
        run(
            "run",
            "sweep.yaml",
            "--set",
            "initialize.from=before/full/seed-1",
            "--on",
            "local-cluster[2,1,1024]");
    assertEquals(0, result.exitCode(), result.out() + result.err());
    assertEquals(4, numbers("runs").size());
  }

  @Test
  void a_driver_that_waits_for_room_ends_with_who_started_it() throws Exception {
    try (Cluster cluster = Cluster.start(folder)) {
      Process sweep = start("run", "sweep.yaml", "--on", cluster.address());
      while (sweep.isAlive() && sweep.descendants().findAny().isEmpty()) {
        Thread.sleep(20);
      }
      ProcessHandle driver = sweep.descendants().findAny().orElseThrow();
      sweep.destroyForcibly().waitFor();
      driver.onExit().get(LIMIT_MINUTES, TimeUnit.MINUTES);
    }
  }
}
