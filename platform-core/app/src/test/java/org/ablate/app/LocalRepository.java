package org.ablate.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Maven repository that has the platform as it was just built, and all else from the user's own:
 * what {@code mvn install} would leave, without a trace in the user's.
 *
 * @param folder of the repository
 */
record LocalRepository(Path folder) {
  private static final String GROUP = "ablate";

  /** The checkout that is being built. */
  static final Path PROJECT = Path.of(System.getProperty("project"));

  private static final Pattern COORDINATES =
      Pattern.compile("</parent>\\s*<artifactId>([^<]+)</artifactId>", Pattern.DOTALL);

  /** What a plugin is built against. */
  private static final List<String> MODULES =
      List.of(
          "platform-core",
          "platform-core/tensor",
          "platform-core/plugin-api",
          "platform-core/plugin-javadoc",
          "platform-core/document",
          "platform-core/model",
          "platform-core/libtorch",
          "platform-core/onnx",
          "platform-core/verification",
          "platform-core/conformance",
          "platform-core/testkit");

  /** What a program is built against that has the platform as a library. */
  static final List<String> LIBRARY =
      List.of(
          "platform-core/component",
          "platform-core/training",
          "platform-core/experiment",
          "plugins",
          "plugins/attention",
          "plugins/positional-encoding",
          "plugins/normalization",
          "plugins/feed-forward",
          "plugins/placement",
          "plugins/tokenizers",
          "plugins/tasks");

  static LocalRepository make(Path folder) throws IOException {
    Path ofUser = Path.of(System.getProperty("local.repository"));
    link(ofUser, folder, "org");
    link(ofUser.resolve("org"), folder.resolve("org"), GROUP);
    Path ours = folder.resolve("org").resolve(GROUP);
    publish(PROJECT.resolve("pom.xml"), "ablate", PROJECT, ours);
    publish(
        PROJECT.resolve("plugins/parent/pom.xml"),
        "ablate-plugin-parent",
        PROJECT.resolve("plugins/parent"),
        ours);
    publish(MODULES, ours);
    return new LocalRepository(folder);
  }

  /** Adds more modules of the platform. */
  void add(List<String> modules) throws IOException {
    publish(modules, folder.resolve("org").resolve(GROUP));
  }

  private static void publish(List<String> modules, Path ours) throws IOException {
    for (String module : modules) {
      Path pom = PROJECT.resolve(module).resolve("pom.xml");
      Matcher artifact = COORDINATES.matcher(Files.readString(pom));
      if (!artifact.find()) {
        throw new IllegalStateException(pom + " has no artifact");
      }
      publish(pom, artifact.group(1), PROJECT.resolve(module), ours);
    }
  }

  /** All that is in a folder but one. */
  private static void link(Path from, Path to, String but) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : children.toList()) {
        Path link = to.resolve(child.getFileName());
        if (!child.getFileName().toString().equals(but) && Files.notExists(link)) {
          Files.createSymbolicLink(link, child);
        }
      }
    }
  }

  private static void publish(Path pom, String artifact, Path module, Path group)
      throws IOException {
    Path version = Files.createDirectories(group.resolve(artifact).resolve("0.1.0"));
    String name = artifact + "-0.1.0";
    Files.copy(pom, version.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
    Path jar = module.resolve("target").resolve(name + ".jar");
    if (Files.exists(jar)) {
      Files.copy(jar, version.resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
