package org.ablate.app.run;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.ablate.training.evaluation.Metric;
import org.ablate.training.evaluation.Scores;
import org.ablate.training.loop.StepReport;
import org.ablate.training.loop.TrainingListener;

/** Shows how a training goes: a bar in a terminal, a line for each evaluation elsewhere. */
final class Progress implements TrainingListener, AutoCloseable {
  private static final int REFRESH_MILLISECONDS = 250;

  private final String name;
  private final PrintWriter out;
  private final boolean terminal;
  private ProgressBar bar;
  private StepReport last;
  private String validation = "";

  Progress(String name, PrintWriter out, boolean terminal) {
    this.name = name;
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void initialized(String report) {
    out.printf("%s %s%n", name, report);
  }

  @Override
  public void started(int step, int steps) {
    if (step > 0) {
      out.printf("%s: resumed after step %d of %d%n", name, step, steps);
    }
    if (terminal && steps > 0) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(steps)
              .setUpdateIntervalMillis(REFRESH_MILLISECONDS)
              .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
              .startsFrom(step, java.time.Duration.ZERO)
              .build();
    }
  }

  @Override
  public void stepped(StepReport report) {
    last = report;
    if (bar != null) {
      bar.stepTo(report.step());
      bar.setExtraMessage(
          "loss %s, %s tokens/s%s"
              .formatted(number(report.loss()), thousands(report.tokensPerSecond()), validation));
    }
  }

  @Override
  public void evaluated(int step, Scores scores, boolean bestSoFar) {
    validation = ", validation " + shown(scores);
    if (last == null) {
      out.printf("%s: not trained%s%n", name, validation);
    } else if (!terminal) {
      out.printf(
          "%s: step %d of %d, loss %s%s, %s tokens/s, %s left%n",
          name,
          step,
          last.steps(),
          number(last.loss()),
          validation,
          thousands(last.tokensPerSecond()),
          duration(last.secondsLeft()));
      out.flush();
    }
  }

  private static String shown(Scores scores) {
    var decisive = scores.values().entrySet().iterator().next();
    String loss = "loss " + number(scores.values().get(Metric.LOSS));
    return decisive.getKey() == Metric.LOSS
        ? loss
        : "%s %s, %s"
            .formatted(decisive.getKey(), decisive.getKey().text(decisive.getValue()), loss);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String thousands(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60 ? whole + " s" : "%d min %02d s".formatted(whole / 60, whole % 60);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
