package org.ablate.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ablate.host.BundleContainer;
import org.ablate.host.PluginFolder;
import org.ablate.host.PluginLock;
import org.ablate.host.PluginProblem;
import org.ablate.plugin.Kind;
import org.ablate.plugin.installed.InstalledVariant;
import org.ablate.plugin.installed.PluginOrigin;
import org.ablate.plugin.installed.Variants;

/** What is installed: the built-in plugins and those of the user. */
public final class Platform implements AutoCloseable {
  /** Tells where the built-in plugins are; the launcher sets it. */
  private static final String BUILT_IN = "ablate.plugins";

  private final BundleContainer container;
  private final List<PluginProblem> refused;

  private Platform(BundleContainer container, List<PluginProblem> refused) {
    this.container = container;
    this.refused = List.copyOf(refused);
  }

  /**
   * Loads the built-in plugins, those that the user installed, and more from files and folders.
   *
   * @param lock what else than the built-in ones may be loaded, where that is limited
   * @throws RequestException if the program was not started by its launcher
   */
  public static Platform start(PluginFolder installed, List<Path> more, Optional<PluginLock> lock) {
    PluginFolder.Checked checked = installed.check(more);
    List<PluginProblem> refused = new ArrayList<>(checked.problems());
    List<Path> wanted = new ArrayList<>(checked.jars());
    wanted.addAll(more);
    List<Path> jars = new ArrayList<>(List.of(builtIn()));
    if (lock.isPresent()) {
      PluginFolder.Checked locked = lock.get().check(wanted);
      refused.addAll(locked.problems());
      jars.addAll(locked.jars());
    } else {
      jars.addAll(wanted);
    }
    return new Platform(BundleContainer.start(jars), refused);
  }

  /**
   * The folder of the built-in plugins.
   *
   * @throws RequestException if the program was not started by its launcher
   */
  public static Path builtIn() {
    String builtIn = System.getProperty(BUILT_IN);
    if (builtIn == null) {
      throw new RequestException(
          "the built-in plugins are not to be found; start the program with ./ablate, or set -D%s to their folder"
              .formatted(BUILT_IN));
    }
    return Path.of(builtIn);
  }

  public Variants variants() {
    return container.plugins().variants();
  }

  public List<PluginOrigin> plugins() {
    return container.plugins().plugins();
  }

  /** What could not be loaded, and why. */
  public List<PluginProblem> problems() {
    List<PluginProblem> all = new ArrayList<>(refused);
    all.addAll(container.plugins().problems());
    return all;
  }

  /**
   * A variant.
   *
   * @throws RequestException if there is none of the name; the message names those that there are
   */
  public InstalledVariant variant(Kind kind, String name) {
    return variants()
        .find(kind, name)
        .orElseThrow(
            () ->
                new RequestException(
                    org.ablate.document.NearestName.unknown(
                        kind.toString(), name, variants().names(kind))));
  }

  @Override
  public void close() {
    container.close();
  }
}
