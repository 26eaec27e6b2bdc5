package org.ablate.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.ablate.component.Definitions;
import org.ablate.component.Imports;
import org.ablate.document.Mapping;
import org.ablate.document.NearestName;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.document.Settings;
import org.ablate.document.Yaml;
import org.ablate.plugin.Variant;
import org.ablate.plugin.installed.PluginOrigin;
import org.ablate.plugin.installed.Variants;

/**
 * A plugin without Java: a YAML file with the key {@code plugin}, which says its name and version,
 * and the keys {@code define} and {@code import}, which say what it adds. It is installed as a jar
 * that holds nothing but the file, and the ONNX files that it imports.
 *
 * @param name of the file, which messages use
 * @param text of the file
 * @param imported the ONNX files beside it, by the names that it states
 */
public record DefinitionFile(String name, String text, Map<String, byte[]> imported) {
  private static final String FOLDER = "META-INF/ablate/define/";
  private static final String IMPORTED = "META-INF/ablate/import/";
  private static final String PLUGIN = "plugin";
  private static final List<String> KEYS = List.of(PLUGIN, Definitions.DEFINE, Imports.IMPORT);

  /**
   * What the file says of itself.
   *
   * @param name as modules have it: {@code com.acme.windows}
   * @param version three numbers
   */
  public record Identity(String name, String version) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)*");
    private static final Pattern VERSION = Pattern.compile("[0-9]+[.][0-9]+[.][0-9]+");

    /** Checks both. */
    public Identity {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "'%s' is no name for a plugin: names are words of small letters with '.' between them, such as com.acme.windows"
                .formatted(name));
      }
      if (!VERSION.matcher(version).matches()) {
        throw new IllegalArgumentException(
            "'%s' is no version: versions are three numbers, such as 1.0.0".formatted(version));
      }
    }
  }

  /** Whether a file is one of these, by its name. */
  public static boolean isOne(Path file) {
    return Pattern.matches(".+[.]ya?ml", file.getFileName().toString());
  }

  /**
   * Reads a file, and those that it imports.
   *
   * @throws org.ablate.document.DocumentException if it is no YAML
   */
  public static DefinitionFile read(Path file) {
    try {
      String text = Files.readString(file);
      Map<String, byte[]> imported = new TreeMap<>();
      if (Yaml.read(file) instanceof Mapping document) {
        for (String other : Imports.files(document.get(Imports.IMPORT).orElse(document))) {
          Path path = file.resolveSibling(other);
          if (Files.isRegularFile(path)) {
            imported.put(other, Files.readAllBytes(path));
          }
        }
      }
      return new DefinitionFile(file.getFileName().toString(), text, imported);
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(file), e);
    }
  }

  /** The one in a jar, if there is one. */
  static Optional<DefinitionFile> in(JarFile jar) throws IOException {
    Optional<JarEntry> entry =
        jar.stream()
            .filter(e -> e.getName().startsWith(FOLDER) && !e.isDirectory())
            .filter(e -> isOne(Path.of(e.getName())))
            .findFirst();
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    Map<String, byte[]> imported = new TreeMap<>();
    for (JarEntry other : jar.stream().filter(e -> e.getName().startsWith(IMPORTED)).toList()) {
      imported.put(other.getName().substring(IMPORTED.length()), bytes(jar, other));
    }
    String text = new String(bytes(jar, entry.get()), StandardCharsets.UTF_8);
    return Optional.of(
        new DefinitionFile(entry.get().getName().substring(FOLDER.length()), text, imported));
  }

  private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  /**
   * What it defines.
   *
   * @throws org.ablate.document.DocumentException with everything that is wrong with it
   */
  List<Variant> variants(PluginOrigin plugin, Variants installed) {
    Problems problems = new Problems();
    Mapping document = document();
    List<Variant> variants = new ArrayList<>();
    document
        .get(Imports.IMPORT)
        .ifPresent(written -> variants.addAll(Imports.read(written, imported, problems)));
    document
        .get(Definitions.DEFINE)
        .ifPresent(
            written -> variants.addAll(Definitions.ofPlugin(written, plugin, installed, problems)));
    problems.throwIfAny();
    return variants;
  }

  private Mapping document() {
    Node read = Yaml.read(name, text);
    Problems problems = new Problems();
    Mapping document = read instanceof Mapping mapping ? mapping : Mapping.empty();
    for (Mapping.Entry entry : document.entries()) {
      if (!KEYS.contains(entry.key())) {
        problems.add(entry.location(), NearestName.unknown("key", entry.key(), KEYS));
      }
    }
    boolean adds =
        document.get(Definitions.DEFINE).isPresent() || document.get(Imports.IMPORT).isPresent();
    if (!adds || !(document.get(PLUGIN).orElse(null) instanceof Mapping)) {
      problems.add(
          read.location(),
          "a plugin in YAML has the keys 'plugin', such as {name: com.acme.windows, version: 1.0.0}, and 'define' or 'import'");
    }
    problems.throwIfAny();
    return document;
  }

  /**
   * Writes the jar that it is installed as.
   *
   * @throws org.ablate.document.DocumentException if it does not say what it is
   */
  public Path pack(Path folder) {
    Identity identity =
        Settings.read((Mapping) document().get(PLUGIN).orElseThrow(), Identity.class);
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", identity.name());
    attributes.putValue("Bundle-Version", identity.version());
    attributes.putValue("Automatic-Module-Name", identity.name());
    Path jar = folder.resolve("%s-%s.jar".formatted(identity.name(), identity.version()));
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      add(out, JarFile.MANIFEST_NAME);
      manifest.write(out);
      add(out, FOLDER + name);
      out.write(text.getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, byte[]> other : imported.entrySet()) {
        add(out, IMPORTED + other.getKey());
        out.write(other.getValue());
      }
      out.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be written".formatted(jar), e);
    }
    return jar;
  }

  /** Every packing of the same file gives the same bytes. */
  private static void add(JarOutputStream out, String entryName) throws IOException {
    JarEntry entry = new JarEntry(entryName);
    entry.setTime(0);
    out.putNextEntry(entry);
  }
}
