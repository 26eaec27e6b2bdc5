package org.ablate.host;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Signs jars with a key of the test's own, and breaks signatures. */
final class SignedJar {
  private static final String PASSWORD = "of-this-test";

  private SignedJar() {}

  static void sign(Path jar, Path folder) throws IOException {
    Path keys = folder.resolve("keys");
    if (Files.notExists(keys)) {
      run(
          "keytool",
          "-genkeypair",
          "-alias",
          "author",
          "-keyalg",
          "EC",
          "-dname",
          "CN=author",
          "-keystore",
          keys.toString(),
          "-storepass",
          PASSWORD);
    }
    run(
        "jarsigner",
        "-keystore",
        keys.toString(),
        "-storepass",
        PASSWORD,
        jar.toString(),
        "author");
  }

  /** Adds a line to an entry that was signed. */
  static void change(Path jar, String entry) throws IOException {
    URI uri = URI.create("jar:" + jar.toUri());
    try (FileSystem files = FileSystems.newFileSystem(uri, Map.of())) {
      Path changed = files.getPath(entry);
      String text = Files.readString(changed, StandardCharsets.UTF_8);
      Files.writeString(changed, text + "\n# changed\n");
    }
  }

  private static void run(String tool, String... arguments) throws IOException {
    String[] command = new String[arguments.length + 1];
    command[0] = Path.of(System.getProperty("java.home"), "bin", tool).toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
