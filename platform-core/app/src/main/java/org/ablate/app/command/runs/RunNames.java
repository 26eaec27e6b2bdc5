package org.ablate.app.command.runs;

import org.ablate.registry.Registry;
import org.ablate.registry.UnknownRunException;

/** Runs by what people call them. */
final class RunNames {
  private RunNames() {}

  /** The id of the run with a key, or that it is gone. */
  static String of(Registry registry, String key) {
    try {
      return "%s (%s)".formatted(registry.find(key).id(), key);
    } catch (UnknownRunException e) {
      return key + ", which has been removed";
    }
  }
}
