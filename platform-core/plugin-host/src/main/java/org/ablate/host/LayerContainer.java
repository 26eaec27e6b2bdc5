package org.ablate.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.ablate.plugin.Plugin;

/**
 * Loads each jar as a module in a layer of its own, without OSGi: for tests, and for programs that
 * embed the platform. Two versions of a plugin can stand side by side; version ranges are not
 * checked, and jars cannot be replaced.
 */
public final class LayerContainer {
  private LayerContainer() {}

  /** Loads jars, and all jars of folders. */
  public static LoadedPlugins load(List<Path> filesAndFolders) {
    Registrations registrations = new Registrations();
    registrations.registerHosted();
    try {
      for (PluginJar jar : registrations.read(filesAndFolders)) {
        load(jar, registrations);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a plugins folder cannot be read", e);
    }
    return registrations.result();
  }

  private static void load(PluginJar jar, Registrations registrations) {
    try {
      ModuleLayer layer = layer(jar.path());
      registrations.register(jar, name -> provider(layer, name));
    } catch (PluginException e) {
      registrations.problem(jar.path(), e.getMessage());
    }
  }

  private static ModuleLayer layer(Path jar) throws PluginException {
    ModuleLayer parent = LayerContainer.class.getModule().getLayer();
    try {
      ModuleFinder finder = ModuleFinder.of(jar);
      ModuleReference module = finder.findAll().iterator().next();
      Configuration configuration =
          parent
              .configuration()
              .resolve(finder, ModuleFinder.of(), Set.of(module.descriptor().name()));
      return parent.defineModulesWithOneLoader(
          configuration, LayerContainer.class.getClassLoader());
    } catch (FindException | ResolutionException e) {
      throw new PluginException("it cannot be resolved as a module: " + e.getMessage());
    }
  }

  private static Plugin provider(ModuleLayer layer, String name) {
    return ServiceLoader.load(layer, Plugin.class).stream()
        .filter(provider -> provider.type().getName().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("its module does not provide Plugin with " + name))
        .get();
  }
}
