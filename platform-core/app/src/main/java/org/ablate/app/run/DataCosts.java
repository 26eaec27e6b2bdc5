package org.ablate.app.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.document.Mapping;
import org.ablate.document.Settings;
import org.ablate.experiment.Composition;
import org.ablate.experiment.CostModel;
import org.ablate.experiment.ModelCost;
import org.ablate.experiment.RunPlan;
import org.ablate.model.Transformer;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Split;
import org.ablate.tensor.Cost;
import org.ablate.tensor.Graph;
import org.ablate.training.TrainingSettings;
import org.ablate.training.data.BatchOrder;
import org.ablate.training.data.EncodedExample;
import org.ablate.training.data.TaskData;
import org.ablate.training.data.TokenBatches;
import org.ablate.training.evaluation.Scores;
import org.ablate.training.loop.StepReport;
import org.ablate.training.loop.TrainingListener;
import org.ablate.training.loop.TrainingRun;

/** What runs cost, found from their graphs on the data of their tasks, and by a few steps. */
public final class DataCosts implements CostModel {
  /** The first steps are slower than all others. */
  private static final int WARMUP_STEPS = 2;

  private static final int TIMED_STEPS = 5;

  /** Batches differ in how many examples they have. */
  private static final int MANY_STEPS = 1_000;

  private final DataFiles files;
  private final PreparedData prepared;
  private final Map<Composition, ModelCost> known = new HashMap<>();

  /**
   * The time that a run takes.
   *
   * @param step a training step
   * @param evaluation an evaluation on the validation split
   */
  record Seconds(double step, double evaluation) {
    /** All steps and evaluations. */
    double of(TrainingSettings training) {
      double evaluations =
          Math.max(1, Math.ceil((double) training.steps() / training.evaluateEvery()));
      return step * training.steps() + evaluation * evaluations;
    }
  }

  /**
   * Prepares the search.
   *
   * @param files where the data of tasks is read from
   * @param prepared keeps what the tasks gave
   */
  public DataCosts(DataFiles files, PreparedData prepared) {
    this.files = files;
    this.prepared = prepared;
  }

  @Override
  public ModelCost of(Composition composition) {
    ModelCost cost = known.get(composition);
    if (cost == null) {
      cost = find(composition);
      known.put(composition, cost);
    }
    return cost;
  }

  private ModelCost find(Composition composition) {
    TaskData data = data(composition);
    Transformer model = data.presentation().model(composition.model(), composition.parts());
    Graph graph = model.inference();
    List<EncodedExample> test = data.encoded().get(Split.TEST);
    return new ModelCost(
        Cost.of(graph, Float.BYTES).parameters().constant(),
        new TokenCost(graph, test).flopsPerToken(),
        TokenCost.stateBytes(model, test),
        tokensPerStep(data.encoded().get(Split.TRAIN), composition.training()));
  }

  /** Examples of the mean length, as many as a step sees in the mean. */
  private static double tokensPerStep(List<EncodedExample> examples, TrainingSettings training) {
    double meanLength = examples.stream().mapToInt(EncodedExample::length).average().orElseThrow();
    if (training.tokensPerBatch() == 0) {
      return meanLength * training.batchSize();
    }
    BatchOrder order = new TokenBatches(examples, training.tokensPerBatch(), PreparedData.SEED);
    return meanLength * examples.size() * order.epochs(MANY_STEPS) / MANY_STEPS;
  }

  private TaskData data(Composition composition) {
    return prepared.of(
        composition.task().component(),
        composition.model().architecture(),
        composition.tokenizer().component(),
        composition.training(),
        files);
  }

  @Override
  public double secondsPerStep(RunPlan run) {
    return time(run).step();
  }

  /** Takes a few steps, evaluates once, and forgets all of it. */
  Seconds time(RunPlan run) {
    TaskData data = data(run.composition());
    Transformer model =
        data.presentation().model(run.composition().model(), run.composition().parts());
    Path folder = temporaryFolder();
    try {
      Stopwatch stopwatch = new Stopwatch();
      new TrainingRun(model, data, fewSteps(run.composition().training()), run.seed(), folder)
          .train(stopwatch);
      return stopwatch.seconds();
    } finally {
      new RunFolder(folder).clear();
    }
  }

  /** None where none is to be taken: the parts of the model may run forward only. */
  private static TrainingSettings fewSteps(TrainingSettings training) {
    if (training.steps() == 0) {
      return training;
    }
    int steps = WARMUP_STEPS + TIMED_STEPS;
    Mapping few =
        Mapping.empty()
            .with("steps", steps)
            .with("evaluate_every", steps)
            .with("checkpoint_every", steps);
    return Settings.read(few, training);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("ablate-calibration-");
    } catch (IOException e) {
      throw new UncheckedIOException("there is no place for temporary files: " + e.getMessage(), e);
    }
  }

  /** Times the steps and the evaluation of a short training. */
  private static final class Stopwatch implements TrainingListener {
    private static final double NANOSECONDS_PER_SECOND = 1e9;

    private final List<Double> steps = new ArrayList<>();
    private double before;
    private boolean takesSteps;
    private long steppedAt;
    private Optional<Double> evaluation = Optional.empty();

    @Override
    public void started(int step, int ofSteps) {
      takesSteps = ofSteps > 0;
      steppedAt = System.nanoTime();
    }

    @Override
    public void stepped(StepReport report) {
      if (report.step() > WARMUP_STEPS) {
        steps.add(report.seconds() - before);
      }
      before = report.seconds();
      steppedAt = System.nanoTime();
    }

    @Override
    public void evaluated(int step, Scores validation, boolean bestSoFar) {
      evaluation = Optional.of((System.nanoTime() - steppedAt) / NANOSECONDS_PER_SECOND);
    }

    /** The median step: another program may have wanted the cores. */
    Seconds seconds() {
      if (!takesSteps) {
        return new Seconds(0, evaluation.orElse(0.0));
      }
      if (steps.isEmpty()) {
        throw new IllegalArgumentException("the training diverged while it was timed");
      }
      Collections.sort(steps);
      return new Seconds(steps.get(steps.size() / 2), evaluation.orElse(0.0));
    }
  }
}
