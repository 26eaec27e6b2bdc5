package org.ablate.host;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.ablate.document.DocumentException;
import org.ablate.document.Settings;
import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;
import org.ablate.plugin.installed.InstalledVariant;
import org.ablate.plugin.installed.PluginFailure;
import org.ablate.plugin.installed.PluginOrigin;
import org.ablate.plugin.installed.Variants;

/** Lets plugins register, and keeps what they registered by the rules that all must follow. */
final class Registrations {
  /** Only these may use names without a namespace. */
  private static final String BUILT_IN = "org.ablate.";

  /** Registering makes some records; one that takes longer does something else. */
  private static final long LIMIT_SECONDS = 5;

  /** How a container makes an object of a class that a plugin's services entry names. */
  interface Providers {
    Plugin make(String className) throws ReflectiveOperationException;
  }

  private record Registered(InstalledVariant variant, Path jar) {
    boolean hasNameOf(Variant other) {
      return variant.variant().kind() == other.kind()
          && variant.variant().name().equals(other.name());
    }
  }

  private final List<Registered> registered = new ArrayList<>();
  private final Map<Path, PluginOrigin> plugins = new LinkedHashMap<>();
  private final List<PluginProblem> problems = new ArrayList<>();

  void problem(Path jar, String message) {
    problems.add(new PluginProblem(jar, message));
  }

  /** Reads jars, and all jars of folders. What is no plugin, or comes twice, is a problem. */
  List<PluginJar> read(List<Path> filesAndFolders) throws IOException {
    Map<String, PluginJar> jars = new LinkedHashMap<>();
    for (Path path : PluginJar.in(filesAndFolders)) {
      try {
        PluginJar jar = PluginJar.read(path);
        PluginJar first = jars.putIfAbsent(jar.origin().toString(), jar);
        if (first != null) {
          problem(
              path,
              "%s is already loaded from %s; remove one of the two"
                  .formatted(jar.origin(), first.path()));
        }
      } catch (PluginException e) {
        problem(path, e.getMessage());
      }
    }
    // What is only defined uses what others register.
    return jars.values().stream()
        .sorted(Comparator.comparing(jar -> jar.definitions().isPresent()))
        .toList();
  }

  /** Has all plugins register that are modules of the program. */
  void registerHosted() {
    ModuleLayer layer = Registrations.class.getModule().getLayer();
    for (HostedPlugin plugin : ServiceLoader.load(layer, HostedPlugin.class)) {
      register(PluginJar.of(plugin), name -> plugin);
    }
  }

  /** Makes what a plugin provides and has all of it register, for no longer than the limit. */
  void register(PluginJar jar, Providers providers) {
    List<Variant> variants = new ArrayList<>();
    FutureTask<Void> registration =
        new FutureTask<>(
            () -> {
              Catalog catalog = new OpenCatalog(variants);
              for (String provider : jar.providers()) {
                providers.make(provider).register(catalog);
              }
              jar.definitions().ifPresent(file -> define(file, jar.origin(), catalog));
              return null;
            });
    Thread thread = new Thread(registration, "register " + jar.origin().name());
    thread.setDaemon(true);
    thread.start();
    try {
      registration.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      problem(jar.path(), "it did not register within %d seconds".formatted(LIMIT_SECONDS));
      return;
    } catch (ExecutionException e) {
      problem(
          jar.path(),
          e.getCause() instanceof DocumentException wrong
              ? oneLine(wrong.getMessage())
              : "it failed to register: " + describe(e.getCause()));
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problem(jar.path(), "loading was interrupted");
      return;
    }
    if (variants.isEmpty()) {
      problem(jar.path(), "it registers no variant; add those that it has in register(Catalog)");
      return;
    }
    plugins.put(jar.path(), jar.origin());
    variants.forEach(variant -> keep(jar, variant));
  }

  /** Adds what a jar defines of pieces that are there already. */
  private void define(DefinitionFile file, PluginOrigin plugin, Catalog catalog) {
    file.variants(plugin, result().variants()).forEach(catalog::add);
  }

  private void keep(PluginJar jar, Variant variant) {
    boolean namespaced = variant.name().contains("/");
    if (!namespaced && !jar.origin().name().startsWith(BUILT_IN)) {
      problem(
          jar.path(),
          "%s '%s' needs a namespace, such as 'acme/%s'; names without one are the platform's"
              .formatted(variant.kind(), variant.name(), variant.name()));
      return;
    }
    Optional<Registered> taken =
        registered.stream()
            .filter(other -> other.hasNameOf(variant))
            .filter(other -> !other.variant().origin().name().equals(jar.origin().name()))
            .findFirst();
    if (taken.isPresent()) {
      problem(
          jar.path(),
          "%s '%s' is taken by %s; remove one of the two"
              .formatted(variant.kind(), variant.name(), taken.get().jar().getFileName()));
      return;
    }
    try {
      Settings.requireReadable((Record) variant.defaults());
    } catch (IllegalArgumentException e) {
      problem(jar.path(), "%s '%s': %s".formatted(variant.kind(), variant.name(), e.getMessage()));
      return;
    }
    registered.add(new Registered(new InstalledVariant(variant, jar.origin()), jar.path()));
  }

  /** Takes back all that came of a jar. */
  void forget(Path jar) {
    registered.removeIf(one -> one.jar().equals(jar));
    plugins.remove(jar);
    problems.removeIf(problem -> problem.jar().equals(jar));
  }

  LoadedPlugins result() {
    Variants variants = new Variants(registered.stream().map(Registered::variant).toList());
    return new LoadedPlugins(List.copyOf(plugins.values()), variants, problems);
  }

  /** In one line: {@code IllegalStateException: no licence at com.acme.Plugin.register(…)}. */
  private static String describe(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof InvocationTargetException
            || cause instanceof ExceptionInInitializerError
            || cause instanceof ServiceConfigurationError)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String description = oneLine(PluginFailure.describe(cause));
    return cause instanceof NoClassDefFoundError
        ? description + "; Import-Package in its manifest must name the package, which bnd does"
        : description;
  }

  private static String oneLine(String message) {
    return message
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private record OpenCatalog(List<Variant> variants) implements Catalog {
    @Override
    public void add(Variant variant) {
      Objects.requireNonNull(variant, "a variant that is added must not be null");
      boolean twice =
          variants.stream()
              .anyMatch(v -> v.kind() == variant.kind() && v.name().equals(variant.name()));
      if (twice) {
        throw new IllegalArgumentException(
            "%s '%s' is registered twice".formatted(variant.kind(), variant.name()));
      }
      variants.add(variant);
    }
  }
}
