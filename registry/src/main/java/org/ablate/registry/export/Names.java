package org.ablate.registry.export;

import java.util.Locale;

/** How constants are written in the formats of other programs. */
final class Names {

  private Names() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
