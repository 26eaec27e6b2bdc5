package org.ablate.app.run;

import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.ablate.app.RequestException;
import org.ablate.experiment.Composition;
import org.ablate.experiment.RunPlan;
import org.ablate.libtorch.Libtorch;
import org.ablate.libtorch.Resources;
import org.ablate.libtorch.Weights;
import org.ablate.model.Transformer;
import org.ablate.tensor.Array;
import org.ablate.tensor.Graph;
import org.ablate.training.TrainingSettings;
import org.ablate.training.checkpoint.Checkpoints;
import org.ablate.training.data.Presentation;
import org.ablate.training.decoding.Decoding;
import org.ablate.training.evaluation.TrainedModel;

/** A run's model with the weights of its best step, ready to be asked. */
public final class LoadedRun implements AutoCloseable {
  private final Transformer model;
  private final Map<String, Array> values;
  private final Resources opened = new Resources();
  private final TrainedModel trained;

  private LoadedRun(
      Presentation presentation,
      Transformer model,
      Map<String, Array> values,
      TrainingSettings settings,
      Decoding decoding) {
    this.model = model;
    this.values = values;
    try {
      Libtorch engine =
          opened.add(
              Libtorch.open(settings.device(), settings.precision().numbers(), settings.threads()),
              Libtorch::close);
      Weights weights = opened.add(engine.weights(values, Set.of()), Weights::close);
      this.trained =
          opened.add(
              new TrainedModel(
                  engine, model, weights, presentation, settings.batchSize(), decoding),
              TrainedModel::close);
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Loads a run from its folder.
   *
   * @throws RequestException if it has no checkpoint yet
   */
  public static LoadedRun of(RunPlan plan, RunFolder folder) {
    Checkpoints checkpoints = new Checkpoints(folder.checkpoints());
    OptionalInt best = checkpoints.best();
    OptionalInt step = best.isPresent() ? best : checkpoints.latest();
    if (step.isEmpty()) {
      throw new RequestException("there is no checkpoint in %s yet".formatted(folder.path()));
    }
    Composition chosen = plan.composition();
    Presentation presentation = checkpoints.presentation(chosen.tokenizer().component());
    return new LoadedRun(
        presentation,
        presentation.model(chosen.model(), chosen.parts()),
        checkpoints.weights(step.getAsInt()),
        chosen.training(),
        chosen.decoding().decoding(plan.seed()));
  }

  public Transformer model() {
    return model;
  }

  /** Answers, predicts and shows what is inside. */
  public TrainedModel trained() {
    return trained;
  }

  /** Those weights that a graph of the model uses, by name. */
  public Map<String, Array> weights(Graph graph) {
    Set<String> used = new HashSet<>();
    graph.parameters().forEach(parameter -> used.add(parameter.name()));
    graph.buffers().forEach(buffer -> used.add(buffer.name()));
    Map<String, Array> selected = new java.util.LinkedHashMap<>(values);
    selected.keySet().retainAll(used);
    return selected;
  }

  @Override
  public void close() {
    opened.close();
  }
}
