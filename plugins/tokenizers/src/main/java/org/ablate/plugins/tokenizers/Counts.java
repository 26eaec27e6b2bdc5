package org.ablate.plugins.tokenizers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** How often each piece occurs in texts. */
final class Counts {
  private Counts() {}

  /** The pieces in alphabetical order, so that nothing depends on the order of the texts. */
  static Map<String, Integer> of(Iterable<String> texts, Function<String, List<String>> split) {
    Map<String, Integer> counts = new HashMap<>();
    for (String text : texts) {
      for (String piece : split.apply(text)) {
        counts.merge(piece, 1, Integer::sum);
      }
    }
    return new TreeMap<>(counts);
  }
}
