package org.ablate.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.ablate.document.Sha256;

/** The SHA-256 by which a jar is known. */
public final class Hash {
  private Hash() {}

  /** Of a file, in hexadecimal. */
  public static String of(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(file), e);
    }
  }
}
