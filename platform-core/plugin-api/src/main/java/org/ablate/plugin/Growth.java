package org.ablate.plugin;

import java.util.Locale;

/** How the operations of a whole pass grow with the length of the sequence. */
public enum Growth {
  /** As the length. */
  LINEAR,
  /** As the square of the length: as the number of pairs of tokens. */
  QUADRATIC,
  /** As the cube of the length. */
  CUBIC;

  /** The power of the length. */
  public int order() {
    return ordinal() + 1;
  }

  /** {@code linear}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
