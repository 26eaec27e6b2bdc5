package org.ablate.component;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ablate.document.Mapping;
import org.ablate.document.NearestName;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.document.Scalar;
import org.ablate.document.Settings;
import org.ablate.model.Choice;
import org.ablate.plugin.Component;
import org.ablate.plugin.Kind;
import org.ablate.plugin.installed.InstalledVariant;
import org.ablate.plugin.installed.PluginOrigin;
import org.ablate.plugin.installed.Variants;

/** Reads components that a document names, with their settings. */
public final class ComponentReader {
  /** The key under which a component is named when it has settings too. */
  public static final String NAME = "name";

  private final Variants installed;
  private final Problems problems;
  private final Set<PluginOrigin> plugins = new LinkedHashSet<>();

  /**
   * Prepares the reading.
   *
   * @param installed what can be named
   * @param problems takes what is wrong
   */
  public ComponentReader(Variants installed, Problems problems) {
    this.installed = installed;
    this.problems = problems;
  }

  /** A component that is only named, as a mapping. */
  public static Mapping named(Node name) {
    return new Mapping(name.location(), List.of(new Mapping.Entry(name.location(), NAME, name)));
  }

  /** Whether a key has a value; null takes a value back that is stated in what it is laid over. */
  public static boolean isStated(Mapping mapping, String key) {
    return mapping.get(key).filter(node -> node.toJava() != null).isPresent();
  }

  /** Where the components that were read come from, each plugin once. */
  public List<PluginOrigin> plugins() {
    return List.copyOf(plugins);
  }

  /**
   * The component under a key: a name, or a mapping with a name and settings.
   *
   * @param standard the name where none is stated; empty where one must be
   * @return empty where there is none of the name, which is a problem then
   */
  public <C extends Component> Optional<Choice<C>> choose(
      Kind kind, Class<C> type, Mapping parent, String key, String standard) {
    Node written =
        isStated(parent, key)
            ? parent.get(key).orElseThrow()
            : new Scalar(parent.location(), standard);
    Mapping settings = written instanceof Mapping mapping ? mapping : named(written);
    Node name = settings.get(NAME).orElse(new Scalar(written.location(), standard));
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
    Record defaults = (Record) chosen.variant().defaults();
    plugins.add(chosen.origin());
    if (defaults instanceof DefinedAttention defined) {
      plugins.addAll(defined.pieces().plugins());
    }
    try {
      Record configured = Settings.read(settings, defaults, List.of(NAME), problems);
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
