package org.ablate.training.loop;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.MicroBatch;
import org.ablate.libtorch.Outcome;
import org.ablate.libtorch.TrainingStep;
import org.ablate.libtorch.Weights;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Op;
import org.ablate.training.TrainingSettings;
import org.ablate.training.checkpoint.Checkpoint;
import org.ablate.training.checkpoint.ScoredStep;
import org.ablate.training.checkpoint.TrainingState;
import org.ablate.training.data.Batch;
import org.ablate.training.data.BatchOrder;
import org.ablate.training.evaluation.Scores;
import org.ablate.training.evaluation.TrainedModel;

/** What a training has on the device while it goes on. */
final class Session implements AutoCloseable {
  private static final double NANOSECONDS_PER_SECOND = 1e9;

  private final Definition run;
  private final BatchOrder order;
  private final String data;
  private final Libtorch engine;
  private final Graph graph;
  private final Weights weights;
  private final TrainingStep optimizer;
  private final TrainedModel evaluated;

  private long tokens;
  private double seconds;

  /**
   * Starts at the beginning.
   *
   * @param initial weights in place of those that would be drawn
   */
  static Session start(Definition run, Map<String, Array> initial) {
    Graph graph = run.model().training(run.settings().labelSmoothing());
    Map<String, Array> values = new LinkedHashMap<>(graph.initialWeights(run.seed()));
    values.putAll(initial);
    Session session = new Session(run, graph, values);
    session.engine.seed(run.seed());
    return session;
  }

  /** Goes on from a checkpoint. */
  static Session resume(Definition run, Checkpoint checkpoint) {
    Graph graph = run.model().training(run.settings().labelSmoothing());
    Session session = new Session(run, graph, checkpoint.weights());
    try {
      session.optimizer.restoreOptimizerState(checkpoint.optimizer());
      session.engine.restoreRandomState(Base64.getDecoder().decode(checkpoint.state().random()));
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
    session.tokens = checkpoint.state().tokens();
    session.seconds = checkpoint.state().seconds();
    return session;
  }

  private Session(Definition run, Graph graph, Map<String, Array> values) {
    TrainingSettings settings = run.settings();
    this.run = run;
    this.order = run.order();
    this.data = Fingerprint.of(run.data());
    this.graph = graph;
    engine = Libtorch.open(settings.device(), settings.precision(), settings.threads());
    weights =
        engine.weights(
            values,
            graph.parameters().stream().map(Op.Parameter::name).collect(Collectors.toSet()));
    optimizer =
        engine.trainingStep(graph, weights, settings.optimizer(), settings.maximalGradientNorm());
    evaluated =
        new TrainedModel(
            engine, run.model(), weights, run.data().presentation(), settings.batchSize());
  }

  /** What a step reads. */
  Batch batch(int step) {
    return run.data()
        .presentation()
        .trainingBatch(order.batch(step).stream().map(run.training()::get).toList(), random(step));
  }

  /** What is random in a step's data, the same for the same seed, resumed or not. */
  private SplittableRandom random(int step) {
    return new SplittableRandom(new SplittableRandom(run.seed()).split().nextLong() + step);
  }

  /** Takes a step. */
  Outcome step(Batch batch, double learningRate) {
    long start = System.nanoTime();
    Outcome outcome =
        optimizer.step(List.of(new MicroBatch(batch.inputs(), batch.labels())), learningRate);
    seconds += (System.nanoTime() - start) / NANOSECONDS_PER_SECOND;
    tokens += batch.tokens();
    return outcome;
  }

  /** The scores on the validation split. */
  Scores evaluate() {
    return evaluated.score(run.validation());
  }

  /** Where a number that is not finite comes from. */
  String diagnose(Batch batch) {
    return new Diagnosis(engine, graph, weights, batch.inputs()).firstNonFinite();
  }

  /** All that resuming after a step needs. */
  Checkpoint checkpoint(int step, Optional<ScoredStep> best) {
    TrainingState state =
        new TrainingState(
            step,
            run.seed(),
            run.settings(),
            run.describeModel(),
            data,
            best,
            tokens,
            seconds,
            Base64.getEncoder().encodeToString(engine.randomState()));
    return new Checkpoint(state, weights.toArrays(), optimizer.optimizerState());
  }

  /** How often all examples have been seen after a step. */
  double epochs(int step) {
    return order.epochs(step);
  }

  /** How many tokens were read, those before a resumption included. */
  long tokens() {
    return tokens;
  }

  /** How long the steps took, those before a resumption included. */
  double seconds() {
    return seconds;
  }

  @Override
  public void close() {
    evaluated.close();
    optimizer.close();
    weights.close();
    engine.close();
  }
}
