package org.ablate.experiment;

import java.util.List;
import java.util.Optional;

/**
 * What a model starts from. The components are the keys under {@code initialize} in experiment
 * files.
 *
 * @param from a run whose weights at its best step are taken over, and whose tokenizer too; without
 *     one, all weights are drawn
 * @param include names of the weights that are taken, where {@code *} stands for any characters;
 *     all, where none is stated
 * @param exclude names of weights that are not
 * @param hash the SHA-256 of the file with the weights; planning states it, so that a sweep does
 *     not go on with others
 */
public record InitialSettings(
    Optional<String> from, List<String> include, List<String> exclude, Optional<String> hash) {
  static final InitialSettings DEFAULTS =
      new InitialSettings(Optional.empty(), List.of(), List.of(), Optional.empty());

  /** Takes copies. */
  public InitialSettings {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    boolean chooses = !include.isEmpty() || !exclude.isEmpty() || hash.isPresent();
    if (from.isEmpty() && chooses) {
      throw new IllegalArgumentException(
          "from must be stated: without a run to start from, nothing is taken over");
    }
  }

  /** The same, with the hash of the weights. */
  public InitialSettings withHash(String known) {
    return new InitialSettings(from, include, exclude, Optional.of(known));
  }
}
