package org.ablate.app.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.ablate.registry.Artifact;

/** The files that a run leaves behind, by the hash of their content. */
final class Artifacts {

  private static final int BUFFER_BYTES = 1 << 16;

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
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }
}
