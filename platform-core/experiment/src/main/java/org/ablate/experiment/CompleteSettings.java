package org.ablate.experiment;

import java.util.List;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.document.Scalar;
import org.ablate.document.Settings;
import org.ablate.model.TransformerSettings;
import org.ablate.plugin.Kind;
import org.ablate.plugin.installed.InstalledVariant;
import org.ablate.plugin.installed.Variants;
import org.ablate.training.TrainingSettings;

/** All settings of a run, stated or not, whether or not they go together. */
record CompleteSettings(Variants installed) {
  private static final List<Kind> PARTS =
      List.of(
          Kind.ATTENTION,
          Kind.POSITIONAL_ENCODING,
          Kind.NORMALIZATION,
          Kind.FEED_FORWARD,
          Kind.PLACEMENT);

  /** The sections of a document over the defaults of the platform and of the chosen components. */
  Mapping of(Mapping document) {
    Mapping model = Settings.write(TransformerSettings.DEFAULTS);
    for (Kind part : PARTS) {
      model = model.with(part.key(), Standard.of(part));
    }
    Mapping defaults =
        Mapping.empty()
            .with(Section.TOKENIZER, Standard.of(Kind.TOKENIZER))
            .with(Section.MODEL, model)
            .with(Section.INITIALIZE, InitialSettings.DEFAULTS)
            .with(Section.TRAINING, TrainingSettings.DEFAULTS)
            .with(Section.DECODING, DecodingSettings.DEFAULTS)
            .with(Section.EVALUATION, EvaluationSettings.DEFAULTS);
    Mapping stated = new Mapping(document.location(), List.of());
    for (Mapping.Entry entry : document.entries()) {
      if (Section.ALL.contains(entry.key())) {
        stated = stated.with(entry);
      }
    }
    Mapping complete = new Delta(stated).over(defaults);
    complete = withDefaults(complete, Kind.TASK);
    complete = withDefaults(complete, Kind.TOKENIZER);
    if (complete.get(Section.MODEL).orElseThrow() instanceof Mapping parts) {
      for (Kind part : PARTS) {
        parts = withDefaults(parts, part);
      }
      complete = complete.with(Section.MODEL, parts);
    }
    return complete;
  }

  private Mapping withDefaults(Mapping parent, Kind kind) {
    Node written = parent.get(kind.key()).orElse(new Scalar(parent.location(), ""));
    Mapping stated = written instanceof Mapping mapping ? mapping : Delta.named(written);
    return stated
        .get(Delta.NAME)
        .map(Node::toJava)
        .filter(String.class::isInstance)
        .flatMap(name -> installed.find(kind, (String) name))
        .map(found -> parent.with(kind.key(), new Delta(stated).over(defaults(found))))
        .orElse(parent);
  }

  private static Mapping defaults(InstalledVariant found) {
    Mapping named = Delta.named(Node.of(found.variant().name()));
    try {
      for (Mapping.Entry setting : Settings.write((Record) found.variant().defaults()).entries()) {
        named = named.with(setting);
      }
    } catch (IllegalArgumentException e) {
      // A plugin's fault, which is told when the component is composed.
    }
    return named;
  }
}
