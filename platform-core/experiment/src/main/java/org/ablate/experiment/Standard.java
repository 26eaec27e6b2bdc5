package org.ablate.experiment;

import java.util.Map;
import org.ablate.plugin.Kind;

/** The components that are used where an experiment names none. */
final class Standard {
  private static final Map<Kind, String> NAMES =
      Map.of(
          Kind.ATTENTION, "scaled-dot-product",
          Kind.POSITIONAL_ENCODING, "sinusoidal",
          Kind.NORMALIZATION, "layer-norm",
          Kind.FEED_FORWARD, "relu",
          Kind.PLACEMENT, "pre",
          Kind.TOKENIZER, "character");

  private Standard() {}

  /** The name; empty where one must be stated. */
  static String of(Kind kind) {
    return NAMES.getOrDefault(kind, "");
  }
}
