package org.ablate.app.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.ablate.training.evaluation.Scores;
import org.ablate.training.loop.StepReport;
import org.ablate.training.loop.TrainingListener;

/** Tells what happens in a training as events, though not every step and every batch. */
final class EventListener implements TrainingListener {
  private static final long PERIOD_NANOSECONDS = 200_000_000;

  private final Consumer<RunEvent> events;
  private Optional<RunEvent.LastStep> last = Optional.empty();
  private int steps;
  private long toldAt = System.nanoTime();

  EventListener(Consumer<RunEvent> events) {
    this.events = events;
  }

  @Override
  public void initialized(String report) {
    events.accept(new RunEvent.Initialized(report));
  }

  @Override
  public void started(int step, int ofSteps) {
    steps = ofSteps;
    events.accept(new RunEvent.Started(step, ofSteps));
  }

  @Override
  public void stepped(StepReport report) {
    last = Optional.of(new RunEvent.LastStep(report.loss(), report.tokensPerSecond()));
    tellOneOfMany(new RunEvent.Stepped(report.step()));
  }

  @Override
  public void scored() {
    tellOneOfMany(new RunEvent.Scored());
  }

  private void tellOneOfMany(RunEvent event) {
    long now = System.nanoTime();
    if (now - toldAt > PERIOD_NANOSECONDS) {
      toldAt = now;
      events.accept(event);
    }
  }

  @Override
  public void evaluated(int step, Scores validation, boolean bestSoFar) {
    events.accept(
        new RunEvent.Evaluated(
            step,
            steps,
            validation.values().entrySet().stream()
                .map(
                    entry ->
                        new RunEvent.Score(
                            entry.getKey(), Optional.of(entry.getValue()).filter(Double::isFinite)))
                .toList(),
            last));
  }

  @Override
  public void checkpointed(int step, Path folder) {
    events.accept(new RunEvent.Stepped(step));
  }
}
