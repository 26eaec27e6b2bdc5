package org.ablate.app.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.ablate.app.RequestException;
import org.ablate.plugin.Plugin;

/**
 * A plugin that its author is working on.
 *
 * @param path a jar, or the folder that its classes are compiled to
 */
public record BuiltPlugin(Path path) {
  private static final String SERVICES = "META-INF/services/" + Plugin.class.getName();

  /**
   * What tells one build from the next.
   *
   * @param files how many there are
   * @param newest when the last of them was written
   */
  public record State(long files, FileTime newest) {
    private static final State UNFINISHED = new State(0, FileTime.fromMillis(0));

    /** Whether no build is about to write it anew. */
    public boolean isFinished() {
      return !equals(UNFINISHED);
    }
  }

  /** The state of now. */
  public State state() {
    long count = 0;
    FileTime newest = FileTime.fromMillis(0);
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        count++;
        FileTime written = Files.getLastModifiedTime(file);
        newest = newest.compareTo(written) < 0 ? written : newest;
      }
    } catch (IOException | UncheckedIOException e) {
      return State.UNFINISHED; // files come and go
    }
    return isComplete() ? new State(count, newest) : State.UNFINISHED;
  }

  /** A compiler deletes classes before it writes them anew. */
  private boolean isComplete() {
    if (Files.isRegularFile(path)) {
      return true;
    }
    try {
      return Files.readAllLines(path.resolve(SERVICES)).stream()
          .map(name -> path.resolve(name.strip().replace('.', '/') + ".class"))
          .allMatch(Files::exists);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A jar of what is there now, which later builds leave alone.
   *
   * @param folder where it is made
   * @throws RequestException if there is nothing to make one of
   */
  public Path jar(Path folder) {
    Path jar = folder.resolve("plugin.jar");
    try {
      Files.createDirectories(folder);
      if (Files.isRegularFile(path)) {
        return Files.copy(path, jar);
      }
      Path manifest = path.resolve(JarFile.MANIFEST_NAME);
      if (Files.notExists(manifest)) {
        throw new RequestException(
            "%s is no plugin: it has no %s; build it with: mvn process-classes"
                .formatted(path, JarFile.MANIFEST_NAME));
      }
      write(jar, manifest);
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read: %s".formatted(path, e), e);
    }
  }

  private void write(Path jar, Path manifest) throws IOException {
    List<Path> classes;
    try (Stream<Path> files = Files.walk(path)) {
      classes = files.filter(Files::isRegularFile).filter(f -> !f.equals(manifest)).toList();
    }
    try (InputStream headers = Files.newInputStream(manifest);
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, new Manifest(headers))) {
      for (Path entry : classes) {
        out.putNextEntry(new ZipEntry(path.relativize(entry).toString().replace('\\', '/')));
        Files.copy(entry, out);
      }
    }
  }
}
