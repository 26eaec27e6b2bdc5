package org.ablate.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ablate.app.Platform;
import org.ablate.app.RequestException;
import org.ablate.app.plugin.UserPlugins;
import org.ablate.host.PluginFolder;
import org.ablate.host.PluginLock;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Which plugins a command loads beside the built-in ones. */
public final class PluginOptions {

  @Option(
      names = "--plugins",
      paramLabel = "PATH",
      description = "Load this jar, or all jars of this folder, too. May be given several times.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--locked",
      arity = "0..1",
      paramLabel = "FILE",
      fallbackValue = "ablate.lock",
      description =
          "Load only plugins that this lock file names with their hashes (default: ablate.lock).")
  private Path lock;

  /** The arguments by which another process loads the same. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    paths.forEach(path -> arguments.addAll(List.of("--plugins", path.toString())));
    if (lock != null) {
      arguments.add("--locked=" + lock);
    }
    return arguments;
  }

  /**
   * Loads the plugins, and says on standard error which could not be loaded.
   *
   * @throws RequestException if a path leads nowhere, or to a folder without jars
   */
  public Platform start(CommandLine command) {
    paths.forEach(PluginOptions::requireJars);
    Platform platform =
        Platform.start(
            UserPlugins.folder(), paths, Optional.ofNullable(lock).map(PluginLock::read));
    platform.problems().forEach(problem -> command.getErr().println("plugin " + problem));
    return platform;
  }

  private static void requireJars(Path path) {
    if (Files.notExists(path)) {
      throw new RequestException("--plugins %s: there is no such file or folder".formatted(path));
    }
    if (Files.isDirectory(path) && !PluginFolder.holdsJar(path)) {
      throw new RequestException(
          "--plugins %s: the folder holds no jar; build the plugin first (mvn package), or use: ablate dev --plugin"
              .formatted(path));
    }
  }
}
