package org.ablate.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A standalone Spark master and its workers, on this machine, from the artifacts of the build. */
final class Cluster implements AutoCloseable {
  private static final Path SPARK = Path.of(System.getProperty("spark"));
  private static final String DEPLOY = "org.apache.spark.deploy.";
  private static final String LOOPBACK = "127.0.0.1";
  private static final long PATIENCE_MILLISECONDS = 60_000;

  private final Path folder;
  private final int port;
  private final List<Process> processes = new ArrayList<>();

  private Cluster(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Starts a master. */
  static Cluster start(Path folder) throws IOException, InterruptedException {
    int port = freePort();
    Cluster cluster = new Cluster(folder, port);
    cluster.java(
        "master",
        Map.of(),
        List.of("master.Master", "--host", LOOPBACK, "--port", "" + port, "--webui-port", "0"));
    long end = System.currentTimeMillis() + PATIENCE_MILLISECONDS;
    while (!cluster.isUp()) {
      if (System.currentTimeMillis() > end) {
        throw new AssertionError("the master does not start");
      }
      Thread.sleep(100);
    }
    return cluster;
  }

  /** A port at which nobody listens. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }

  private boolean isUp() {
    try (Socket socket = new Socket(LOOPBACK, port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  String address() {
    return "spark://%s:%d".formatted(LOOPBACK, port);
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
