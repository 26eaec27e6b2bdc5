package org.ablate.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.ablate.app.plugin.BuiltPlugin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs an experiment again whenever a plugin is built anew. Each run has a jar and a class loader
 * of its own, so that one that is under way keeps the version that it started with.
 */
@Command(
    name = "dev",
    description = "Run an experiment now, and again each time that a plugin is built anew.")
final class DevCommand implements Callable<Integer> {
  private static final long POLL_MILLISECONDS = 300;

  @Option(
      names = "--plugin",
      required = true,
      paramLabel = "PATH",
      description = "Your plugin: its jar, or the folder of its classes (target/classes).")
  private Path plugin;

  @Parameters(paramLabel = "FILE", description = "The experiment file, which is watched too.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Change a setting of every run, such as training.steps=100.")
  private List<String> changes = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "The folder of runs and of the registry (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--times",
      paramLabel = "N",
      description = "End after so many runs (default: go on until interrupted).")
  private int times = Integer.MAX_VALUE;

  @Spec private CommandSpec spec;

  /** What a run is made of; another state is a reason to run again. */
  private record State(BuiltPlugin.State plugin, FileTime experiment) {}

  @Override
  public Integer call() {
    BuiltPlugin built = new BuiltPlugin(plugin);
    int exitCode = 0;
    try {
      Path jars = Files.createTempDirectory("ablate-dev");
      for (int run = 1; run <= times; run++) {
        State state = state(built);
        exitCode = run(built, jars.resolve(String.valueOf(run)));
        if (run < times) {
          waitForAnother(built, state);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("there is no room for temporary files", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return exitCode;
  }

  private int run(BuiltPlugin built, Path folder) {
    try {
      List<String> arguments = new ArrayList<>(List.of("run", file.toString()));
      arguments.addAll(List.of("--plugins", built.jar(folder).toString()));
      arguments.addAll(List.of("--out", out.toString()));
      changes.forEach(change -> arguments.addAll(List.of("--set", change)));
      return Ablate.commandLine(System.out, System.err).execute(arguments.toArray(String[]::new));
    } catch (RuntimeException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return Ablate.WRONG;
    }
  }

  /** Until a build or an edit is there and nothing has been written for a moment. */
  private void waitForAnother(BuiltPlugin built, State before) throws InterruptedException {
    PrintWriter console = spec.commandLine().getOut();
    console.printf("%nWaiting for %s or %s to change ...%n", plugin, file);
    console.flush();
    State seen = before;
    while (true) {
      Thread.sleep(POLL_MILLISECONDS);
      State now = state(built);
      boolean settled = now.equals(seen);
      if (settled && !now.equals(before) && now.plugin().isFinished()) {
        return;
      }
      seen = now;
    }
  }

  private State state(BuiltPlugin built) {
    try {
      return new State(built.state(), Files.getLastModifiedTime(file));
    } catch (IOException e) {
      return new State(built.state(), FileTime.fromMillis(0));
    }
  }
}
