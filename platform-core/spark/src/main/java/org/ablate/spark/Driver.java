package org.ablate.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/**
 * The driver of a Spark application whose tasks are trials. It is told on its standard input, a
 * line for each trial, with tabs between a number, a name, the file of its parcel and the file that
 * the result is to be written to; and it says on its standard output {@code ready} and how many
 * cores there are, {@code done} or {@code failed} with the number of a trial, and {@code lost} when
 * an executor is gone, whose trials begin again elsewhere. It ends when its input is closed.
 */
public final class Driver {
  /** It starts trials and waits for them: small and quick to start. */
  private static final String EXECUTOR_JVM = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";

  private static final long POLL_MILLISECONDS = 200;

  /** Machines that are there register within this time of the first. */
  private static final long GATHERING_MILLISECONDS = 1_500;

  private final JavaSparkContext spark;
  private final TrialTask task;
  private final PrintStream out;

  private Driver(JavaSparkContext spark, TrialTask task, PrintStream out) {
    this.spark = spark;
    this.task = task;
    this.out = out;
  }

  /** The one argument is a file of properties. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err); // what libraries print is no answer
    Properties properties = Launch.properties(Path.of(arguments[0]));
    SparkConf conf =
        new SparkConf()
            .setMaster(properties.getProperty("master"))
            .setAppName(properties.getProperty("name"))
            .setJars(JavaSparkContext.jarOfClass(Driver.class))
            .set("spark.executor.extraJavaOptions", EXECUTOR_JVM)
            .set("spark.ui.enabled", "false")
            .set("spark.driver.maxResultSize", "0")
            .set("spark.task.cpus", properties.getProperty("cpus"))
            .set("spark.task.maxFailures", properties.getProperty("attempts"));
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      Driver driver = new Driver(spark, new TrialTask(Launch.of(properties)), out);
      spark.sc().addSparkListener(driver.new Losses());
      // Whoever asks may be gone before a full cluster has room.
      Thread waiting = new Thread(driver::awaitExecutors, "executors");
      waiting.setDaemon(true);
      waiting.start();
      driver.work();
    }
    // Whatever still runs is of no use to anybody.
    Runtime.getRuntime().halt(0);
  }

  private void awaitExecutors() {
    try {
      // The driver is among them.
      while (spark.statusTracker().getExecutorInfos().length < 2) {
        Thread.sleep(POLL_MILLISECONDS);
      }
      Thread.sleep(GATHERING_MILLISECONDS);
      say("ready", String.valueOf(spark.defaultParallelism()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() throws IOException {
    ExecutorService trials = Executors.newCachedThreadPool();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] request = line.split("\t");
      trials.execute(
          () -> carryOut(request[0], request[1], Path.of(request[2]), Path.of(request[3])));
    }
    trials.shutdownNow();
  }

  /** A job with one task. */
  private void carryOut(String number, String name, Path parcel, Path result) {
    try {
      spark.setJobDescription(name);
      TrialResult came =
          spark.parallelize(List.of(Files.readAllBytes(parcel)), 1).map(task).collect().get(0);
      if (came.failure().isEmpty()) {
        Files.write(result, came.parcel());
        say("done", number);
      } else {
        say("failed", number, came.failure());
      }
    } catch (Exception e) { // Spark throws checked exceptions that Java does not know of
      if (spark.sc().isStopped()) {
        // The cluster has ended the application, which is no fault of the trial.
        Runtime.getRuntime().halt(1);
      }
      say("failed", number, firstLine(e));
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse(e.toString());
  }

  private synchronized void say(String... words) {
    out.println(String.join("\t", words).replace('\n', ' '));
    out.flush();
  }

  /** Hears of machines that are gone. */
  private final class Losses extends SparkListener {
    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      say("lost", "executor %s is gone".formatted(removed.executorId()));
    }
  }
}
