package org.ablate.app.docs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ablate.document.Mapping;
import org.ablate.document.RecordText;
import org.ablate.document.Settings;
import org.ablate.plugin.Mixer;
import org.ablate.plugin.Paper;
import org.ablate.plugin.PositionalEncoding;
import org.ablate.plugin.Variant;
import org.ablate.plugin.installed.InstalledVariant;

/**
 * All that is known of a variant.
 *
 * @param kind its extension point
 * @param name as experiment files write it
 * @param plugin where it comes from
 * @param summary what it does, in a sentence or a formula
 * @param description what its author says of it, in paragraphs
 * @param papers its sources
 * @param settings with their defaults
 * @param explanations what settings mean, where their author says so
 * @param capabilities what it honours, or the places where it acts; empty for other kinds
 */
public record VariantPage(
    String kind,
    String name,
    String plugin,
    String version,
    String summary,
    List<String> description,
    List<String> papers,
    Map<String, Object> settings,
    Map<String, String> explanations,
    List<String> capabilities) {

  public static VariantPage of(InstalledVariant installed) {
    Variant variant = installed.variant();
    Mapping settings = Settings.write((Record) variant.defaults());
    RecordText text = RecordText.of(((Record) variant.defaults()).getClass());
    Map<String, String> explanations = new LinkedHashMap<>(text.settings());
    explanations.keySet().retainAll(settings.keys());
    return new VariantPage(
        variant.kind().key(),
        variant.name(),
        installed.origin().name(),
        installed.origin().version(),
        variant.summary(),
        text.paragraphs(),
        variant.papers().stream().map(Paper::toString).toList(),
        settings.toJava(),
        explanations,
        capabilities(variant));
  }

  /** The default of a setting as an experiment would state it. */
  public String defaultOf(String setting) {
    return flow(settings.get(setting));
  }

  private static String flow(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + flow(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return String.valueOf(value);
  }

  private static List<String> capabilities(Variant variant) {
    if (variant.defaults() instanceof Mixer mixer) {
      return new TreeSet<>(mixer.capabilities()).stream().map(Object::toString).toList();
    }
    if (variant.defaults() instanceof PositionalEncoding encoding) {
      return encoding.places().stream()
          .sorted()
          .map(place -> "acts at " + place.name().toLowerCase(Locale.ROOT).replace('_', ' '))
          .toList();
    }
    return List.of();
  }
}
