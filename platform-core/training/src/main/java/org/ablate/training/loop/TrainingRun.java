package org.ablate.training.loop;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.ablate.libtorch.Outcome;
import org.ablate.model.Transformer;
import org.ablate.plugin.Split;
import org.ablate.tensor.Array;
import org.ablate.training.TrainingSettings;
import org.ablate.training.checkpoint.Checkpoint;
import org.ablate.training.checkpoint.CheckpointException;
import org.ablate.training.checkpoint.Checkpoints;
import org.ablate.training.checkpoint.ScoredStep;
import org.ablate.training.data.Batch;
import org.ablate.training.data.TaskData;
import org.ablate.training.evaluation.Metric;
import org.ablate.training.evaluation.Scores;

/**
 * Trains a model. The same model, data, settings and seed give the same weights, bit by bit,
 * whether or not the run was interrupted and resumed. Killed at any time, it leaves its latest
 * checkpoint whole.
 */
public final class TrainingRun {
  private final Definition definition;
  private final Metric primary;
  private final Map<String, Array> initial;
  private final Checkpoints checkpoints;

  private volatile boolean stopping;

  /** Prepares a training that draws all its weights; no step is taken yet. */
  public TrainingRun(
      Transformer model, TaskData data, TrainingSettings settings, long seed, Path folder) {
    this(model, data, settings, seed, Map.of(), folder);
  }

  /**
   * Prepares a training; no step is taken yet.
   *
   * @param seed what first weights, dropout and the order of the data depend on
   * @param initial weights to start with in place of those that would be drawn
   * @param folder where its checkpoints are; if there are any, the run goes on from the latest
   */
  public TrainingRun(
      Transformer model,
      TaskData data,
      TrainingSettings settings,
      long seed,
      Map<String, Array> initial,
      Path folder) {
    this.definition = new Definition(model, data, settings, seed);
    this.initial = Map.copyOf(initial);
    this.primary = Metric.primary(data.examples().get(Split.TRAIN));
    this.checkpoints = new Checkpoints(folder);
  }

  /**
   * Ends the training after the step that is being taken, with a checkpoint. Any thread may call
   * this.
   */
  public void stop() {
    stopping = true;
  }

  /**
   * Trains to the end.
   *
   * @throws CheckpointException if a checkpoint is damaged, is of another training, or cannot be
   *     written
   * @throws org.ablate.libtorch.LibtorchException if the device is not there or has no memory left
   */
  public TrainingResult train(TrainingListener listener) {
    Optional<Checkpoint> start = latestCheckpoint();
    start.ifPresent(checkpoint -> definition.requireSame(checkpoint.state()));
    checkpoints.write(definition.data().presentation());
    try (Session session =
        start.isPresent()
            ? Session.resume(definition, start.get())
            : Session.start(definition, initial)) {
      return new Loop(session, listener, start).run();
    }
  }

  private Optional<Checkpoint> latestCheckpoint() {
    OptionalInt step = checkpoints.latest();
    if (step.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(checkpoints.read(step.getAsInt()));
    } catch (CheckpointException e) {
      throw new CheckpointException(
          "%s; without the folder %s the run goes on from an earlier checkpoint, or from the start"
              .formatted(e.getMessage(), checkpoints.folder(step.getAsInt())),
          e);
    }
  }

  /** From the first step that is to be taken to the last that is. */
  private final class Loop {
    private final Session session;
    private final TrainingListener listener;
    private final TrainingSettings settings = definition.settings();
    private final Pace pace;

    private int step;
    private Optional<ScoredStep> best;

    Loop(Session session, TrainingListener listener, Optional<Checkpoint> start) {
      this.session = session;
      this.listener = listener;
      this.step = start.map(checkpoint -> checkpoint.state().step()).orElse(0);
      this.best = start.flatMap(checkpoint -> checkpoint.state().best());
      this.pace = new Pace(step, session.tokens(), session.seconds());
    }

    TrainingResult run() {
      listener.started(step, settings.steps());
      if (settings.steps() == 0 && best.isEmpty()) {
        Optional<Ending> ending = evaluate();
        if (ending.isPresent()) {
          return result(ending.get());
        }
        writeCheckpoint();
      }
      while (step < settings.steps() && !isOutOfPatience()) {
        step++;
        Optional<Ending> ending = takeStep();
        if (ending.isPresent()) {
          return result(ending.get());
        }
      }
      return result(
          step < settings.steps()
              ? new Ending.Settled(settings.patience())
              : new Ending.Completed());
    }

    private Optional<Ending> takeStep() {
      List<Batch> batches = session.batches(step);
      Outcome outcome = session.step(step, batches);
      if (!Double.isFinite(outcome.loss()) || !Double.isFinite(outcome.gradientNorm())) {
        return diverged(describe(outcome) + "; " + session.diagnose(batches));
      }
      listener.stepped(report(outcome));
      boolean last = step == settings.steps();
      if (last) {
        session.averageWith(earlierWeights());
      }
      boolean improved = false;
      if (last || step % settings.evaluateEvery() == 0) {
        Optional<Ending> ending = evaluate();
        if (ending.isPresent()) {
          return ending;
        }
        improved = best.isPresent() && best.get().step() == step;
      }
      boolean stop = stopping;
      if (last || improved || stop || isOutOfPatience() || step % settings.checkpointEvery() == 0) {
        writeCheckpoint();
      }
      return stop && !last ? Optional.of(new Ending.Stopped()) : Optional.empty();
    }

    /** Scores the weights as they are; an ending where the loss is not finite. */
    private Optional<Ending> evaluate() {
      Scores scores = session.evaluate(listener::scored);
      double loss = scores.values().get(Metric.LOSS);
      if (!Double.isFinite(loss)) {
        return diverged("the validation loss is " + loss);
      }
      listener.evaluated(step, scores, isBest(scores));
      return Optional.empty();
    }

    /** Whether the last evaluations were no better than one before them. */
    private boolean isOutOfPatience() {
      return settings.patience() > 0
          && best.isPresent()
          && step - best.get().step() >= settings.patience() * settings.evaluateEvery();
    }

    /** Those of the checkpoints that the last weights are averaged with. */
    private List<Map<String, Array>> earlierWeights() {
      return averagedSteps(step - 1).stream().map(checkpoints::weights).toList();
    }

    /** The steps up to one whose checkpoints are averaged with the last weights. */
    private List<Integer> averagedSteps(int latest) {
      int every = settings.checkpointEvery();
      return IntStream.iterate(latest - latest % every, at -> at > 0, at -> at - every)
          .limit(settings.averaging().checkpoints() - 1)
          .boxed()
          .toList();
    }

    private Optional<Ending> diverged(String reason) {
      return Optional.of(new Ending.Diverged(step, reason));
    }

    private static String describe(Outcome outcome) {
      return Double.isFinite(outcome.loss())
          ? "the norm of the gradients is " + outcome.gradientNorm()
          : "the loss is " + outcome.loss();
    }

    private boolean isBest(Scores scores) {
      if (best.isPresent() && !scores.isBetterThan(best.get().toScores(), primary)) {
        return false;
      }
      best = Optional.of(ScoredStep.of(step, scores));
      return true;
    }

    private void writeCheckpoint() {
      listener.checkpointing(step);
      checkpoints.write(session.checkpoint(step, best));
      checkpoints.keepOnly(kept());
      listener.checkpointed(step, checkpoints.folder(step));
    }

    /** The latest checkpoint, the best one, and those that will be averaged. */
    private Set<Integer> kept() {
      Set<Integer> kept = new HashSet<>(averagedSteps(step));
      kept.add(step);
      best.ifPresent(scored -> kept.add(scored.step()));
      return kept;
    }

    private StepReport report(Outcome outcome) {
      return new StepReport(
          step,
          settings.steps(),
          session.epochs(step),
          outcome.others().get("cross_entropy"),
          settings.learningRateAt(step),
          outcome.gradientNorm(),
          session.tokens(),
          session.seconds(),
          pace.tokensPerSecond(session.tokens(), session.seconds()),
          pace.secondsLeft(step, settings.steps()));
    }

    private TrainingResult result(Ending ending) {
      return new TrainingResult(ending, step, best, session.tokens(), session.seconds());
    }
  }
}
