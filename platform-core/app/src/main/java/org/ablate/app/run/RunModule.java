package org.ablate.app.run;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.ablate.experiment.Composition;
import org.ablate.experiment.RunPlan;
import org.ablate.model.Components;
import org.ablate.model.Transformer;
import org.ablate.model.TransformerSettings;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Task;
import org.ablate.plugin.Tokenizer;
import org.ablate.tensor.Array;
import org.ablate.training.TrainingSettings;
import org.ablate.training.checkpoint.WeightTransfer;
import org.ablate.training.data.TaskData;
import org.ablate.training.loop.TrainingRun;

/** Composes the services that a run has chosen into its data, its model and its training. */
final class RunModule extends AbstractModule {
  private final RunPlan plan;
  private final RunFolder folder;
  private final DataFiles files;
  private final PreparedData prepared;
  private final Optional<InitialModel> initial;

  RunModule(
      RunPlan plan,
      RunFolder folder,
      DataFiles files,
      PreparedData prepared,
      Optional<InitialModel> initial) {
    this.plan = plan;
    this.folder = folder;
    this.files = files;
    this.prepared = prepared;
    this.initial = initial;
  }

  @Override
  protected void configure() {
    Composition chosen = plan.composition();
    bind(RunPlan.class).toInstance(plan);
    bind(RunFolder.class).toInstance(folder);
    bind(DataFiles.class).toInstance(files);
    bind(Task.class).toInstance(chosen.task().component());
    bind(Tokenizer.class)
        .toInstance(initial.map(InitialModel::tokenizer).orElse(chosen.tokenizer().component()));
    bind(Components.class).toInstance(chosen.parts());
    bind(TransformerSettings.class).toInstance(chosen.model());
    bind(TrainingSettings.class).toInstance(chosen.training());
  }

  @Provides
  @Singleton
  TaskData data(
      Task task,
      TransformerSettings model,
      Tokenizer tokenizer,
      TrainingSettings training,
      DataFiles dataFiles) {
    return prepared.of(task, model.architecture(), tokenizer, training, dataFiles);
  }

  @Provides
  @Singleton
  Transformer model(TaskData data, TransformerSettings settings, Components parts) {
    Transformer model = data.presentation().model(settings, parts);
    model.maxLength().ifPresent(data::requireNoLongerThan);
    return model;
  }

  @Provides
  @Singleton
  Optional<WeightTransfer> transfer(Transformer model) {
    return initial.map(source -> source.transfer(model));
  }

  @Provides
  @Singleton
  StatedWeights stated(Transformer model) {
    return StatedWeights.of(model, plan.composition().initial());
  }

  @Provides
  @Singleton
  TrainingRun training(
      Transformer model,
      TaskData data,
      TrainingSettings settings,
      Optional<WeightTransfer> transfer,
      StatedWeights stated) {
    Map<String, Array> start = new HashMap<>();
    transfer.ifPresent(from -> start.putAll(from.taken()));
    start.putAll(stated.values());
    return new TrainingRun(model, data, settings, plan.seed(), start, folder.checkpoints());
  }
}
