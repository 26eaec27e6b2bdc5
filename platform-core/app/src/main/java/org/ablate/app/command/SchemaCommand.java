package org.ablate.app.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.run.RunFolder;
import org.ablate.document.Json;
import org.ablate.experiment.ExperimentSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the schema of experiment files. */
@Command(
    name = "schema",
    description =
        "Print the JSON Schema of experiment files, with the settings of all installed variants, for editors.")
final class SchemaCommand implements Callable<Integer> {

  @Option(names = "--to", paramLabel = "FILE", description = "Write it to this file.")
  private Path file;

  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Platform platform = plugins.start(spec.commandLine())) {
      String schema = Json.write(ExperimentSchema.of(platform.variants())) + "\n";
      if (file == null) {
        spec.commandLine().getOut().print(schema);
        spec.commandLine().getOut().flush();
      } else {
        RunFolder.write(file, schema);
        spec.commandLine().getOut().printf("Wrote the schema of experiment files to %s%n", file);
      }
      return 0;
    }
  }
}
