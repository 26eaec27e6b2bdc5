package org.ablate.app.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.ablate.app.RequestException;
import org.ablate.plugin.Kind;

/**
 * A new project for a plugin with one variant, its test, its README and an experiment: what the
 * archetype makes, from the same templates.
 *
 * @param name of its folder and of its artifact, such as {@code acme-attention}
 * @param groupId of its artifact
 * @param packageName of its classes, which is the name of its module and of its bundle too
 * @param namespace before the names of its variants: {@code acme} in {@code acme/windowed}
 * @param kind of its variant
 */
public record PluginProject(
    String name, String groupId, String packageName, String namespace, Kind kind) {
  private static final String TEMPLATES = "template/";
  private static final String VERSION = "1.0.0";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*");

  /**
   * Checks the names.
   *
   * @throws RequestException if one of them cannot be used
   */
  public PluginProject {
    if (!NAME.matcher(name).matches()) {
      throw new RequestException(
          "'%s' cannot be the name of a plugin: names are words of small letters and digits with '-' between them, each of which begins with a letter, and the first is your namespace, such as 'acme-attention'"
              .formatted(name));
    }
    if (!SourceVersion.isName(packageName, SourceVersion.RELEASE_17)) {
      throw new RequestException(
          "'%s' cannot be the name of a package; state another with --package"
              .formatted(packageName));
    }
  }

  /** A project whose other names follow from its own. */
  public static PluginProject of(String name, Kind kind) {
    String namespace = name.split("-")[0];
    String packageName = name.contains("-") ? name.replace('-', '.') : name + ".plugin";
    return new PluginProject(name, namespace, packageName, namespace, kind);
  }

  /** The same with a package of another name. */
  public PluginProject withPackage(String newName) {
    return new PluginProject(name, groupId, newName, namespace, kind);
  }

  /**
   * Writes the project.
   *
   * @param parent where its folder is made
   * @return the folder
   * @throws RequestException if it is there already
   */
  public Path write(Path parent) {
    Path folder = parent.resolve(name);
    if (Files.exists(folder)) {
      throw new RequestException(folder + " is there already; choose another name");
    }
    try (ModuleReader resources = resources()) {
      for (String resource : resources.list().filter(this::isOfThisKind).sorted().toList()) {
        Path file = folder.resolve(place(resource.substring(TEMPLATES.length())));
        Files.createDirectories(file.getParent());
        Files.writeString(file, filled(text(resources, resource)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be written: %s".formatted(folder, e), e);
    }
    return folder;
  }

  private static ModuleReader resources() throws IOException {
    Module module = PluginProject.class.getModule();
    return module
        .getLayer()
        .configuration()
        .findModule(module.getName())
        .orElseThrow()
        .reference()
        .open();
  }

  private boolean isOfThisKind(String resource) {
    return resource.startsWith(TEMPLATES)
        && !resource.endsWith("/")
        && (!resource.startsWith(TEMPLATES + "kinds/") || resource.startsWith(ofKind()));
  }

  private String ofKind() {
    return TEMPLATES + "kinds/" + kind.key().replace('_', '-') + "/";
  }

  /** Where a template's file belongs in the project. */
  private Path place(String template) {
    Path file = Path.of(template).getFileName();
    Path packagePath = Path.of(packageName.replace('.', '/'));
    if (template.equals("module-info.java")) {
      return Path.of("src/main/java").resolve(file);
    }
    if (template.equals("org.ablate.plugin.Plugin")) {
      return Path.of("src/main/resources/META-INF/services").resolve(file);
    }
    if (template.contains("/main/")) {
      return Path.of("src/main/java").resolve(packagePath).resolve(file);
    }
    if (template.contains("/test/")) {
      return Path.of("src/test/java").resolve(packagePath).resolve(file);
    }
    return file;
  }

  private static String text(ModuleReader resources, String resource) throws IOException {
    try (InputStream in = resources.open(resource).orElseThrow()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String filled(String template) {
    Map<String, String> values =
        Map.of(
            "groupId", groupId,
            "artifactId", name,
            "version", VERSION,
            "package", packageName,
            "namespace", namespace);
    String text = template;
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("${" + value.getKey() + "}", value.getValue());
    }
    return text;
  }
}
