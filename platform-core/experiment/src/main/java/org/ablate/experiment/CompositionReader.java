package org.ablate.experiment;

import java.util.List;
import java.util.Optional;
import org.ablate.component.ComponentReader;
import org.ablate.component.Definitions;
import org.ablate.document.Location;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.document.Settings;
import org.ablate.model.Choice;
import org.ablate.model.Components;
import org.ablate.model.TransformerSettings;
import org.ablate.plugin.Component;
import org.ablate.plugin.FeedForward;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Placement;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Task;
import org.ablate.plugin.Tokenizer;
import org.ablate.plugin.installed.Variants;
import org.ablate.training.TrainingSettings;

/** Reads the sections of one run. */
final class CompositionReader {
  static final String CROSS_ATTENTION = "cross_attention";

  private final ComponentReader reader;
  private final Problems problems;

  CompositionReader(Variants installed, Problems problems) {
    this.reader = new ComponentReader(installed, problems);
    this.problems = problems;
  }

  /**
   * The composition, or empty when problems were found.
   *
   * @param variation where the variant is named that the document is
   */
  Optional<Composition> read(Mapping root, Location variation) {
    Mapping model = section(root, Section.MODEL);
    TransformerSettings sizes =
        Settings.read(model, TransformerSettings.DEFAULTS, partKeys(), problems);
    InitialSettings initial = initial(section(root, Section.INITIALIZE));
    TrainingSettings training =
        Settings.read(section(root, Section.TRAINING), TrainingSettings.DEFAULTS, problems);
    DecodingSettings decoding =
        Settings.read(section(root, Section.DECODING), DecodingSettings.DEFAULTS, problems);
    EvaluationSettings evaluation =
        Settings.read(section(root, Section.EVALUATION), EvaluationSettings.DEFAULTS, problems);
    var task = choose(Kind.TASK, Task.class, root);
    var tokenizer = choose(Kind.TOKENIZER, Tokenizer.class, root);
    var parts = parts(model);
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    Composition composition =
        new Composition(
            task.orElseThrow(),
            tokenizer.orElseThrow(),
            sizes,
            parts.orElseThrow(),
            initial,
            training,
            decoding,
            evaluation,
            section(root, Definitions.DEFINE),
            reader.plugins());
    new CompositionCheck(composition, root, model, variation, problems).check();
    return problems.isEmpty() ? Optional.of(composition) : Optional.empty();
  }

  private static List<String> partKeys() {
    return List.of(
        Kind.ATTENTION.key(),
        CROSS_ATTENTION,
        Kind.POSITIONAL_ENCODING.key(),
        Kind.NORMALIZATION.key(),
        Kind.FEED_FORWARD.key(),
        Kind.PLACEMENT.key());
  }

  private Optional<Components> parts(Mapping model) {
    var attention = choose(Kind.ATTENTION, Mixer.class, model);
    var crossAttention =
        ComponentReader.isStated(model, CROSS_ATTENTION)
            ? reader.choose(Kind.ATTENTION, Mixer.class, model, CROSS_ATTENTION, "")
            : attention;
    var positionalEncoding = choose(Kind.POSITIONAL_ENCODING, PositionalEncoding.class, model);
    var normalization = choose(Kind.NORMALIZATION, Normalization.class, model);
    var feedForward = choose(Kind.FEED_FORWARD, FeedForward.class, model);
    var placement = choose(Kind.PLACEMENT, Placement.class, model);
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Components(
            attention.orElseThrow(),
            crossAttention.orElseThrow(),
            positionalEncoding.orElseThrow(),
            normalization.orElseThrow(),
            feedForward.orElseThrow(),
            placement.orElseThrow()));
  }

  private InitialSettings initial(Mapping section) {
    Mapping values = section(section, InitialSettings.VALUES);
    return Settings.read(
        section,
        InitialSettings.DEFAULTS.withValues(StatedWeightsReader.read(values, problems)),
        List.of(InitialSettings.VALUES),
        problems);
  }

  private Mapping section(Mapping root, String key) {
    Mapping empty = new Mapping(root.location(), List.of());
    if (!ComponentReader.isStated(root, key)) {
      return empty;
    }
    Node written = root.get(key).orElseThrow();
    if (written instanceof Mapping section) {
      return section;
    }
    problems.add(written.location(), "'%s' must be a mapping of settings".formatted(key));
    return empty;
  }

  private <C extends Component> Optional<Choice<C>> choose(
      Kind kind, Class<C> type, Mapping parent) {
    return reader.choose(kind, type, parent, kind.key(), Standard.of(kind));
  }
}
