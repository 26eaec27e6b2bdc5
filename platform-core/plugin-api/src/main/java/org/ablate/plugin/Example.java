package org.ablate.plugin;

import java.util.List;
import java.util.Optional;

/** One piece of data of a task, in text. */
public sealed interface Example {

  /** A text and the text to make of it. */
  record Pair(String source, String target) implements Example {}

  /** A text and one of those that may be made of it, as a translation is. */
  record Translation(String source, String target) implements Example {}

  /**
   * A text of which some tokens are hidden and asked for.
   *
   * @param fraction the part of the tokens that is asked for
   * @param wholeWords whether words are hidden with all their tokens
   */
  record Masked(String text, double fraction, boolean wholeWords) implements Example {}

  /** A text to be modeled token by token. */
  record Text(String text) implements Example {}

  /**
   * Units of text, such as words, and for each the label that is asked for.
   *
   * @param labels as many as units; empty where no label is asked for
   */
  record Tagged(List<String> units, List<Optional<String>> labels) implements Example {
    public Tagged {
      units = List.copyOf(units);
      labels = List.copyOf(labels);
      if (units.size() != labels.size()) {
        throw new IllegalArgumentException(
            "%d units have %d labels".formatted(units.size(), labels.size()));
      }
    }
  }

  /** A text and the class that it belongs to. */
  record Labeled(String text, String label) implements Example {}
}
