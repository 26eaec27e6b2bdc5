package org.ablate.host;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ablate.document.Folders;
import org.ablate.plugin.Plugin;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Loads each jar as a bundle in an embedded OSGi framework: a class loader of its own, which sees
 * the JDK, the API and what the jar brings, and nothing else of the host. Bundles are resolved but
 * not started: a plugin registers, and nothing else of it runs by itself.
 */
public final class BundleContainer implements AutoCloseable {
  private static final long STOP_MILLISECONDS = 5_000;

  private final Framework framework;
  private final Path storage;
  private final Registrations registrations = new Registrations();
  private final Map<Path, Bundle> bundles = new HashMap<>();

  private BundleContainer(Framework framework, Path storage) {
    this.framework = framework;
    this.storage = storage;
  }

  /** Starts the framework and loads jars, and all jars of folders. */
  public static BundleContainer start(List<Path> filesAndFolders) {
    try {
      Path storage = Files.createTempDirectory("ablate-bundles");
      FrameworkFactory factory =
          ServiceLoader.load(BundleContainer.class.getModule().getLayer(), FrameworkFactory.class)
              .findFirst()
              .orElseThrow();
      BundleContainer container =
          new BundleContainer(factory.newFramework(configuration(storage)), storage);
      try {
        container.framework.start();
        container.registrations.registerHosted();
        container.load(filesAndFolders);
        container.deleteStorageOnExit();
        return container;
      } catch (BundleException | IOException | RuntimeException e) {
        container.close(); // else the framework's own thread keeps the program alive
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("plugins cannot be loaded: " + e.getMessage(), e);
    } catch (BundleException e) {
      throw new IllegalStateException("the plugin framework does not start", e);
    }
  }

  private static Map<String, String> configuration(Path storage) {
    return Map.of(
        Constants.FRAMEWORK_STORAGE,
        storage.toString(),
        Constants.FRAMEWORK_SYSTEMPACKAGES,
        SystemPackages.platform(),
        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
        SystemPackages.api(),
        "felix.bootdelegation.implicit",
        "false",
        // Else its threads would outlive the framework by a minute.
        "felix.resolver.parallelism",
        "1",
        // Else the framework would take over the URLs of the whole program.
        "felix.service.urlhandlers",
        "false");
  }

  private record Installed(PluginJar jar, Bundle bundle) {}

  private void load(List<Path> filesAndFolders) throws IOException {
    List<Installed> all = new ArrayList<>();
    for (PluginJar jar : registrations.read(filesAndFolders)) {
      try {
        all.add(install(jar));
      } catch (PluginException e) {
        registrations.problem(jar.path(), e.getMessage());
      }
    }
    // Only now, since a bundle may import packages of another.
    all.forEach(this::register);
  }

  private Installed install(PluginJar jar) throws PluginException {
    try (InputStream in = Files.newInputStream(jar.path())) {
      Bundle bundle = bundles.get(jar.path());
      if (bundle == null) {
        bundle = framework.getBundleContext().installBundle(jar.path().toUri().toString(), in);
        bundles.put(jar.path(), bundle);
      } else {
        bundle.update(in);
        refresh(bundle);
      }
      return new Installed(jar, bundle);
    } catch (BundleException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new PluginException("it cannot be loaded as a bundle: " + reason.getMessage());
    } catch (IOException e) {
      throw new PluginException("it cannot be read: " + e.getMessage());
    }
  }

  /** Lets go of what the bundle was before: its classes are loaded anew from then on. */
  private void refresh(Bundle bundle) {
    CountDownLatch refreshed = new CountDownLatch(1);
    framework
        .adapt(FrameworkWiring.class)
        .refreshBundles(List.of(bundle), event -> refreshed.countDown());
    try {
      if (!refreshed.await(STOP_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the plugin framework does not let go of " + bundle);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Loads what now is in a jar in place of what was in it, or a jar that is new. Variants made
   * before stay what they are; {@link #plugins} gives the new ones.
   */
  public void replace(Path path) {
    Path jar = path.toAbsolutePath().normalize();
    registrations.forget(jar);
    try {
      register(install(PluginJar.read(jar)));
    } catch (PluginException e) {
      registrations.problem(jar, e.getMessage());
    }
  }

  private void register(Installed plugin) {
    FrameworkWiring wiring = framework.adapt(FrameworkWiring.class);
    if (wiring.resolveBundles(List.of(plugin.bundle()))) {
      registrations.register(plugin.jar(), name -> provider(plugin.bundle(), name));
    } else {
      registrations.problem(plugin.jar().path(), Unresolved.explain(plugin.bundle(), wiring));
    }
  }

  private static Plugin provider(Bundle bundle, String name) throws ReflectiveOperationException {
    return bundle.loadClass(name).asSubclass(Plugin.class).getConstructor().newInstance();
  }

  /** What came of loading. */
  public LoadedPlugins plugins() {
    return registrations.result();
  }

  /** For a program that is ended from outside, after all that it does at its end. */
  private void deleteStorageOnExit() throws IOException {
    try (Stream<Path> files = Files.walk(storage)) {
      files.map(Path::toFile).forEach(File::deleteOnExit);
    }
  }

  /** Stops the framework; what the plugins registered must no longer be used. */
  @Override
  public void close() {
    try {
      framework.stop();
      framework.waitForStop(STOP_MILLISECONDS);
    } catch (BundleException e) {
      throw new IllegalStateException("the plugin framework does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deleteStorage();
  }

  private void deleteStorage() {
    try {
      Folders.delete(storage);
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of the plugin framework cannot be deleted", e);
    }
  }
}
