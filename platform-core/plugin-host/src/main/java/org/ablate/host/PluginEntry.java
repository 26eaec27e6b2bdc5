package org.ablate.host;

import java.time.Instant;
import org.ablate.plugin.installed.PluginOrigin;

/**
 * A plugin that was installed.
 *
 * @param origin its name, its version and its hash when it was installed
 * @param file the name of its jar in the folder of plugins
 * @param source where it was taken from: a path, Maven coordinates or an address
 * @param installedAt when
 */
public record PluginEntry(PluginOrigin origin, String file, String source, Instant installedAt) {

  boolean isSameVersionAs(PluginOrigin other) {
    return origin.name().equals(other.name()) && origin.version().equals(other.version());
  }
}
