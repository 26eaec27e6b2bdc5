package org.ablate.experiment;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.ablate.component.ComponentReader;
import org.ablate.component.ImportedComponent;
import org.ablate.document.Location;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.model.Architecture;
import org.ablate.model.Choice;
import org.ablate.model.Components;
import org.ablate.model.CompositionException;
import org.ablate.model.Legality;
import org.ablate.model.OutputHead;
import org.ablate.model.Transformer;
import org.ablate.plugin.Example;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.installed.PluginFailure;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Op;
import org.ablate.tensor.TensorException;
import org.ablate.training.data.Presentation;

/** Decides whether what was chosen goes together, before there are data or weights. */
record CompositionCheck(
    Composition composition, Mapping root, Mapping model, Location variation, Problems problems) {

  /** Any number does: shapes fit for every size of a vocabulary, or for none. */
  private static final int SOME_TOKENS = 16;

  /** Another number tells which shapes depend on it. */
  private static final int OTHER_TOKENS = 17;

  void check() {
    try {
      checkChoices();
      if (problems.isEmpty()) {
        checkShapes();
      }
    } catch (CompositionException | TensorException | IllegalArgumentException e) {
      problems.add(variation, "the model cannot be composed: " + e.getMessage());
    } catch (RuntimeException e) { // thrown by a plugin
      problems.add(variation, "the model cannot be composed: " + PluginFailure.describe(e));
    }
  }

  private void checkChoices() {
    for (Legality.Refusal refusal : Legality.refusals(composition.model(), composition.parts())) {
      problems.add(inModel(refusal.key()), refusal.reason());
    }
    Presentation.refusal(exampleType(), architecture())
        .ifPresent(reason -> problems.add(inModel("architecture"), reason));
    checkImported();
    checkCrossAttention();
    checkTiedEmbeddings();
    checkEvaluation();
    checkLength();
  }

  private Architecture architecture() {
    return composition.model().architecture();
  }

  private Class<? extends Example> exampleType() {
    return composition.task().component().exampleType();
  }

  /** What is imported runs forward only. */
  private void checkImported() {
    if (composition.training().steps() == 0) {
      return;
    }
    Components parts = composition.parts();
    requireTrainable(Kind.ATTENTION.key(), parts.attention());
    if (ComponentReader.isStated(model, CompositionReader.CROSS_ATTENTION)) {
      requireTrainable(CompositionReader.CROSS_ATTENTION, parts.crossAttention());
    }
    requireTrainable(Kind.NORMALIZATION.key(), parts.normalization());
    requireTrainable(Kind.FEED_FORWARD.key(), parts.feedForward());
  }

  private void requireTrainable(String key, Choice<?> chosen) {
    ImportedComponent.in(chosen.component())
        .ifPresent(
            imported ->
                problems.add(
                    inModel(key),
                    "%s was imported from %s and cannot be trained; 'training: {steps: 0}' evaluates the model as it is, with the weights that 'initialize' takes from another run"
                        .formatted(chosen, imported.graph().name())));
  }

  private void checkCrossAttention() {
    if (ComponentReader.isStated(model, CompositionReader.CROSS_ATTENTION)
        && architecture() != Architecture.ENCODER_DECODER) {
      problems.add(
          inModel(CompositionReader.CROSS_ATTENTION),
          "'cross_attention' has no effect: only the architecture encoder-decoder has it");
    }
  }

  private void checkTiedEmbeddings() {
    boolean predictsTokens =
        exampleType() != Example.Tagged.class && exampleType() != Example.Labeled.class;
    if (composition.model().tieEmbeddings() && !predictsTokens) {
      problems.add(
          inModel("tie_embeddings"),
          "'tie_embeddings' needs a model that predicts tokens, but with the task %s it tells classes apart; set it to false"
              .formatted(composition.task()));
    }
  }

  private void checkEvaluation() {
    boolean stated = !composition.evaluation().sequenceLengths().isEmpty();
    if (stated && exampleType() != Example.Text.class) {
      problems.add(
          root.entry(Section.EVALUATION).map(Mapping.Entry::location).orElse(variation),
          "'evaluation.sequence_lengths' has no effect: the task %s has no running text"
              .formatted(composition.task()));
    }
  }

  private boolean isCutToWindows() {
    return exampleType() == Example.Text.class || exampleType() == Example.Masked.class;
  }

  private void checkLength() {
    if (!isCutToWindows()) {
      return;
    }
    Choice<PositionalEncoding> position = composition.parts().positionalEncoding();
    Choice<Mixer> mixer = composition.parts().attention();
    requireLength(
        "positional_encoding", "positional encoding " + position, position.component().maxLength());
    requireLength("attention", "attention " + mixer, mixer.component().maxLength());
  }

  private void requireLength(String key, String part, OptionalInt limit) {
    if (limit.isEmpty()) {
      return;
    }
    int trained = composition.training().sequenceLength();
    if (limit.getAsInt() < trained) {
      problems.add(
          inModel(key),
          "%s has %d positions, but training.sequence_length is %d"
              .formatted(part, limit.getAsInt(), trained));
    }
    for (int tested : composition.evaluation().sequenceLengths()) {
      if (limit.getAsInt() < tested) {
        problems.add(
            inModel(key),
            "%s has %d positions, but evaluation.sequence_lengths asks for %d"
                .formatted(part, limit.getAsInt(), tested));
      }
    }
  }

  /** Traces the model once: a shape that does not fit is an error where the variant uses it. */
  private void checkShapes() {
    Graph graph = trace(SOME_TOKENS);
    new WeightDecayCheck(root, variation, problems)
        .check(
            composition.training().weightDecayOf(),
            graph.parameters().stream().map(Op.Parameter::name).toList());
    Map<String, StatedWeight> stated = composition.initial().values();
    if (!stated.isEmpty()) {
      StatedWeightsCheck.of(graph)
          .or(StatedWeightsCheck.of(trace(OTHER_TOKENS)))
          .refusals(stated)
          .forEach(refusal -> problems.add(ofWeight(refusal.name()), refusal.reason()));
    }
  }

  private Graph trace(int tokens) {
    OutputHead head =
        exampleType() == Example.Labeled.class ? OutputHead.SEQUENCE : OutputHead.POSITION;
    Transformer transformer =
        new Transformer(composition.model(), composition.parts(), tokens, tokens, head, true);
    return composition.training().steps() == 0
        ? transformer.evaluation()
        : transformer.training(composition.training().labelSmoothing());
  }

  private Location ofWeight(String name) {
    String path = "%s.%s.%s".formatted(Section.INITIALIZE, InitialSettings.VALUES, name);
    return new Delta(root).get(path).map(Node::location).orElse(variation);
  }

  /** Where a setting of the model is written, or where the model is. */
  private Location inModel(String key) {
    Optional<Mapping.Entry> written = model.entry(key);
    if (key.equals(CompositionReader.CROSS_ATTENTION) && written.isEmpty()) {
      written = model.entry("attention");
    }
    return written.map(entry -> entry.value().location()).orElse(modelLocation());
  }

  private Location modelLocation() {
    return root.entry(Section.MODEL).map(Mapping.Entry::location).orElse(variation);
  }
}
