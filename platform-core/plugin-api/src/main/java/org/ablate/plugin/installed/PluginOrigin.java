package org.ablate.plugin.installed;

import java.lang.module.ModuleDescriptor;
import java.util.Comparator;

/**
 * The plugin that a variant came from.
 *
 * @param name the symbolic name of the bundle, which is the name of the module
 * @param version the version of the jar
 * @param sha256 of the jar, in hexadecimal
 */
public record PluginOrigin(String name, String version, String sha256) {

  /** Older versions first: 1.9 before 1.10. */
  public static final Comparator<PluginOrigin> BY_VERSION =
      Comparator.comparing(origin -> ModuleDescriptor.Version.parse(origin.version));

  /** Whether its version is the given one or begins with it: 1.2.3 is of version 1.2 and 1. */
  public boolean isOfVersion(String stated) {
    return (version + ".").startsWith(stated + ".");
  }

  /** {@code org.ablate.plugins.attention 0.1.0}. */
  @Override
  public String toString() {
    return name + " " + version;
  }
}
