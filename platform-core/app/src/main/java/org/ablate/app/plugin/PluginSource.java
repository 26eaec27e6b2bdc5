package org.ablate.app.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ablate.app.RequestException;
import org.ablate.data.PatientStream;
import org.ablate.host.DefinitionFile;
import org.ablate.host.Hash;

/** Where a plugin's jar comes from. */
public sealed interface PluginSource {

  /** How it is written on the command line. */
  String text();

  /**
   * Brings the jar here.
   *
   * @param folder for what has to be fetched
   * @throws RequestException if there is no such jar, or it is another than was stated
   */
  Path fetch(Path folder);

  /**
   * Reads what a user wrote: a path, {@code group:artifact:version}, or an address.
   *
   * @param sha256 of the jar at an address
   * @throws RequestException if it is none of these
   */
  static PluginSource of(String text, Optional<String> sha256) {
    if (Pattern.matches("https?://.+", text)) {
      String hash =
          sha256.orElseThrow(
              () ->
                  new RequestException(
                      "a plugin from an address needs --sha256, by which its jar is known"));
      return new Address(URI.create(text), hash);
    }
    if (Files.notExists(Path.of(text))
        && Pattern.matches("[^:/\\\\]+:[^:/\\\\]+:[^:/\\\\]+", text)) {
      return new Coordinates(text);
    }
    return new File(Path.of(text));
  }

  /** A file: a jar, or definitions in YAML. */
  record File(Path path) implements PluginSource {
    @Override
    public String text() {
      return path.toAbsolutePath().normalize().toString();
    }

    @Override
    public Path fetch(Path folder) {
      if (!Files.isRegularFile(path)) {
        throw new RequestException("there is no such file: " + path);
      }
      return DefinitionFile.isOne(path) ? DefinitionFile.read(path).pack(folder) : path;
    }
  }

  /** An artifact of a Maven repository, brought by Maven with the user's own settings. */
  record Coordinates(String text) implements PluginSource {
    private static final String COPY =
        "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy";

    @Override
    public Path fetch(Path folder) {
      List<String> command =
          List.of(
              "mvn",
              "--batch-mode",
              "--quiet",
              COPY,
              "-Dartifact=" + text,
              "-DoutputDirectory=" + folder);
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
          throw new RequestException("Maven does not find %s: %s".formatted(text, reason(output)));
        }
        try (Stream<Path> files = Files.list(folder)) {
          return files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
        }
      } catch (IOException e) {
        throw new RequestException("Maven cannot be started: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RequestException("interrupted while Maven fetched " + text);
      }
    }

    /** The first error, without what Maven says of its own parts. */
    static String reason(String output) {
      return output
          .lines()
          .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
          .filter(line -> line.startsWith("[ERROR]"))
          .map(
              line ->
                  line.replaceAll(
                      "^\\[ERROR] *(Failed to execute goal .*? on project \\S+: )?| -> \\[Help \\d+]$",
                      ""))
          .findFirst()
          .orElse("it says nothing of why");
    }
  }

  /** A jar of the network, known by its hash. */
  record Address(URI uri, String sha256) implements PluginSource {
    private static final Duration CONNECT = Duration.ofSeconds(30);

    /** How long a server may send nothing. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    @Override
    public String text() {
      return uri.toString();
    }

    @Override
    public Path fetch(Path folder) {
      Path jar = folder.resolve("fetched.jar");
      try {
        HttpClient client =
            HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(CONNECT)
                .build();
        HttpResponse<InputStream> response =
            client.send(
                HttpRequest.newBuilder(uri).timeout(SILENCE).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = new PatientStream(response.body(), SILENCE)) {
          if (response.statusCode() != 200) {
            throw new RequestException("%s answers %d".formatted(uri, response.statusCode()));
          }
          Files.copy(in, jar);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("%s cannot be fetched: %s".formatted(uri, e), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RequestException("interrupted while fetching " + uri);
      }
      String hash = Hash.of(jar);
      if (!hash.equalsIgnoreCase(sha256)) {
        throw new RequestException(
            "what %s gives has the SHA-256 %s, not %s; it is not installed"
                .formatted(uri, hash, sha256));
      }
      return jar;
    }
  }
}
