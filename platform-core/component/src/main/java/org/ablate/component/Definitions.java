package org.ablate.component;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ablate.document.Location;
import org.ablate.document.Mapping;
import org.ablate.document.Mapping.Entry;
import org.ablate.document.NearestName;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.model.Choice;
import org.ablate.plugin.Attention;
import org.ablate.plugin.Capability;
import org.ablate.plugin.Component;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Normalization;
import org.ablate.plugin.Paper;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.PositionalEncoding.Place;
import org.ablate.plugin.Variant;
import org.ablate.plugin.installed.InstalledVariant;
import org.ablate.plugin.installed.PluginOrigin;
import org.ablate.plugin.installed.Variants;

/**
 * Components that a document defines, such as
 *
 * <pre>
 * acme/gated-window:
 *   attention: {name: sliding-window, window: 8}
 *   query_key_norm: rms-norm
 *   positional_encoding: rotary
 *   output: {name: gated-output, form: headwise}
 * </pre>
 */
public final class Definitions {
  /** The key under which documents define components. */
  public static final String DEFINE = "define";

  /** What names begin with that an experiment defines for itself. */
  public static final String OWN = "my/";

  /** The key that says what it does. */
  public static final String SUMMARY = "summary";

  /** The key of the formula that it is built around. */
  public static final String KERNEL = "attention";

  private static final String NORM = "query_key_norm";
  private static final String POSITIONS = "positional_encoding";
  private static final String BIAS = "bias";
  private static final String VALUES = "values";
  private static final String OUTPUT = "output";

  /** The keys whose value is an attention of which one step is taken. */
  private static final List<String> STEPS = List.of(BIAS, VALUES, OUTPUT);

  /** The keys of the pieces of an attention, and their kinds. */
  public static final Map<String, Kind> PIECES = pieces();

  private static final List<String> KEYS =
      Stream.concat(Stream.of(SUMMARY), PIECES.keySet().stream()).toList();

  private static Map<String, Kind> pieces() {
    Map<String, Kind> pieces = new LinkedHashMap<>();
    pieces.put(KERNEL, Kind.ATTENTION);
    pieces.put(NORM, Kind.NORMALIZATION);
    pieces.put(POSITIONS, Kind.POSITIONAL_ENCODING);
    STEPS.forEach(step -> pieces.put(step, Kind.ATTENTION));
    return Collections.unmodifiableMap(pieces);
  }

  private final Problems problems;
  private final List<InstalledVariant> all;

  private Definitions(Variants installed, Problems problems) {
    this.all = new ArrayList<>(installed.all());
    this.problems = problems;
  }

  /**
   * What is installed, and what an experiment defines.
   *
   * @param written what is under {@link #DEFINE}; a definition may use those before it
   * @param problems takes what is wrong
   */
  public static Variants ofExperiment(Node written, Variants installed, Problems problems) {
    Definitions definitions = new Definitions(installed, problems);
    definitions.define(written, Optional.empty());
    return new Variants(definitions.all);
  }

  /**
   * What a plugin defines.
   *
   * @param written what is under {@link #DEFINE}; a definition may use those before it
   * @param plugin that the definitions are in
   * @param problems takes what is wrong
   */
  public static List<Variant> ofPlugin(
      Node written, PluginOrigin plugin, Variants installed, Problems problems) {
    Definitions definitions = new Definitions(installed, problems);
    definitions.define(written, Optional.of(plugin));
    return definitions.all.subList(installed.all().size(), definitions.all.size()).stream()
        .map(InstalledVariant::variant)
        .toList();
  }

  private void define(Node written, Optional<PluginOrigin> plugin) {
    if (written instanceof Mapping named && !named.entries().isEmpty()) {
      named.entries().forEach(entry -> define(entry, plugin));
    } else {
      problems.add(
          written.location(),
          "'define' must be a mapping from names to what they stand for, such as {my/window: {attention: {name: sliding-window, window: 8}}}");
    }
  }

  private void define(Entry entry, Optional<PluginOrigin> plugin) {
    if (!(entry.value() instanceof Mapping written)) {
      problems.add(
          entry.value().location(),
          "'%s' must be a mapping with the key 'attention', and any of %s"
              .formatted(entry.key(), String.join(", ", KEYS)));
      return;
    }
    int before = problems.count();
    for (Entry stated : written.entries()) {
      if (!KEYS.contains(stated.key())) {
        problems.add(stated.location(), NearestName.unknown("key", stated.key(), KEYS));
      }
    }
    if (plugin.isEmpty()) {
      checkName(entry);
    }
    Variants known = new Variants(all);
    Optional<Pieces> pieces = pieces(written, new ComponentReader(known, problems));
    if (problems.count() > before) {
      return;
    }
    try {
      PluginOrigin from = plugin.orElse(pieces.orElseThrow().plugins().get(0));
      all.add(
          new InstalledVariant(variant(entry.key(), written, pieces.orElseThrow(), known), from));
    } catch (IllegalArgumentException e) {
      problems.add(entry.location(), e.getMessage());
    }
  }

  private void checkName(Entry entry) {
    if (!entry.key().startsWith(OWN)) {
      String plain = entry.key().substring(entry.key().indexOf('/') + 1);
      problems.add(
          entry.location(),
          "'%s' must begin with '%s', as all names do that an experiment defines, such as '%s%s'"
              .formatted(entry.key(), OWN, OWN, plain));
    }
  }

  private Optional<Pieces> pieces(Mapping written, ComponentReader reader) {
    Optional<Choice<Mixer>> kernel =
        reader.choose(Kind.ATTENTION, Mixer.class, written, KERNEL, "");
    var norm = piece(Kind.NORMALIZATION, Normalization.class, written, NORM, reader);
    var encoding =
        piece(Kind.POSITIONAL_ENCODING, PositionalEncoding.class, written, POSITIONS, reader);
    List<Optional<Attention>> steps =
        STEPS.stream().map(key -> step(written, key, reader)).toList();
    if (kernel.isEmpty() || !isAttention(kernel.get(), written, KERNEL)) {
      return Optional.empty();
    }
    Attention attention = (Attention) kernel.get().component();
    encoding.ifPresent(e -> check(e, kernel.get(), written));
    return Optional.of(
        new Pieces(
            attention,
            norm.map(Choice::component),
            encoding.map(Choice::component),
            steps.get(0),
            steps.get(1),
            steps.get(2),
            reader.plugins()));
  }

  private <C extends Component> Optional<Choice<C>> piece(
      Kind kind, Class<C> type, Mapping written, String key, ComponentReader reader) {
    return ComponentReader.isStated(written, key)
        ? reader.choose(kind, type, written, key, "")
        : Optional.empty();
  }

  /** An attention of which one step is taken, which it must have. */
  private Optional<Attention> step(Mapping written, String key, ComponentReader reader) {
    Optional<Choice<Mixer>> chosen = piece(Kind.ATTENTION, Mixer.class, written, key, reader);
    if (chosen.isEmpty() || !isAttention(chosen.get(), written, key)) {
      return Optional.empty();
    }
    Attention attention = (Attention) chosen.get().component();
    if (!hasStep(attention, key)) {
      String those =
          new Variants(all)
              .of(Kind.ATTENTION).stream()
                  .filter(v -> v.variant().defaults() instanceof Attention a && hasStep(a, key))
                  .map(v -> v.variant().name())
                  .distinct()
                  .collect(Collectors.joining(", "));
      problems.add(
          location(written, key),
          "attention %s leaves the %s as it is; those that do not: %s"
              .formatted(chosen.get(), key, those));
    }
    return Optional.of(attention);
  }

  private static boolean hasStep(Attention attention, String step) {
    if (attention instanceof DefinedAttention defined) {
      return switch (step) {
        case BIAS -> hasStep(defined.pieces().bias().orElse(defined.pieces().kernel()), step);
        case VALUES -> hasStep(defined.pieces().values().orElse(defined.pieces().kernel()), step);
        default -> hasStep(defined.pieces().output().orElse(defined.pieces().kernel()), step);
      };
    }
    return Arrays.stream(attention.getClass().getMethods())
        .filter(method -> method.getName().equals(step) && method.getParameterCount() > 0)
        .map(Method::getDeclaringClass)
        .anyMatch(declaring -> !declaring.equals(Attention.class));
  }

  private boolean isAttention(Choice<Mixer> chosen, Mapping written, String key) {
    boolean is = chosen.component() instanceof Attention;
    if (!is) {
      problems.add(
          location(written, key),
          "%s is a whole layer of its own, which nothing can be composed with".formatted(chosen));
    }
    return is;
  }

  private void check(Choice<PositionalEncoding> encoding, Choice<Mixer> kernel, Mapping written) {
    Set<Place> places = encoding.component().places();
    if (places.contains(Place.EMBEDDINGS) || places.isEmpty()) {
      problems.add(
          location(written, POSITIONS),
          "positional encoding %s does not act on queries, keys or scores; state it as the model's 'positional_encoding'"
              .formatted(encoding));
    }
    require(places.contains(Place.SCORES), Capability.SCORE_BIAS, encoding, kernel, written);
    require(
        places.contains(Place.QUERIES_AND_KEYS), Capability.ROTATION, encoding, kernel, written);
    boolean magnitudeIsLost =
        !encoding.component().keepsMagnitude()
            && kernel.component() instanceof Attention attention
            && !attention.seesMagnitude();
    if (magnitudeIsLost) {
      problems.add(
          location(written, POSITIONS),
          "attention %s cannot honour the magnitude of queries and keys, which positional encoding %s changes"
              .formatted(kernel, encoding));
    }
  }

  private void require(
      boolean needed,
      Capability capability,
      Choice<PositionalEncoding> encoding,
      Choice<Mixer> kernel,
      Mapping written) {
    if (needed && !kernel.component().capabilities().contains(capability)) {
      problems.add(
          location(written, POSITIONS),
          "attention %s cannot honour %s, which positional encoding %s needs"
              .formatted(kernel, capability.description(), encoding));
    }
  }

  private static Location location(Mapping written, String key) {
    return written.get(key).orElseThrow().location();
  }

  private Variant variant(String name, Mapping written, Pieces pieces, Variants known) {
    String summary =
        written.get(SUMMARY).map(Node::toJava).map(Object::toString).orElse("composed")
            + " ("
            + composition(written)
            + ")";
    List<Paper> papers = new ArrayList<>(papers(written, known));
    return new Variant(Kind.ATTENTION, name, new DefinedAttention(pieces), summary, papers);
  }

  /** {@code attention: {name: sliding-window, window: 8}, query_key_norm: rms-norm}. */
  private static String composition(Mapping written) {
    List<String> pieces = new ArrayList<>();
    for (String key : PIECES.keySet()) {
      if (ComponentReader.isStated(written, key)) {
        pieces.add(key + ": " + text(written.get(key).orElseThrow()));
      }
    }
    return String.join(", ", pieces);
  }

  private static String text(Node piece) {
    if (!(piece instanceof Mapping mapping)) {
      return String.valueOf(piece.toJava());
    }
    return mapping.entries().stream()
        .map(entry -> entry.key() + ": " + text(entry.value()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Those of all pieces, each once. */
  private static Set<Paper> papers(Mapping written, Variants known) {
    Set<Paper> papers = new LinkedHashSet<>();
    for (String key : PIECES.keySet()) {
      if (ComponentReader.isStated(written, key)) {
        Node piece = written.get(key).orElseThrow();
        Node name =
            piece instanceof Mapping mapping
                ? mapping.get(ComponentReader.NAME).orElseThrow()
                : piece;
        known
            .find(PIECES.get(key), String.valueOf(name.toJava()))
            .ifPresent(found -> papers.addAll(found.variant().papers()));
      }
    }
    return papers;
  }
}
