package org.ablate.experiment;

import java.util.List;
import org.ablate.component.Definitions;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.document.Settings;
import org.ablate.model.Architecture;
import org.ablate.model.Choice;
import org.ablate.model.Components;
import org.ablate.plugin.Kind;

/** Writes every setting with its value, in the form that an experiment file has. */
final class ResolvedSettings {
  private ResolvedSettings() {}

  /** An experiment with one run. */
  static Mapping of(Header header, String variant, long seed, Composition composition) {
    Mapping document =
        Mapping.empty().with("name", header.name()).with("description", header.description());
    if (!composition.definitions().entries().isEmpty()) {
      document = document.with(Definitions.DEFINE, composition.definitions());
    }
    for (Mapping.Entry section : of(composition).entries()) {
      document = document.with(section);
    }
    return document
        .with("seeds", List.of(seed))
        .with("variants", Mapping.empty().with(variant, Mapping.empty()));
  }

  /** The sections of a run. */
  static Mapping of(Composition composition) {
    return Mapping.empty()
        .with(Section.TASK, choice(composition.task()))
        .with(Section.TOKENIZER, choice(composition.tokenizer()))
        .with(Section.MODEL, model(composition))
        .with(Section.INITIALIZE, composition.initial().toMapping())
        .with(Section.TRAINING, composition.training())
        .with(Section.DECODING, composition.decoding())
        .with(Section.EVALUATION, composition.evaluation());
  }

  private static Mapping model(Composition composition) {
    Components parts = composition.parts();
    Mapping model =
        Settings.write(composition.model()).with(Kind.ATTENTION.key(), choice(parts.attention()));
    if (composition.model().architecture() == Architecture.ENCODER_DECODER) {
      model = model.with(CompositionReader.CROSS_ATTENTION, choice(parts.crossAttention()));
    }
    return model
        .with(Kind.POSITIONAL_ENCODING.key(), choice(parts.positionalEncoding()))
        .with(Kind.NORMALIZATION.key(), choice(parts.normalization()))
        .with(Kind.FEED_FORWARD.key(), choice(parts.feedForward()))
        .with(Kind.PLACEMENT.key(), choice(parts.placement()));
  }

  /** The name, or a mapping with the name and the settings where there are some. */
  private static Node choice(Choice<?> choice) {
    Mapping named = Mapping.empty().with(Delta.NAME, choice.name());
    Mapping settings = Settings.write((Record) choice.component());
    if (settings.entries().isEmpty()) {
      return Node.of(choice.name());
    }
    for (Mapping.Entry setting : settings.entries()) {
      named = named.with(setting);
    }
    return named;
  }
}
