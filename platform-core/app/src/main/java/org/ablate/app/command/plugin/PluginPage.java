package org.ablate.app.command.plugin;

import java.util.List;
import java.util.Optional;
import org.ablate.app.RequestException;
import org.ablate.document.Mapping;
import org.ablate.document.NearestName;
import org.ablate.host.PluginEntry;
import org.ablate.host.PluginFolder;

/** An installed plugin as documents show it, and how it is found. */
final class PluginPage {
  private PluginPage() {}

  static Mapping of(PluginEntry entry) {
    return Mapping.empty()
        .with("name", entry.origin().name())
        .with("version", entry.origin().version())
        .with("sha256", entry.origin().sha256())
        .with("source", entry.source())
        .with("installed_at", entry.installedAt().toString());
  }

  /**
   * The plugins that a name means: all versions of {@code acme.attention}, or those of {@code
   * acme.attention@1.2}.
   *
   * @throws RequestException if there is none; the message names what was probably meant
   */
  static List<PluginEntry> find(PluginFolder folder, String name) {
    int at = name.indexOf('@');
    String plain = at < 0 ? name : name.substring(0, at);
    Optional<String> version = at < 0 ? Optional.empty() : Optional.of(name.substring(at + 1));
    List<PluginEntry> found = folder.find(plain, version);
    if (found.isEmpty()) {
      List<String> names =
          folder.entries().stream().map(entry -> entry.origin().name()).distinct().toList();
      throw new RequestException(
          names.isEmpty()
              ? "no plugin is installed; install one with: ablate plugin install JAR"
              : NearestName.unknown("plugin", name, names));
    }
    return found;
  }
}
