package org.ablate.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import org.ablate.app.RequestException;
import org.ablate.registry.Registry;
import picocli.CommandLine.Option;

/** Where runs and the registry are. */
public final class OutputOptions {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "The folder of runs and of the registry (default: ${DEFAULT-VALUE}).")
  private Path out;

  public Path folder() {
    return out;
  }

  /**
   * Opens the registry, which is made if there is none.
   *
   * @throws RequestException if the folder is a file
   */
  public Registry registry() {
    if (Files.isRegularFile(out)) {
      throw new RequestException("--out %s: this is a file, not a folder".formatted(out));
    }
    return Registry.open(out.resolve("registry.db"));
  }
}
