package org.ablate.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.installed.PluginOrigin;

/**
 * A jar, as far as it can be read without loading it.
 *
 * @param path the file
 * @param origin what its manifest and its bytes say it is
 * @param providers the classes that its services entry names
 * @param definitions the components that it defines without classes
 */
record PluginJar(
    Path path, PluginOrigin origin, List<String> providers, Optional<DefinitionFile> definitions) {
  private static final long LARGEST_BYTES = 1L << 30;
  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.SF");
  private static final String SERVICES = "META-INF/services/" + Plugin.class.getName();

  /**
   * The jars among some files and in some folders, each once, in alphabetical order within a
   * folder.
   */
  static List<Path> in(List<Path> filesAndFolders) throws IOException {
    Stream.Builder<Path> jars = Stream.builder();
    for (Path path : filesAndFolders) {
      if (!Files.isDirectory(path)) {
        jars.add(path);
        continue;
      }
      try (Stream<Path> children = Files.list(path)) {
        children.filter(child -> child.toString().endsWith(".jar")).sorted().forEach(jars::add);
      }
    }
    return jars.build().map(jar -> jar.toAbsolutePath().normalize()).distinct().toList();
  }

  /**
   * Reads a jar.
   *
   * @throws PluginException if it is not there, damaged, or no plugin
   */
  static PluginJar read(Path path) throws PluginException {
    if (Files.notExists(path)) {
      throw new PluginException("there is no such file or folder: " + path);
    }
    try (JarFile jar = new JarFile(path.toFile())) {
      requireSmall(jar);
      requireUnbroken(jar);
      Manifest manifest = jar.getManifest();
      if (manifest == null || header(manifest, "Bundle-SymbolicName") == null) {
        throw new PluginException(
            "it is no plugin: its manifest has no Bundle-SymbolicName; build it with bnd");
      }
      Optional<DefinitionFile> definitions = DefinitionFile.in(jar);
      if (jar.getEntry(SERVICES) == null && definitions.isEmpty()) {
        throw new PluginException("it is no plugin: it has no " + SERVICES);
      }
      List<String> providers = providers(jar);
      if (providers.isEmpty() && definitions.isEmpty()) {
        throw new PluginException("it is no plugin: its %s names no class".formatted(SERVICES));
      }
      String name = header(manifest, "Bundle-SymbolicName").split(";")[0].trim();
      String version = header(manifest, "Bundle-Version");
      PluginOrigin origin =
          new PluginOrigin(name, version == null ? "0.0.0" : version, Hash.of(path));
      return new PluginJar(path, origin, providers, definitions);
    } catch (IOException e) {
      throw new PluginException("it cannot be read as a jar: " + e.getMessage());
    }
  }

  /** The jar, or in tests the folder, of a plugin that is a module of the program. */
  static PluginJar of(HostedPlugin plugin) {
    Module module = plugin.getClass().getModule();
    ModuleReference reference =
        module.getLayer().configuration().findModule(module.getName()).orElseThrow().reference();
    Path location = Path.of(reference.location().orElseThrow());
    PluginOrigin origin =
        new PluginOrigin(
            module.getName(),
            reference.descriptor().rawVersion().orElse("0.0.0"),
            Files.isDirectory(location) ? "" : Hash.of(location));
    return new PluginJar(location, origin, List.of(plugin.getClass().getName()), Optional.empty());
  }

  private static String header(Manifest manifest, String name) {
    return manifest.getMainAttributes().getValue(new Attributes.Name(name));
  }

  private static List<String> providers(JarFile jar) throws IOException {
    if (jar.getEntry(SERVICES) == null) {
      return List.of();
    }
    try (InputStream in = jar.getInputStream(jar.getEntry(SERVICES))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceAll("#.*", "").trim())
          .filter(line -> !line.isEmpty())
          .distinct()
          .toList();
    }
  }

  /** A file of a few bytes may unpack to more than a disk holds. */
  private static void requireSmall(JarFile jar) throws PluginException {
    long size = jar.stream().mapToLong(entry -> Math.max(0, entry.getSize())).sum();
    if (size > LARGEST_BYTES) {
      throw new PluginException(
          String.format(
              Locale.ROOT,
              "it unpacks to %,d bytes, and a plugin may have %,d",
              size,
              LARGEST_BYTES));
    }
  }

  /** Reads all of a signed jar, by which its signature is checked; others have nothing to check. */
  private static void requireUnbroken(JarFile jar) throws IOException, PluginException {
    boolean signed = jar.stream().anyMatch(entry -> SIGNATURE.matcher(entry.getName()).matches());
    if (!signed) {
      return;
    }
    try {
      for (JarEntry entry : jar.stream().toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
    } catch (SecurityException e) {
      throw new PluginException("its signature is broken: " + e.getMessage());
    }
  }
}
