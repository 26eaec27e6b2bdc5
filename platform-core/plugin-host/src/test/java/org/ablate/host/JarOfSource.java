package org.ablate.host;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.ablate.plugin.Plugin;
import org.ablate.tensor.Tensor;

/** Builds a plugin's jar as a third party would, from sources in a test. */
final class JarOfSource {
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> resources = new LinkedHashMap<>();
  private final Map<String, Path> embedded = new LinkedHashMap<>();
  private final List<String> modulePath =
      new ArrayList<>(List.of(where(Plugin.class), where(Tensor.class)));

  /** A plugin with nothing wrong, which registers a normalization under a name. */
  static JarOfSource good(String module, String variant) {
    return of(module, Sources.registering(module, variant, ""));
  }

  /** A plugin whose provider is the class AcmePlugin of a source. */
  static JarOfSource of(String module, String source) {
    return plugin(module, module + ".AcmePlugin", source);
  }

  /** A plugin of a module, with one class that is its provider. */
  private static JarOfSource plugin(String module, String provider, String source) {
    JarOfSource jar = new JarOfSource();
    String packageName = provider.substring(0, provider.lastIndexOf('.'));
    jar.sources.put(provider.replace('.', '/') + ".java", source);
    jar.sources.put(
        "module-info.java",
        "module %s { requires org.ablate.plugin; exports %s; provides org.ablate.plugin.Plugin with %s; }"
            .formatted(module, packageName, provider));
    jar.resources.put("META-INF/services/" + Plugin.class.getName(), provider);
    return jar.header("Bundle-ManifestVersion", "2")
        .header("Bundle-SymbolicName", module)
        .header("Bundle-Version", "1.0.0")
        .header(
            "Import-Package",
            "org.ablate.plugin;version=\"[0.1,1)\",org.ablate.tensor;version=\"[0.1,1)\"");
  }

  /** One more class. */
  JarOfSource source(String className, String text) {
    sources.put(className.replace('.', '/') + ".java", text);
    return this;
  }

  /** A library of a module with one class, which is no plugin. */
  static JarOfSource library(String module, String className, String source) {
    JarOfSource jar = new JarOfSource();
    jar.sources.put(className.replace('.', '/') + ".java", source);
    jar.sources.put(
        "module-info.java",
        "module %s { exports %s; }"
            .formatted(module, className.substring(0, className.lastIndexOf('.'))));
    return jar;
  }

  /** Brings a jar with it, whose classes it sees. */
  JarOfSource embedding(String module, Path jar) {
    embedded.put("lib/" + jar.getFileName(), jar);
    return requiring(module, jar).header("Bundle-ClassPath", ".,lib/" + jar.getFileName());
  }

  /** Needs a module, which is in a jar while it is compiled. */
  JarOfSource requiring(String module, Path jar) {
    sources.computeIfPresent(
        "module-info.java", (file, text) -> text.replace("{", "{ requires " + module + ";"));
    modulePath.add(jar.toString());
    return this;
  }

  JarOfSource header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  JarOfSource withoutHeader(String name) {
    headers.remove(name);
    return this;
  }

  /** The text of its services entry, where it is not the provider alone. */
  JarOfSource services(String text) {
    resources.put("META-INF/services/" + Plugin.class.getName(), text);
    return this;
  }

  /** Other providers than the one class, in its services entry and in its descriptor. */
  JarOfSource withProviders(String... providers) {
    sources.computeIfPresent(
        "module-info.java",
        (file, text) ->
            text.replaceAll(" with [^;]*;", " with " + String.join(", ", providers) + ";"));
    return services(String.join("\n", providers));
  }

  JarOfSource withoutServices() {
    resources.clear();
    return this;
  }

  Path build(Path folder, String fileName) throws IOException {
    Path root = Files.createTempDirectory(folder, "build");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--release",
                "17",
                "-d",
                root.resolve("classes").toString(),
                "--module-path",
                String.join(File.pathSeparator, modulePath)));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = root.resolve("sources").resolve(source.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
      arguments.add(file.toString());
    }
    int result =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
    if (result != 0) {
      throw new IllegalStateException("the plugin of this test does not compile");
    }
    Path jar = folder.resolve(fileName);
    write(jar, root.resolve("classes"));
    return jar;
  }

  private void write(Path jar, Path classes) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
        Files.copy(path, out);
      }
      for (Map.Entry<String, Path> other : embedded.entrySet()) {
        out.putNextEntry(new JarEntry(other.getKey()));
        Files.copy(other.getValue(), out);
      }
      for (Map.Entry<String, String> resource : resources.entrySet()) {
        out.putNextEntry(new JarEntry(resource.getKey()));
        out.write(resource.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static String where(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
