package org.ablate.experiment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ablate.document.Location;
import org.ablate.document.Mapping;
import org.ablate.document.NearestName;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.document.Scalar;
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
import org.ablate.plugin.installed.InstalledVariant;
import org.ablate.plugin.installed.PluginOrigin;
import org.ablate.plugin.installed.Variants;
import org.ablate.training.TrainingSettings;

/** Reads the sections of one run. */
final class CompositionReader {
  static final String CROSS_ATTENTION = "cross_attention";

  private final Variants installed;
  private final Problems problems;
  private final Set<PluginOrigin> plugins = new LinkedHashSet<>();

  CompositionReader(Variants installed, Problems problems) {
    this.installed = installed;
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
    InitialSettings initial =
        Settings.read(section(root, Section.INITIALIZE), InitialSettings.DEFAULTS, problems);
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
            List.copyOf(plugins));
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
        isStated(model, CROSS_ATTENTION)
            ? choose(Kind.ATTENTION, Mixer.class, model, CROSS_ATTENTION, "")
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

  private Mapping section(Mapping root, String key) {
    Mapping empty = new Mapping(root.location(), List.of());
    if (!isStated(root, key)) {
      return empty;
    }
    Node written = root.get(key).orElseThrow();
    if (written instanceof Mapping section) {
      return section;
    }
    problems.add(written.location(), "'%s' must be a mapping of settings".formatted(key));
    return empty;
  }

  /** Whether a key has a value; null takes a value back that is stated in what it is laid over. */
  static boolean isStated(Mapping mapping, String key) {
    return mapping.get(key).filter(node -> node.toJava() != null).isPresent();
  }

  private <C extends Component> Optional<Choice<C>> choose(
      Kind kind, Class<C> type, Mapping parent) {
    return choose(kind, type, parent, kind.key(), Standard.of(kind));
  }

  /**
   * The component under a key: a name, or a mapping with a name and settings.
   *
   * @param standard the name where none is stated; empty where one must be
   */
  private <C extends Component> Optional<Choice<C>> choose(
      Kind kind, Class<C> type, Mapping parent, String key, String standard) {
    Node written =
        isStated(parent, key)
            ? parent.get(key).orElseThrow()
            : new Scalar(parent.location(), standard);
    Mapping settings = written instanceof Mapping mapping ? mapping : Delta.named(written);
    Node name = settings.get(Delta.NAME).orElse(new Scalar(written.location(), standard));
    return find(kind, key, name)
        .map(found -> new Choice<>(found.variant().name(), type.cast(configure(found, settings))));
  }

  private Optional<InstalledVariant> find(Kind kind, String key, Node name) {
    List<String> known = installed.names(kind);
    if (!(name.toJava() instanceof String text)) {
      problems.add(
          name.location(),
          "'%s' must be a name, or a mapping with a name and settings".formatted(key));
      return Optional.empty();
    }
    if (text.isEmpty()) {
      problems.add(
          name.location(),
          "'%s' must be stated; known: %s".formatted(key, String.join(", ", known)));
      return Optional.empty();
    }
    Optional<InstalledVariant> found = installed.find(kind, text);
    if (found.isEmpty()) {
      problems.add(name.location(), NearestName.unknown(kind.toString(), text, known));
    }
    return found;
  }

  /** The variant with settings laid over its defaults. */
  private Record configure(InstalledVariant chosen, Mapping settings) {
    plugins.add(chosen.origin());
    Record defaults = (Record) chosen.variant().defaults();
    try {
      Record configured = Settings.read(settings, defaults, List.of(Delta.NAME), problems);
      Settings.write(configured); // what cannot be recorded could not be repeated
      return configured;
    } catch (IllegalArgumentException | IllegalStateException e) {
      problems.add(
          settings.location(),
          "%s '%s' of the plugin %s has a fault: %s"
              .formatted(
                  chosen.variant().kind(),
                  chosen.variant().name(),
                  chosen.origin(),
                  e.getMessage()));
      return defaults;
    }
  }
}
