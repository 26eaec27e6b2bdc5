package org.ablate.training.loop;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.MicroBatch;
import org.ablate.libtorch.Outcome;
import org.ablate.libtorch.Resources;
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
import org.ablate.training.data.EncodedExample;
import org.ablate.training.decoding.Greedy;
import org.ablate.training.evaluation.Scores;
import org.ablate.training.evaluation.TrainedModel;

/** What a training has on the device while it goes on. */
final class Session implements AutoCloseable {
  /** Where a moving average is the model, its weights are beside what the optimizer remembers. */
  private static final String TRAINED = "trained.";

  private static final double NANOSECONDS_PER_SECOND = 1e9;

  private final Definition run;
  private final Resources opened = new Resources();
  private final BatchOrder order;
  private final Libtorch engine;
  private final Graph graph;
  private final Weights weights;
  private final Optional<Weights> average;

  /** Empty where no step is taken. */
  private final Optional<TrainingStep> optimizer;

  private final TrainedModel evaluated;

  private long tokens;
  private double seconds;

  /**
   * Starts at the beginning.
   *
   * @param initial weights in place of those that would be drawn
   */
  static Session start(Definition run, Map<String, Array> initial) {
    Graph graph = run.graph();
    Map<String, Array> values = new LinkedHashMap<>(graph.initialWeights(run.seed()));
    values.putAll(initial);
    Session session = new Session(run, graph, values);
    session.engine.seed(run.seed());
    return session;
  }

  /** Goes on from a checkpoint. */
  static Session resume(Definition run, Checkpoint checkpoint) {
    Graph graph = run.graph();
    Map<String, Array> remembered = new LinkedHashMap<>();
    Map<String, Array> trained = new LinkedHashMap<>();
    checkpoint
        .optimizer()
        .forEach(
            (name, values) -> {
              if (name.startsWith(TRAINED)) {
                trained.put(name.substring(TRAINED.length()), values);
              } else {
                remembered.put(name, values);
              }
            });
    boolean averaged = run.settings().averaging().isMoving();
    Session session = new Session(run, graph, averaged ? trained : checkpoint.weights());
    try {
      session.average.ifPresent(mean -> mean.assign(checkpoint.weights()));
      session.optimizer.ifPresent(used -> used.restoreOptimizerState(remembered));
      session.engine.restoreRandomState(Base64.getDecoder().decode(checkpoint.state().random()));
    } catch (RuntimeException | Error e) {
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
    this.graph = graph;
    try {
      engine =
          opened.add(
              Libtorch.open(settings.device(), settings.precision().numbers(), settings.threads()),
              Libtorch::close);
      weights = open(engine.weights(values, parameters(graph)));
      optimizer =
          run.takesSteps()
              ? Optional.of(
                  opened.add(
                      engine.trainingStep(graph, weights, settings.step()), TrainingStep::close))
              : Optional.empty();
      average =
          settings.averaging().isMoving()
              ? Optional.of(open(engine.weights(values, Set.of())))
              : Optional.empty();
      evaluated =
          opened.add(
              new TrainedModel(
                  engine,
                  run.model(),
                  average.orElse(weights),
                  run.data().presentation(),
                  settings.batchSize(),
                  Greedy.PLAIN),
              TrainedModel::close);
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  private Weights open(Weights some) {
    return opened.add(some, Weights::close);
  }

  private static Set<String> parameters(Graph graph) {
    return graph.parameters().stream().map(Op.Parameter::name).collect(Collectors.toSet());
  }

  /** What a step reads, in parts that are run one after the other. */
  List<Batch> batches(int step) {
    List<EncodedExample> examples = order.batch(step).stream().map(run.training()::get).toList();
    int parts = Math.min(run.settings().microBatches(), examples.size());
    SplittableRandom random = random(step);
    return IntStream.range(0, parts)
        .mapToObj(
            part ->
                examples.subList(
                    examples.size() * part / parts, examples.size() * (part + 1) / parts))
        .map(part -> run.data().presentation().trainingBatch(part, random))
        .toList();
  }

  /** What is random in a step's data, the same for the same seed, resumed or not. */
  private SplittableRandom random(int step) {
    return new SplittableRandom(new SplittableRandom(run.seed()).split().nextLong() + step);
  }

  /** Takes a step. */
  Outcome step(int step, List<Batch> batches) {
    long start = System.nanoTime();
    Outcome outcome =
        optimizer
            .orElseThrow()
            .step(
                batches.stream()
                    .map(batch -> new MicroBatch(batch.inputs(), batch.labels()))
                    .toList(),
                run.settings().learningRateAt(step));
    average.ifPresent(
        mean -> mean.moveTowards(weights, 1 - run.settings().averaging().decayAt(step)));
    seconds += (System.nanoTime() - start) / NANOSECONDS_PER_SECOND;
    tokens += batches.stream().mapToLong(Batch::tokens).sum();
    return outcome;
  }

  /** Makes the weights the mean of themselves and of earlier ones. */
  void averageWith(List<Map<String, Array>> earlier) {
    for (int i = 0; i < earlier.size(); i++) {
      try (Weights one = engine.weights(earlier.get(i), Set.of())) {
        weights.moveTowards(one, 1.0 / (i + 2));
      }
    }
  }

  /**
   * The scores on the validation split.
   *
   * @param scored told after each batch
   */
  Scores evaluate(Runnable scored) {
    return evaluated.score(run.validation(), scored);
  }

  /** Where a number that is not finite comes from. */
  String diagnose(List<Batch> batches) {
    List<Map<String, Array>> inputs = batches.stream().map(Batch::inputs).toList();
    return new Diagnosis(engine, graph, weights, inputs).firstNonFinite();
  }

  /** All that resuming after a step needs. */
  Checkpoint checkpoint(int step, Optional<ScoredStep> best) {
    TrainingState state =
        new TrainingState(
            step,
            run.seed(),
            run.settings(),
            run.describeModel(),
            run.fingerprint(),
            best,
            tokens,
            seconds,
            Base64.getEncoder().encodeToString(engine.randomState()));
    Map<String, Array> remembered = new LinkedHashMap<>();
    optimizer.ifPresent(used -> remembered.putAll(used.optimizerState()));
    if (average.isEmpty()) {
      return new Checkpoint(state, weights.toArrays(), remembered);
    }
    weights.toArrays().forEach((name, values) -> remembered.put(TRAINED + name, values));
    return new Checkpoint(state, average.get().toArrays(), remembered);
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
    opened.close();
  }
}
