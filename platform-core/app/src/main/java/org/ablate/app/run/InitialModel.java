package org.ablate.app.run;

import java.util.Optional;
import java.util.OptionalInt;
import org.ablate.app.RequestException;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.experiment.Composition;
import org.ablate.experiment.Experiment;
import org.ablate.experiment.InitialSettings;
import org.ablate.experiment.RunPlan;
import org.ablate.model.Transformer;
import org.ablate.plugin.Tokenizer;
import org.ablate.plugin.installed.Variants;
import org.ablate.registry.PlannedRun;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.training.checkpoint.Checkpoints;
import org.ablate.training.checkpoint.WeightTransfer;

/**
 * A run that another one starts from.
 *
 * @param run as the registry has it
 * @param settings what is taken over
 * @param tokenizer reads text as that run does
 * @param step its best step
 */
record InitialModel(Run run, InitialSettings settings, Tokenizer tokenizer, int step) {

  /**
   * States the hash of the weights that every run of an experiment starts from.
   *
   * @throws RequestException if there is no such run, or it cannot be started from
   */
  static Experiment freeze(Experiment experiment, Registry registry, Variants installed) {
    for (RunPlan plan : experiment.runs()) {
      find(plan.composition(), registry, installed);
    }
    return experiment.startingFrom(
        initial ->
            initial
                .from()
                .map(from -> initial.withHash(sha256(RecordedRun.find(registry, from, installed))))
                .orElse(initial));
  }

  /**
   * The run that a composition starts from; empty if its weights are drawn.
   *
   * @throws RequestException if there is no such run, it has no weights, they have changed since
   *     the run was planned, or it reads text in another way
   */
  static Optional<InitialModel> find(
      Composition composition, Registry registry, Variants installed) {
    InitialSettings initial = composition.initial();
    if (initial.from().isEmpty()) {
      return Optional.empty();
    }
    RecordedRun source = RecordedRun.find(registry, initial.from().get(), installed);
    String found = sha256(source);
    if (initial.hash().isPresent() && !initial.hash().get().equals(found)) {
      throw new RequestException(
          "initialize.from: the weights of %s are not those that were planned with (SHA-256 %s, now %s)"
              .formatted(source.run().id(), initial.hash().get(), found));
    }
    var tokenizer = source.plan().composition().tokenizer();
    if (!tokenizer.equals(composition.tokenizer())) {
      throw new RequestException(
          "initialize.from: %s reads text by the tokenizer %s%s, but this run by %s; its weights are of use with the same one only"
              .formatted(
                  source.run().id(),
                  tokenizer,
                  tokenizer.name().equals(composition.tokenizer().name())
                      ? " with other settings"
                      : "",
                  composition.tokenizer()));
    }
    Checkpoints checkpoints = new Checkpoints(source.folder().checkpoints());
    return Optional.of(
        new InitialModel(
            source.run(),
            initial,
            new TrainedTokenizer(
                tokenizer.component(), checkpoints.tokenizer(tokenizer.component()).save()),
            step(source)));
  }

  /** The name of the run that a planned one starts from; empty if its weights are drawn. */
  static Optional<String> origin(PlannedRun run) {
    return Json.read(run.settings()) instanceof Mapping settings
            && settings.get("initialize").orElse(null) instanceof Mapping initial
        ? initial.get("from").map(Node::toJava).map(String::valueOf)
        : Optional.empty();
  }

  private static int step(RecordedRun source) {
    Checkpoints checkpoints = new Checkpoints(source.folder().checkpoints());
    OptionalInt best = checkpoints.best();
    if (best.isEmpty()) {
      throw new RequestException(
          "initialize.from: %s has no checkpoint that was evaluated yet"
              .formatted(source.run().id()));
    }
    return best.getAsInt();
  }

  private static String sha256(RecordedRun source) {
    return new Checkpoints(source.folder().checkpoints()).weightsSha256(step(source));
  }

  /**
   * What a model takes over.
   *
   * @throws RequestException if that is nothing
   */
  WeightTransfer transfer(Transformer model) {
    try {
      return WeightTransfer.of(
          model.inference(),
          new Checkpoints(new RunFolder(run.folder()).checkpoints()).weights(step),
          settings.include(),
          settings.exclude());
    } catch (IllegalArgumentException e) {
      throw new RequestException(
          "initialize: %s cannot be started from: %s".formatted(run.id(), e.getMessage()));
    }
  }

  /** What is taken over, in a line. */
  String report(WeightTransfer transfer) {
    return "starts from %s after step %d: %s".formatted(run.id(), step, transfer.summary());
  }
}
