package org.ablate.app.run;

import org.ablate.registry.MetricPoint;
import org.ablate.registry.RunRecorder;
import org.ablate.training.evaluation.Metric;
import org.ablate.training.evaluation.Scores;
import org.ablate.training.loop.StepReport;
import org.ablate.training.loop.TrainingListener;

/** Writes what happens in a training into the registry. */
final class Recording implements TrainingListener {
  private final RunRecorder recorder;
  private long tokens;
  private double seconds;

  Recording(RunRecorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public void stepped(StepReport report) {
    tokens = report.tokens();
    seconds = report.seconds();
    record("train/loss", report.step(), report.loss());
    record("train/learning_rate", report.step(), report.learningRate());
    record("train/gradient_norm", report.step(), report.gradientNorm());
  }

  @Override
  public void evaluated(int step, Scores validation, boolean bestSoFar) {
    for (Metric metric : validation.values().keySet()) {
      record("validation/" + metric.key(), step, validation.values().get(metric));
    }
  }

  @Override
  public void checkpointing(int step) {
    recorder.flush();
  }

  private void record(String series, int step, double value) {
    recorder.record(new MetricPoint(series, step, tokens, seconds, value));
  }
}
