package org.ablate.experiment;

import java.util.List;
import org.ablate.document.Mapping;
import org.ablate.model.Choice;
import org.ablate.model.Components;
import org.ablate.model.TransformerSettings;
import org.ablate.plugin.Task;
import org.ablate.plugin.Tokenizer;
import org.ablate.plugin.installed.PluginOrigin;
import org.ablate.training.TrainingSettings;

/**
 * All that a run is made of, but for its seed.
 *
 * @param task what is learned
 * @param tokenizer how text becomes tokens
 * @param model the sizes of the model
 * @param parts the exchangeable parts of the model
 * @param initial what it starts from
 * @param training how it is trained
 * @param decoding how it answers
 * @param evaluation what it is tested on beside the test split
 * @param definitions the components that the file defines itself
 * @param plugins where the chosen variants come from, each plugin once
 */
public record Composition(
    Choice<Task> task,
    Choice<Tokenizer> tokenizer,
    TransformerSettings model,
    Components parts,
    InitialSettings initial,
    TrainingSettings training,
    DecodingSettings decoding,
    EvaluationSettings evaluation,
    Mapping definitions,
    List<PluginOrigin> plugins) {

  public Composition {
    plugins = List.copyOf(plugins);
  }

  Composition startingFrom(InitialSettings other) {
    return new Composition(
        task, tokenizer, model, parts, other, training, decoding, evaluation, definitions, plugins);
  }
}
