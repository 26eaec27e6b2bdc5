package org.ablate.app.plugin;

import java.nio.file.Path;
import org.ablate.host.PluginFolder;

/** Where a user's plugins are installed. */
public final class UserPlugins {
  /** Names another folder than the one in the home folder. */
  private static final String VARIABLE = "ABLATE_PLUGINS";

  private UserPlugins() {}

  public static PluginFolder folder() {
    String stated = System.getenv(VARIABLE);
    return new PluginFolder(
        stated == null
            ? Path.of(System.getProperty("user.home"), ".ablate", "plugins")
            : Path.of(stated));
  }
}
