package org.ablate.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A standalone Spark master and its workers, on this machine, from the artifacts of the build. */
final class Cluster implements AutoCloseable {
  private static final Path SPARK = Path.of(System.getProperty("spark"));
  private static final String DEPLOY = "org.apache.spark.deploy.";
  private static final String LOOPBACK = "127.0.0.1";
  private static final String LOGGING = "log4j2.properties";

  /** What a master says once its port is open. */
  private static final Pattern UP =
      Pattern.compile("Starting Spark master at (spark://[0-9.]+:\\d+)");

  private static final long PATIENCE_MILLISECONDS = 60_000;

  /** By itself it says nothing but warnings. */
  private static final String TALKATIVE =
      """
      rootLogger.level = info
      rootLogger.appenderRef.out.ref = console
      appender.console.type = Console
      appender.console.name = console
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %m%n
      """;

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();

  private Cluster(Path folder) {
    this.folder = folder;
  }

  /** Starts a master, at a port of its own choice. */
  static Cluster start(Path folder) throws IOException, InterruptedException {
    Files.writeString(folder.resolve(LOGGING), TALKATIVE);
    Cluster cluster = new Cluster(folder);
    cluster.java(
        "master",
        Map.of(),
        List.of("master.Master", "--host", LOOPBACK, "--port", "0", "--webui-port", "0"));
    long end = System.currentTimeMillis() + PATIENCE_MILLISECONDS;
    while (cluster.said().isEmpty()) {
      if (System.currentTimeMillis() > end) {
        throw new AssertionError("the master does not start");
      }
      Thread.sleep(100);
    }
    return cluster;
  }

  /** The address that the master says it is at, once it is up. */
  private Optional<String> said() throws IOException {
    return UP.matcher(Files.readString(folder.resolve("master.log")))
        .results()
        .map(up -> up.group(1))
        .findFirst();
  }

  String address() throws IOException {
    return said().orElseThrow();
  }

  /** Adds a worker with one core. */
  Process addWorker(String name, Map<String, String> environment) throws IOException {
    return java(
        name,
        environment,
        List.of(
            "worker.Worker",
            "--host",
            LOOPBACK,
            "--cores",
            "1",
            "--memory",
            "1g",
            "--webui-port",
            "0",
            "--work-dir",
            folder.resolve(name + "-work").toString(),
            address()));
  }

  private Process java(String name, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + SPARK.resolve("jvm-arguments"));
    command.addAll(List.of("-cp", SPARK.resolve("jars") + "/*"));
    command.add("-Dlog4j2.configurationFile=" + folder.resolve(LOGGING));
    command.add(DEPLOY + arguments.get(0));
    command.addAll(arguments.subList(1, arguments.size()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().put("SPARK_HOME", SPARK.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", LOOPBACK);
    builder.environment().putAll(environment);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /** Kills a worker with its executors and what runs in them, as when a machine is switched off. */
  static void kill(Process worker) {
    List<ProcessHandle> all = worker.descendants().toList();
    worker.destroyForcibly().onExit().join();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    processes.forEach(Cluster::kill);
  }
}
