package org.ablate.app.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunStatus;

/**
 * Carries runs out on the machines of a Spark cluster, each as a job with one task. A machine that
 * is lost costs its runs what they had done there; they begin again elsewhere.
 */
public final class SparkRunner implements Runner {
  private final SparkLaunch launch;
  private final Optional<Integer> atOnce;
  private final boolean failFast;
  private final Registry registry;
  private final Path out;
  private final SweepProgress progress;
  private final Path scratch = scratch();
  private final AtomicReference<RuntimeException> broken = new AtomicReference<>();
  private volatile Agenda current = new AssignmentList(List.of());
  private volatile Optional<SparkApplication> application = Optional.empty();
  private volatile boolean stopped;

  /**
   * Prepares the application, which starts with the first runs.
   *
   * @param atOnce how many runs go on at the same time; by default as many as the cluster has cores
   *     for
   * @param failFast whether the first run that fails is the last one
   * @param out the folder of runs
   * @param progress is told what happens
   */
  public SparkRunner(
      SparkLaunch launch,
      Optional<Integer> atOnce,
      boolean failFast,
      Registry registry,
      Path out,
      SweepProgress progress) {
    this.launch = launch;
    this.atOnce = atOnce;
    this.failFast = failFast;
    this.registry = registry;
    this.out = out;
    this.progress = progress;
  }

  @Override
  public void run(Agenda agenda) {
    if (agenda.size() == 0) {
      return;
    }
    current = agenda;
    try {
      if (application.isEmpty()) {
        application = Optional.of(SparkApplication.start(launch, scratch, out, progress::note));
      }
      SparkApplication spark = application.get();
      int cores = spark.awaitCores() / launch.threadsPerRun();
      int threads = Math.min(atOnce.orElse(Math.max(1, cores)), agenda.size());
      progress.begin(agenda.size());
      List<Thread> slots = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Thread slot = new Thread(() -> work(agenda, spark), "spark slot");
        slot.start();
        slots.add(slot);
      }
      for (Thread slot : slots) {
        slot.join();
      }
      progress.end();
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
    }
    if (broken.get() != null && !stopped) {
      throw broken.get();
    }
  }

  private void work(Agenda agenda, SparkApplication spark) {
    try {
      for (Optional<Assignment> next = agenda.next();
          next.isPresent() && !stopped;
          next = agenda.next()) {
        progress.began(next.get());
        RunEvent.Ended ended = carryOut(next.get(), spark);
        progress.ended(next.get(), ended);
        agenda.ended(next.get());
        if (ended.status() == RunStatus.FAILED && failFast) {
          stop();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      broken.compareAndSet(null, e);
      agenda.stop();
    }
  }

  private RunEvent.Ended carryOut(Assignment assignment, SparkApplication spark)
      throws InterruptedException {
    Path folder =
        RunFolder.of(scratch, "parcel", assignment.run().variant(), assignment.run().seed()).path();
    Path parcel = folder.resolve("to.zip");
    Path result = folder.resolve("from.zip");
    Parcel.of(assignment, registry, out, folder.resolve("to")).write(parcel);
    Optional<String> failure = spark.carryOut(assignment.id(), parcel, result);
    if (stopped) {
      return new RunEvent.Ended(RunStatus.INTERRUPTED, Optional.of("stopped"));
    }
    if (failure.isPresent()) {
      LostRun.record(assignment, failure.get(), registry, out);
      return new RunEvent.Ended(RunStatus.FAILED, failure);
    }
    Run run = Parcel.read(result, folder.resolve("from")).deliver(assignment, registry, out);
    new RunFolder(folder).clear();
    return new RunEvent.Ended(run.status(), run.failure());
  }

  private static Path scratch() {
    try {
      return Files.createTempDirectory("ablate-spark-");
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for parcels: " + e.getMessage(), e);
    }
  }

  @Override
  public void stop() {
    stopped = true;
    current.stop();
    application.ifPresent(SparkApplication::close);
  }

  @Override
  public void close() {
    application.ifPresent(SparkApplication::close);
    new RunFolder(scratch).clear();
  }
}
