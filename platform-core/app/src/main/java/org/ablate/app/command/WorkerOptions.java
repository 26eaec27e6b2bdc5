package org.ablate.app.command;

import java.time.Duration;
import java.util.Optional;
import org.ablate.app.RequestException;
import org.ablate.app.run.Limits;
import org.ablate.libtorch.Device;
import org.ablate.training.TrainingSettings;
import picocli.CommandLine.Option;

/** How many runs go on at the same time, and what each may cost. */
final class WorkerOptions {

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "How many runs go on at the same time, each in a process of its own (default: as many as"
              + " there are cores for; a single run stays in this process).")
  private Integer workers;

  @Option(
      names = "--on",
      paramLabel = "MASTER",
      description =
          "Carry the runs out on the machines of this Spark cluster, such as spark://host:7077 or"
              + " local-cluster[2,1,1024]; --workers then says how many go on at the same time"
              + " (default: as many as it has cores for).")
  private String master;

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      description = "A run in a process of its own that takes longer has failed.")
  private Integer timeLimit;

  @Option(
      names = "--silence-limit",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description =
          "A run in a process of its own that takes no step and scores no batch for so long is"
              + " taken for hung and begun again from its checkpoint (default: ${DEFAULT-VALUE}).")
  private int silenceLimit;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How often a run whose process was lost goes on in another (default: ${DEFAULT-VALUE}).")
  private int retries;

  @Option(names = "--fail-fast", description = "End the sweep when a run fails.")
  private boolean failFast;

  @Option(names = "--keep-going", description = "Go on when a run fails (default).")
  private boolean keepGoing;

  /** The Spark cluster that carries the runs out; empty where this machine does. */
  Optional<String> cluster() {
    return Optional.ofNullable(master);
  }

  /**
   * How many runs go on at the same time, if that was said.
   *
   * @throws RequestException if there would be none
   */
  Optional<Integer> stated() {
    if (workers != null && workers < 1) {
      throw new RequestException("--workers must be at least 1, got " + workers);
    }
    return Optional.ofNullable(workers);
  }

  /**
   * The number of worker processes; 0 where this process does the work.
   *
   * @param runs how many runs could go on at the same time
   * @throws RequestException if there would be none
   */
  int processes(TrainingSettings training, int runs) {
    if (stated().isPresent()) {
      return workers;
    }
    // A device that all would share takes one at a time.
    int cores = Runtime.getRuntime().availableProcessors() / training.threads();
    int most = Math.min(runs, training.device() == Device.CPU ? cores : 1);
    return most <= 1 ? 0 : most;
  }

  /** What each run may cost. */
  Limits limits() {
    if (failFast && keepGoing) {
      throw new RequestException("--fail-fast and --keep-going exclude each other");
    }
    if (retries < 0 || silenceLimit < 1 || timeLimit != null && timeLimit < 1) {
      throw new RequestException(
          "--retries must be at least 0, and limits must be at least 1 second");
    }
    return new Limits(
        Optional.ofNullable(timeLimit).map(Duration::ofSeconds),
        Duration.ofSeconds(silenceLimit),
        retries,
        failFast);
  }
}
