package org.ablate.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.ablate.app.command.Ablate;

/** The program, started as its launcher starts it, in a folder of the test. */
record Program(Path folder) {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("distribution"));

  /** What the build makes, and tests may add to. */
  static final Path BUILD = DISTRIBUTION.getParent();

  private static final Path ARGUMENTS = Path.of(System.getProperty("jvm.arguments"));

  /** Numbers have other digits there, which nobody may notice. */
  private static final Locale LOCALE = Locale.forLanguageTag("ar-EG");

  private static final long LIMIT_SECONDS = 240;
  private static final String STANDARD_OUTPUT = "standard-output";
  private static final String STANDARD_ERROR = "standard-error";

  /** The experiments that people start from. */
  static final Path EXPERIMENTS = Path.of(System.getProperty("experiments"));

  /** The folder of the built-in plugins. */
  static final Path PLUGINS = DISTRIBUTION.resolve("plugins");

  /** What a command came to. */
  record Result(int exitCode, String out, String err) {}

  Result run(String... arguments) {
    try {
      Process process = start(arguments);
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running: " + List.of(arguments));
      }
      return new Result(
          process.exitValue(),
          text(folder.resolve(STANDARD_OUTPUT)),
          text(folder.resolve(STANDARD_ERROR)));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /**
   * Carries out a command about runs as {@link #inThisProcess} does; the folder of runs is that of
   * the program.
   */
  Result here(String... arguments) {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addAll(List.of("--out", folder.resolve("runs").toString()));
    return inThisProcess(command.toArray(String[]::new));
  }

  /**
   * Carries out a command in this process, which takes a tenth of the time that starting the
   * program does. Paths are absolute, and no plugin is installed but what the command names.
   */
  static Result inThisProcess(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Ablate.commandLine(new PrintStream(out, true), new PrintStream(err, true))
            .execute(arguments);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A file of the folder, as a command that is carried out in this process takes it. */
  String at(String file) {
    return folder.resolve(file).toString();
  }

  /** Starts a command; what it writes goes to files in the folder. */
  Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + ARGUMENTS,
                "-Duser.language=" + LOCALE.getLanguage(),
                "-Duser.country=" + LOCALE.getCountry(),
                "-Dablate.plugins=" + PLUGINS,
                "-Donnxruntime.native.path=" + DISTRIBUTION.resolve("natives/onnxruntime"),
                "--module-path",
                DISTRIBUTION.resolve("modules").toString(),
                "--class-path",
                DISTRIBUTION.resolve("natives") + "/*",
                "--module",
                "org.ablate.app/org.ablate.app.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve(STANDARD_OUTPUT).toFile())
            .redirectError(folder.resolve(STANDARD_ERROR).toFile());
    builder.environment().put("ABLATE_PLUGINS", folder.resolve("plugins").toString());
    return builder.start();
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
