package org.ablate.app.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ablate.app.RequestException;

/**
 * How a Spark application is started for the runs of a sweep.
 *
 * @param master its address, such as {@code spark://host:7077} or {@code local-cluster[2,1,1024]}
 * @param name what the cluster calls it
 * @param program how a machine starts this program for one run
 * @param limits what each run may cost
 * @param threadsPerRun how many cores a run takes
 */
public record SparkLaunch(
    String master, String name, WorkerLaunch program, Limits limits, int threadsPerRun) {

  /** Tells where Spark is; the launcher sets it. */
  private static final String HOME = "ablate.spark";

  private static final Pattern STANDALONE = Pattern.compile("spark://([^:/,]+):(\\d{1,5})");
  private static final Pattern LOCAL = Pattern.compile("local-cluster\\[\\d+,\\d+,\\d+\\]");
  private static final int PATIENCE_MILLISECONDS = 5_000;

  /** What of this process's environment the runs need, wherever they are. */
  private static final Pattern ENVIRONMENT = Pattern.compile("(ABLATE|KMP|OMP)_\\w+");

  private static final String HOME_OF_OTHERS = "ABLATE_HOME";

  /**
   * Finds out whether the application can be started.
   *
   * @throws RequestException if the address is none, nobody is there, or Spark was not built
   */
  public static void check(String master) {
    Matcher standalone = STANDALONE.matcher(master);
    if (!standalone.matches() && !LOCAL.matcher(master).matches()) {
      throw new RequestException(
          "--on takes the address of a Spark master, such as spark://host:7077 or local-cluster[2,1,1024], got '%s'"
              .formatted(master));
    }
    home();
    if (standalone.matches()) {
      requireReachable(master, standalone.group(1), Integer.parseInt(standalone.group(2)));
    }
  }

  private static void requireReachable(String master, String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLISECONDS);
    } catch (IOException | IllegalArgumentException e) {
      throw new RequestException(
          "the Spark master %s cannot be reached (%s); start it, or take the address that its page shows"
              .formatted(master, e.getMessage()));
    }
  }

  /**
   * Where Spark is.
   *
   * @throws RequestException if it was not built
   */
  static Path home() {
    Optional<Path> home = Optional.ofNullable(System.getProperty(HOME)).map(Path::of);
    if (home.isEmpty() || !Files.isDirectory(home.get().resolve("jars"))) {
      throw new RequestException(
          "--on needs the Spark module, which is not built; build it once with: mvn -pl platform-core/spark -am -DskipTests package");
    }
    return home.get();
  }

  /** The command that starts the driver, whose argument is a file of properties. */
  List<String> command(Path properties) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "@" + home().resolve("jvm-arguments"),
        "--class-path",
        home().resolve("jars") + "/*",
        "org.ablate.spark.Driver",
        properties.toString());
  }

  /** What the driver has to know. */
  Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("master", master);
    properties.setProperty("name", name);
    properties.setProperty("cpus", String.valueOf(threadsPerRun));
    properties.setProperty("attempts", String.valueOf(limits.retries() + 1));
    properties.setProperty("home", program.home().toString());
    properties.setProperty("silence_seconds", String.valueOf(limits.silence().toSeconds()));
    properties.setProperty(
        "limit_seconds", String.valueOf(limits.time().map(Duration::toSeconds).orElse(0L)));
    for (int i = 1; i < program.words().size(); i++) {
      properties.setProperty("word." + (i - 1), program.words().get(i));
    }
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment
        .keySet()
        .retainAll(
            environment.keySet().stream()
                .filter(key -> ENVIRONMENT.matcher(key).matches() && !key.equals(HOME_OF_OTHERS))
                .toList());
    environment.forEach((key, value) -> properties.setProperty("environment." + key, value));
    return properties;
  }
}
