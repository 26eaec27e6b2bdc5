package org.ablate.app.run;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.ablate.registry.RunStatus;
import org.ablate.training.evaluation.Metric;

/** Shows how a sweep goes: a bar for all of it in a terminal, lines elsewhere. */
public final class SweepProgress {
  private static final long REFRESH_NANOSECONDS = 250_000_000;
  private static final double NANOSECONDS_PER_SECOND = 1e9;

  private static final int BAR_WIDTH = 16;

  /** A longer line would wrap, and could not be written over. */
  private static final int LINE_WIDTH = 79;

  /** Back to the beginning of the line, and nothing on it. */
  private static final String EMPTY_LINE = "\r\u001b[K";

  private record Best(String run, Metric metric, double value) {}

  private record Place(int step, int steps) {
    double done() {
      return steps == 0 ? 0 : (double) step / steps;
    }
  }

  private final LongSupplier clock;
  private final PrintWriter out;
  private final boolean terminal;
  private final Metric metric;
  private final Map<String, Place> running = new HashMap<>();
  private long shownAt;
  private int runs;
  private int done;
  private int failed;
  private long beganAt;
  private double doneBefore;
  private Optional<Best> best = Optional.empty();

  /**
   * Prepares the display.
   *
   * @param terminal whether lines can be written over
   * @param metric what decides between models
   */
  public SweepProgress(PrintWriter out, boolean terminal, Metric metric) {
    this(out, terminal, metric, System::nanoTime);
  }

  /** With a clock of nanoseconds. */
  SweepProgress(PrintWriter out, boolean terminal, Metric metric, LongSupplier clock) {
    this.clock = clock;
    this.out = out;
    this.terminal = terminal;
    this.metric = metric;
  }

  synchronized void begin(int count) {
    runs = count;
    done = 0;
    failed = 0;
    doneBefore = 0;
    best = Optional.empty();
    running.clear();
    beganAt = clock.getAsLong();
    show(true);
  }

  synchronized void began(Assignment assignment) {
    running.put(assignment.id(), new Place(0, 0));
    // Of halving it is not known before how often runs go on.
    runs = Math.max(runs, done + running.size());
    update();
  }

  synchronized void happened(Assignment assignment, RunEvent event) {
    String id = assignment.id();
    Place before = running.getOrDefault(id, new Place(0, 0));
    if (event instanceof RunEvent.Started started) {
      running.put(id, new Place(started.step(), started.steps()));
      if (started.step() > 0) {
        Place place = new Place(started.step(), started.steps());
        doneBefore += place.done();
        line("%s: resumed after step %d of %d".formatted(id, place.step(), place.steps()));
      }
    } else if (event instanceof RunEvent.Initialized initialized) {
      line(id + " " + initialized.report());
    } else if (event instanceof RunEvent.Stepped stepped) {
      running.put(id, new Place(stepped.step(), before.steps()));
    } else if (event instanceof RunEvent.Evaluated evaluated) {
      running.put(id, new Place(evaluated.step(), evaluated.steps()));
      keepBest(id, evaluated);
      if (!terminal) {
        line(
            evaluated
                .lastStep()
                .map(
                    last ->
                        String.format(
                            Locale.ROOT,
                            "%s: step %d of %d, loss %.3f%s, %,.0f tokens/s",
                            id,
                            evaluated.step(),
                            evaluated.steps(),
                            last.loss(),
                            shown(evaluated),
                            last.tokensPerSecond()))
                .orElse("%s: not trained%s".formatted(id, shown(evaluated))));
      }
    }
    update();
  }

  private void keepBest(String id, RunEvent.Evaluated evaluated) {
    for (RunEvent.Score score : evaluated.validation()) {
      if (score.metric() == metric
          && score.value().isPresent()
          && (best.isEmpty() || metric.isBetter(score.value().get(), best.get().value()))) {
        best = Optional.of(new Best(id, metric, score.value().get()));
      }
    }
  }

  private String shown(RunEvent.Evaluated evaluated) {
    return evaluated.validation().stream()
        .filter(score -> score.metric() == metric && score.value().isPresent())
        .findFirst()
        .map(score -> ", validation %s %s".formatted(metric, metric.text(score.value().get())))
        .orElse("");
  }

  synchronized void lost(Assignment assignment, String reason) {
    running.remove(assignment.id());
    line("%s: %s; it is taken up again".formatted(assignment.id(), reason));
  }

  synchronized void ended(Assignment assignment, RunEvent.Ended ended) {
    running.remove(assignment.id());
    if (ended.status() != RunStatus.INTERRUPTED) {
      done++;
    }
    if (ended.status() == RunStatus.FAILED) {
      failed++;
      line(
          "%s failed: %s"
              .formatted(assignment.id(), ended.failure().orElse("for no stated reason")));
    } else if (ended.status() == RunStatus.STOPPED) {
      if (!terminal) {
        line("%s stopped %s".formatted(assignment.id(), ended.failure().orElse("")));
      }
    } else if (ended.status() != RunStatus.FINISHED) {
      line(
          "%s %s: %s"
              .formatted(
                  assignment.id(),
                  ended.status().name().toLowerCase(Locale.ROOT),
                  ended.failure().orElse("for no stated reason")));
    }
    if (!terminal) {
      line(summary());
    }
    update();
  }

  /** Something that people should know. */
  synchronized void note(String text) {
    line(text);
  }

  synchronized void end() {
    if (terminal && runs > 0) {
      show(true);
      out.println();
    }
    out.flush();
  }

  /** A line of its own, which the bar must not be in the middle of. */
  private void line(String text) {
    out.println(terminal ? EMPTY_LINE + text : text);
    out.flush();
  }

  private String summary() {
    StringBuilder summary =
        new StringBuilder("%d of %d done, %d running".formatted(done, runs, running.size()));
    if (failed > 0) {
      summary.append(", %d failed".formatted(failed));
    }
    secondsLeft().ifPresent(seconds -> summary.append(", " + duration(seconds) + " left"));
    best.ifPresent(
        b -> summary.append(", best %s of %s".formatted(metric.text(b.value()), b.run())));
    return summary.toString();
  }

  /** By how long it took to come this far. */
  private Optional<Double> secondsLeft() {
    double share = share();
    double elapsed = (clock.getAsLong() - beganAt) / NANOSECONDS_PER_SECOND;
    return share <= doneBefore || done == runs
        ? Optional.empty()
        : Optional.of(elapsed / (share - doneBefore) * (runs - share));
  }

  /** How many runs' worth is done. */
  private double share() {
    return done + running.values().stream().mapToDouble(Place::done).sum();
  }

  private void update() {
    show(false);
  }

  /** Writes the bar over the last one, though not too often. */
  private void show(boolean now) {
    long time = clock.getAsLong();
    if (terminal && runs > 0 && (now || time - shownAt > REFRESH_NANOSECONDS)) {
      shownAt = time;
      int full = (int) Math.round(BAR_WIDTH * share() / runs);
      String bar = "█".repeat(full) + "░".repeat(BAR_WIDTH - full) + " " + summary();
      out.print(EMPTY_LINE + bar.substring(0, Math.min(LINE_WIDTH, bar.length())));
      out.flush();
    }
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? "%d min %02d s".formatted(whole / 60, whole % 60)
        : "%d h %02d min".formatted(whole / 3600, whole / 60 % 60);
  }
}
