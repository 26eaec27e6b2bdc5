package org.ablate.app.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ablate.document.Folders;
import org.ablate.document.TextFile;

/**
 * The folder of a run.
 *
 * @param path its place: {@code OUT/experiment/variant/seed-1}
 */
public record RunFolder(Path path) {

  /** The folder of a run of an experiment. */
  static RunFolder of(Path out, String experiment, String variant, long seed) {
    return new RunFolder(out.resolve(experiment).resolve(variant).resolve("seed-" + seed));
  }

  /** Where training keeps its checkpoints. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** What the run came to, once it has finished. */
  public Path outcome() {
    return path.resolve("outcome.json");
  }

  /** What the run took over from the one that it started from. */
  Path initialization() {
    return path.resolve("initialization.json");
  }

  /** What was attended to while some examples were answered. */
  public Path attentionMaps() {
    return path.resolve("attention.json");
  }

  /** Every setting of the run, from which it can be repeated. */
  public Path settings() {
    return path.resolve("settings.yaml");
  }

  /** Writes a file so that it is whole or not there. */
  public static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      TextFile.write(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Deletes what an earlier run left here. */
  public void clear() {
    try {
      Folders.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot delete the earlier run in %s: %s".formatted(path, e.getMessage()), e);
    }
  }
}
