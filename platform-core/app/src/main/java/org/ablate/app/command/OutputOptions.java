package org.ablate.app.command;

import java.nio.file.Path;
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

  public Registry registry() {
    return Registry.open(out.resolve("registry.db"));
  }
}
