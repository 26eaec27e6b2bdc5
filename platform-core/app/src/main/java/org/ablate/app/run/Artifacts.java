package org.ablate.app.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ablate.document.Sha256;
import org.ablate.registry.Artifact;

/** The files that a run leaves behind, by the hash of their content. */
final class Artifacts {

  private Artifacts() {}

  /** Every file in a run's folder. */
  static List<Artifact> of(RunFolder folder) {
    try (Stream<Path> files = Files.walk(folder.path())) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(file -> new Artifact(relative(folder, file), kind(folder, file), sha256(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read %s: %s".formatted(folder.path(), e.getMessage()), e);
    }
  }

  private static String relative(RunFolder folder, Path file) {
    return folder.path().relativize(file).toString().replace('\\', '/');
  }

  private static String kind(RunFolder folder, Path file) {
    if (file.startsWith(folder.checkpoints())) {
      return "checkpoint";
    }
    if (file.equals(folder.outcome()) || file.equals(folder.attentionMaps())) {
      return "outcome";
    }
    return file.equals(folder.settings()) ? "settings" : "file";
  }

  private static String sha256(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
