package org.ablate.app.run;

import java.io.PrintWriter;
import java.util.Optional;
import org.ablate.registry.Run;
import org.ablate.registry.RunStatus;

/** Carries runs out in this process, one after the other. */
public final class InProcess implements Runner {
  private final Trainer trainer;
  private final boolean failFast;
  private final PrintWriter console;
  private final boolean terminal;
  private volatile boolean stopped;

  /**
   * Prepares the work.
   *
   * @param failFast whether the first run that fails is the last one
   * @param console what people read
   * @param terminal whether the console can show bars
   */
  public InProcess(Trainer trainer, boolean failFast, PrintWriter console, boolean terminal) {
    this.trainer = trainer;
    this.failFast = failFast;
    this.console = console;
    this.terminal = terminal;
  }

  @Override
  public void run(Agenda agenda) {
    try {
      for (Optional<Assignment> next = agenda.next();
          next.isPresent() && !stopped;
          next = agenda.next()) {
        carryOut(next.get());
        agenda.ended(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void carryOut(Assignment assignment) {
    try (Progress progress = new Progress(assignment.run().variant(), console, terminal)) {
      Run run = trainer.carryOut(assignment, progress);
      if (run.status() == RunStatus.FAILED) {
        console.printf("%s failed: %s%n", run.id(), run.failure().orElse("for no stated reason"));
        stopped |= failFast;
      }
    }
  }

  @Override
  public void stop() {
    stopped = true;
    trainer.stop();
  }

  @Override
  public void close() {}
}
