package org.ablate.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.document.Fixed;
import org.ablate.document.Mapping;
import org.ablate.document.Settings;

/**
 * What a model starts from. The components are the keys under {@code initialize} in experiment
 * files.
 *
 * @param from a run whose weights at its best step are taken over, and whose tokenizer too; without
 *     one, all weights are drawn that are not stated
 * @param include names of the weights that are taken, where {@code *} stands for any characters;
 *     all, where none is stated
 * @param exclude names of weights that are not
 * @param hash the SHA-256 of the file with the weights; planning states it, so that a sweep does
 *     not go on with others
 * @param values weights that are stated number by number, by name; they take the place of those
 *     that are drawn or taken over
 */
public record InitialSettings(
    Optional<String> from,
    List<String> include,
    List<String> exclude,
    Optional<String> hash,
    @Fixed Map<String, StatedWeight> values) {
  static final String VALUES = "values";

  static final InitialSettings DEFAULTS =
      new InitialSettings(Optional.empty(), List.of(), List.of(), Optional.empty(), Map.of());

  /** Takes copies. */
  public InitialSettings {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    boolean chooses = !include.isEmpty() || !exclude.isEmpty() || hash.isPresent();
    if (from.isEmpty() && chooses) {
      throw new IllegalArgumentException(
          "from must be stated: without a run to start from, nothing is taken over");
    }
  }

  /** The same, with the hash of the weights. */
  public InitialSettings withHash(String known) {
    return new InitialSettings(from, include, exclude, Optional.of(known), values);
  }

  InitialSettings withValues(Map<String, StatedWeight> stated) {
    return new InitialSettings(from, include, exclude, hash, stated);
  }

  /** As experiment files have it. */
  Mapping toMapping() {
    Mapping settings = Settings.write(this);
    if (values.isEmpty()) {
      return settings;
    }
    Mapping written = Mapping.empty();
    for (Map.Entry<String, StatedWeight> weight : values.entrySet()) {
      written = written.with(weight.getKey(), weight.getValue().toLists());
    }
    return settings.with(VALUES, written);
  }
}
