package org.ablate.app.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.ablate.app.RequestException;
import org.ablate.registry.Registry;
import org.ablate.registry.RunStatus;

/**
 * Carries runs out in worker processes, several at a time. A process that is lost costs its run
 * some steps, or at worst the run; nothing else.
 */
public final class WorkerPool implements Runner {
  /** How often a process may end before it was ready. */
  private static final int STARTS = 2;

  /** Native libraries are loaded from a cold disk. */
  private static final Duration START_PATIENCE = Duration.ofMinutes(5);

  private final List<Slot> slots = new ArrayList<>();
  private final WorkerLaunch command;
  private final Limits limits;
  private final Registry registry;
  private final Path out;
  private final SweepProgress progress;
  private final AtomicReference<RuntimeException> broken = new AtomicReference<>();
  private volatile Agenda current = new AssignmentList(List.of());
  private volatile boolean stopped;

  /**
   * Prepares the processes; they start with the first runs.
   *
   * @param workers how many there may be
   * @param out the folder of runs
   * @param progress is told what happens
   */
  public WorkerPool(
      WorkerLaunch command,
      int workers,
      Limits limits,
      Registry registry,
      Path out,
      SweepProgress progress) {
    this.command = command;
    this.limits = limits;
    this.registry = registry;
    this.out = out;
    this.progress = progress;
    for (int i = 0; i < workers; i++) {
      slots.add(new Slot());
    }
  }

  @Override
  public void run(Agenda agenda) {
    current = agenda;
    progress.begin(agenda.size());
    List<Thread> threads = new ArrayList<>();
    for (Slot slot : slots.subList(0, Math.min(slots.size(), agenda.size()))) {
      Thread thread = new Thread(() -> slot.work(agenda), "worker slot");
      thread.start();
      threads.add(thread);
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
    }
    progress.end();
    if (broken.get() != null) {
      throw broken.get();
    }
  }

  @Override
  public void stop() {
    stopped = true;
    current.stop();
    slots.forEach(Slot::stop);
  }

  @Override
  public void close() {
    slots.forEach(Slot::close);
  }

  /** How a run's time in a process ended. */
  private sealed interface Outcome {
    /** The registry knows how. */
    record Recorded(RunEvent.Ended ended) implements Outcome {}

    /** The process is gone. */
    record Lost(String reason, boolean again) implements Outcome {}
  }

  /** A place for one process at a time. */
  private final class Slot {
    private volatile WorkerProcess process;

    void work(Agenda agenda) {
      try {
        for (Optional<Assignment> next = agenda.next();
            next.isPresent() && !stopped;
            next = agenda.next()) {
          RunEvent.Ended ended = carryOut(next.get());
          progress.ended(next.get(), ended);
          agenda.ended(next.get());
          if (ended.status() == RunStatus.FAILED && limits.failFast()) {
            WorkerPool.this.stop();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        broken.compareAndSet(null, e);
        WorkerPool.this.stop();
      }
    }

    private RunEvent.Ended carryOut(Assignment assignment) throws InterruptedException {
      long deadline =
          limits.time().map(time -> System.nanoTime() + time.toNanos()).orElse(Long.MAX_VALUE);
      for (int retries = 0; ; retries++) {
        start();
        progress.began(assignment);
        process.begin(assignment, log(assignment));
        if (stopped) {
          process.stop();
        }
        Outcome outcome = follow(assignment, deadline);
        if (outcome instanceof Outcome.Recorded recorded) {
          return recorded.ended();
        }
        Outcome.Lost lost = (Outcome.Lost) outcome;
        process = null;
        if (stopped) {
          return new RunEvent.Ended(RunStatus.INTERRUPTED, Optional.of(lost.reason()));
        }
        if (!lost.again() || retries == limits.retries()) {
          String failure = "%s; its log is %s".formatted(lost.reason(), log(assignment));
          LostRun.record(assignment, failure, registry, out);
          return new RunEvent.Ended(RunStatus.FAILED, Optional.of(failure));
        }
        progress.lost(assignment, lost.reason());
      }
    }

    /** Starts a process where there is none. */
    private void start() throws InterruptedException {
      for (int attempt = 1; process == null; attempt++) {
        WorkerProcess started = WorkerProcess.start(command);
        process = started;
        try {
          if (started.next(START_PATIENCE).isPresent()) {
            return;
          }
        } catch (WorkerProcess.SilentException e) {
          started.kill();
        }
        process = null;
        if (attempt == STARTS) {
          throw new RequestException(
              "worker processes do not start: %s. %s"
                  .formatted(started.ending(), started.lastWords()));
        }
      }
    }

    private Outcome follow(Assignment assignment, long deadline) throws InterruptedException {
      WorkerProcess followed = process;
      while (true) {
        long left =
            deadline == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, deadline - System.nanoTime());
        Duration patience =
            left < limits.silence().toNanos() ? Duration.ofNanos(left) : limits.silence();
        try {
          Optional<RunEvent> event = followed.next(patience);
          if (event.isEmpty()) {
            return new Outcome.Lost(followed.ending(), true);
          }
          if (event.get() instanceof RunEvent.Ended ended) {
            return new Outcome.Recorded(ended);
          }
          progress.happened(assignment, event.get());
          if (System.nanoTime() > deadline) {
            return kill(followed, overTime(), false);
          }
        } catch (WorkerProcess.SilentException e) {
          return System.nanoTime() >= deadline
              ? kill(followed, overTime(), false)
              : kill(
                  followed,
                  "it gave no sign of life for %d s".formatted(limits.silence().toSeconds()),
                  true);
        }
      }
    }

    private String overTime() {
      return "it took longer than its limit of %d s"
          .formatted(limits.time().orElseThrow().toSeconds());
    }

    private Outcome kill(WorkerProcess killed, String reason, boolean again)
        throws InterruptedException {
      killed.kill();
      killed.ending();
      return new Outcome.Lost(reason, again);
    }

    void stop() {
      WorkerProcess running = process;
      if (running != null) {
        running.stop();
      }
    }

    void close() {
      WorkerProcess running = process;
      if (running != null) {
        running.close();
      }
    }
  }

  private Path log(Assignment assignment) {
    return assignment.folder(out).path().resolve("log.txt");
  }
}
