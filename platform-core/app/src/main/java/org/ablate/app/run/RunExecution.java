package org.ablate.app.run;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.ProvisionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.experiment.RunPlan;
import org.ablate.model.Transformer;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Split;
import org.ablate.registry.Lineage;
import org.ablate.registry.RunRecorder;
import org.ablate.report.GradientReach;
import org.ablate.report.LearnableParameter;
import org.ablate.report.LengthScores;
import org.ablate.report.Prediction;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Op;
import org.ablate.training.checkpoint.Checkpoints;
import org.ablate.training.checkpoint.WeightTransfer;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.RunningText;
import org.ablate.training.data.TaskData;
import org.ablate.training.evaluation.Baseline;
import org.ablate.training.evaluation.Metric;
import org.ablate.training.evaluation.Scores;
import org.ablate.training.loop.Ending;
import org.ablate.training.loop.StepReport;
import org.ablate.training.loop.TrainingListener;
import org.ablate.training.loop.TrainingResult;
import org.ablate.training.loop.TrainingRun;

/** Trains one run, evaluates it on the test split, compares it with ONNX Runtime. */
final class RunExecution {
  private static final int PREDICTIONS = 12;
  private static final int EXAMPLES_WITH_MAPS = 3;
  private static final int WINDOWS_WITH_GRADIENTS = 16;

  private final RunPlan plan;
  private final RunFolder folder;
  private final TrainingRun training;
  private final Transformer model;
  private final TaskData data;
  private final Optional<InitialModel> initial;
  private final Optional<WeightTransfer> transfer;
  private final StatedWeights stated;

  /**
   * Composes a run.
   *
   * @param initial the run that it starts from, if it starts from one
   */
  RunExecution(
      RunPlan plan,
      RunFolder folder,
      DataFiles files,
      PreparedData prepared,
      Optional<InitialModel> initial) {
    Injector injector = Guice.createInjector(new RunModule(plan, folder, files, prepared, initial));
    this.plan = plan;
    this.folder = folder;
    try {
      this.training = injector.getInstance(TrainingRun.class);
      this.model = injector.getInstance(Transformer.class);
      this.data = injector.getInstance(TaskData.class);
      this.initial = initial;
      this.transfer = injector.getInstance(new Key<Optional<WeightTransfer>>() {});
      this.stated = injector.getInstance(StatedWeights.class);
    } catch (ProvisionException e) {
      // What a part says of itself is for the reader; that Guice asked it is not.
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Ends the training soon, with a checkpoint to resume from. */
  void stop() {
    training.stop();
  }

  /** Carries the run out; what it came to is in the registry and in its folder. */
  void execute(RunRecorder recorder, TrainingListener progress) {
    execute(recorder, progress, Optional.empty());
  }

  /** Carries the run out as far as a rung, at which it stops with a checkpoint. */
  void execute(RunRecorder recorder, TrainingListener progress, Optional<Rung> rung) {
    if (rung.isPresent() && isAt(rung.get())) {
      recorder.stopped("at " + rung.get());
      return;
    }
    initial.ifPresent(source -> start(source, recorder, progress));
    if (!stated.values().isEmpty()) {
      progress.initialized(stated.report());
    }
    TrainingResult result =
        training.train(TrainingListener.all(new Recording(recorder), progress, new StopAt(rung)));
    if (result.ending() instanceof Ending.Stopped) {
      if (rung.isPresent() && result.steps() >= rung.get().step()) {
        recorder.stopped("at " + rung.get());
      } else {
        recorder.interrupted("stopped after step %d".formatted(result.steps()));
      }
    } else if (result.ending() instanceof Ending.Diverged diverged) {
      recorder.diverged("step %d: %s".formatted(diverged.step(), diverged.reason()), Map.of());
    } else {
      Map<String, Double> summary = evaluate(result, progress);
      Artifacts.of(folder).forEach(recorder::record);
      recorder.finished(summary);
    }
  }

  /** Whether it came so far before, though it was killed before that was recorded. */
  private boolean isAt(Rung rung) {
    return new Checkpoints(folder.checkpoints()).latest().orElse(0) >= rung.step();
  }

  private final class StopAt implements TrainingListener {
    private final int step;

    StopAt(Optional<Rung> rung) {
      this.step = rung.map(Rung::step).orElse(Integer.MAX_VALUE);
    }

    @Override
    public void stepped(StepReport report) {
      if (report.step() >= step) {
        training.stop();
      }
    }
  }

  private void start(InitialModel source, RunRecorder recorder, TrainingListener progress) {
    recorder.record(new Lineage(Lineage.Relation.INITIALIZED_FROM, source.run().key()));
    WeightTransfer taken = transfer.orElseThrow();
    progress.initialized(source.report(taken));
    RunFolder.write(
        folder.initialization(),
        Json.writePretty(
            Mapping.empty()
                .with("from", source.run().id())
                .with("step", source.step())
                .with("taken", taken.taken().keySet().stream().sorted().toList())
                .with("of_other_shapes", taken.unfit())
                .with("left_out", taken.leftOut())
                .with("new", taken.fresh())));
  }

  /**
   * The scores on the test split, those of the best step on the validation split, and those that
   * are reached without reading.
   */
  private Map<String, Double> evaluate(TrainingResult result, TrainingListener progress) {
    try (LoadedRun run = LoadedRun.of(plan, folder)) {
      List<EncodedExample> test = data.encoded().get(Split.TEST);
      Scores scores = run.trained().score(test, progress::scored);
      Optional<LengthScores> byLength = byLength(run, test, progress);
      outcome(result, run, test, byLength).write(folder);
      Map<String, Double> summary = new LinkedHashMap<>();
      scores.values().forEach((metric, value) -> summary.put("test/" + metric.key(), value));
      if (!plan.composition().evaluation().sequenceLengths().isEmpty()) {
        byLength.orElseThrow().points().forEach(p -> summary.put(Reports.atLength(p), p.score()));
      }
      result
          .best()
          .ifPresent(
              best ->
                  best.scores()
                      .forEach(s -> summary.put("validation/" + s.metric().key(), s.value())));
      new Baseline(data.presentation(), data.encoded().get(Split.TRAIN))
          .score(test)
          .values()
          .forEach((metric, value) -> summary.put("trivial/" + metric.key(), value));
      data.cut().forEach((split, count) -> summary.put("cut/" + split, (double) count));
      return summary;
    }
  }

  private Optional<LengthScores> byLength(
      LoadedRun run, List<EncodedExample> test, TrainingListener progress) {
    Metric primary = Metric.primary(data.examples().get(Split.TRAIN));
    ToDoubleFunction<List<EncodedExample>> score =
        examples -> run.trained().score(examples, progress::scored).values().get(primary);
    List<Integer> lengths = plan.composition().evaluation().sequenceLengths();
    if (data.presentation() instanceof RunningText text && !lengths.isEmpty()) {
      return Optional.of(
          LengthGeneralization.ofWindows(text, data.examples().get(Split.TEST), lengths, score));
    }
    return LengthGeneralization.of(data.encoded().get(Split.TRAIN), test, score);
  }

  private RunOutcome outcome(
      TrainingResult result,
      LoadedRun run,
      List<EncodedExample> test,
      Optional<LengthScores> byLength) {
    Graph graph = model.inference();
    List<Prediction> predictions =
        run.trained().predict(test.subList(0, Math.min(PREDICTIONS, test.size()))).stream()
            .map(p -> new Prediction(p.input(), Optional.of(p.expected()), p.predicted()))
            .toList();
    return new RunOutcome(
        result.seconds(),
        result.tokensPerSecond(),
        new TokenCost(graph, test).flopsPerToken(),
        TokenCost.stateBytes(model, test),
        Optional.of(Reference.compare(run, graph)),
        byLength,
        gradientReach(run, test),
        parameters(graph),
        predictions,
        AttentionMaps.of(run.trained(), data.presentation(), test, EXAMPLES_WITH_MAPS));
  }

  private static Optional<GradientReach> gradientReach(LoadedRun run, List<EncodedExample> test) {
    List<EncodedExample> windows = test.subList(0, Math.min(WINDOWS_WITH_GRADIENTS, test.size()));
    List<Double> norms = run.trained().gradientReach(windows);
    return !norms.isEmpty() && norms.stream().allMatch(Double::isFinite)
        ? Optional.of(new GradientReach(norms))
        : Optional.empty();
  }

  private static List<LearnableParameter> parameters(Graph graph) {
    List<LearnableParameter> parameters = new ArrayList<>();
    for (Op.Parameter parameter : graph.parameters()) {
      List<Long> shape = new ArrayList<>();
      for (long size : parameter.shape().sizes()) {
        shape.add(size);
      }
      parameters.add(new LearnableParameter(parameter.name(), shape));
    }
    return parameters;
  }
}
