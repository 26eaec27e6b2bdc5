package org.ablate.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.document.Sequence;
import org.ablate.plugin.installed.PluginOrigin;

/**
 * The plugins that an experiment may use, by their hashes: a file to keep beside it.
 *
 * @param allowed each with its name, its version and its hash
 */
public record PluginLock(List<PluginOrigin> allowed) {
  public PluginLock {
    allowed = List.copyOf(allowed);
  }

  /**
   * Reads a lock.
   *
   * @throws PluginRefusedException if there is none, or it is damaged
   */
  public static PluginLock read(Path file) {
    if (Files.notExists(file)) {
      throw new PluginRefusedException(
          "there is no lock file %s; write it with: ablate plugin lock".formatted(file));
    }
    try {
      Node document = Json.read(file.toString(), Files.readString(file));
      return new PluginLock(
          ((Sequence) document).items().stream().map(PluginLock::origin).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(file), e);
    } catch (ClassCastException | java.util.NoSuchElementException e) {
      throw new PluginRefusedException(
          "%s is no lock file; write it anew with: ablate plugin lock".formatted(file));
    }
  }

  /** The lock as a document. */
  public String text() {
    return Json.writePretty(
        Node.of(
            allowed.stream()
                .map(
                    origin ->
                        Mapping.empty()
                            .with("name", origin.name())
                            .with("version", origin.version())
                            .with("sha256", origin.sha256()))
                .toList()));
  }

  private static PluginOrigin origin(Node node) {
    Mapping origin = (Mapping) node;
    return new PluginOrigin(text(origin, "name"), text(origin, "version"), text(origin, "sha256"));
  }

  private static String text(Mapping origin, String key) {
    return (String) origin.get(key).orElseThrow().toJava();
  }

  /** The jars among some files and folders that it allows; the others are problems. */
  public PluginFolder.Checked check(List<Path> filesAndFolders) {
    List<Path> jars = new ArrayList<>();
    List<PluginProblem> problems = new ArrayList<>();
    try {
      for (Path jar : PluginJar.in(filesAndFolders)) {
        if (Files.notExists(jar)
            || allowed.stream().anyMatch(o -> o.sha256().equals(Hash.of(jar)))) {
          jars.add(jar); // what is not there is said when it is loaded
        } else {
          problems.add(new PluginProblem(jar, "it is not in the lock file, so it is not loaded"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the plugins cannot be read", e);
    }
    return new PluginFolder.Checked(jars, problems);
  }
}
