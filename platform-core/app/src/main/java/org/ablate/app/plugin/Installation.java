package org.ablate.app.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ablate.document.Folders;
import org.ablate.host.PluginEntry;
import org.ablate.host.PluginFolder;

/** Brings a plugin from where it is into the folder of a user's plugins. */
public final class Installation {
  private Installation() {}

  /**
   * Installs a plugin.
   *
   * @param builtIn what it must get along with
   * @throws org.ablate.app.RequestException if there is no such jar
   * @throws org.ablate.host.PluginRefusedException if it cannot be loaded; the message says why
   */
  public static PluginEntry of(PluginSource source, PluginFolder folder, List<Path> builtIn) {
    try {
      Path temporary = Files.createTempDirectory("ablate-plugin");
      try {
        return folder.install(source.fetch(temporary), source.text(), builtIn);
      } finally {
        Folders.delete(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("there is no room for temporary files", e);
    }
  }
}
