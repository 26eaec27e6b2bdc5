package org.ablate.plugins.tasks;

import java.util.List;
import java.util.SortedSet;
import org.ablate.plugin.Split;

/** The labels that a model can learn: those of the split for training. */
final class Labels {
  private Labels() {}

  /**
   * Checks the labels of another split.
   *
   * @throws IllegalArgumentException if one does not occur in training; the message names it
   */
  static void requireKnown(Split split, List<String> labels, SortedSet<String> known) {
    for (int i = 0; i < labels.size(); i++) {
      if (!known.contains(labels.get(i))) {
        throw new IllegalArgumentException(
            "the label '%s' of the %s example %d does not occur in training, whose labels are %s"
                .formatted(labels.get(i), split, i + 1, String.join(", ", known)));
      }
    }
  }
}
