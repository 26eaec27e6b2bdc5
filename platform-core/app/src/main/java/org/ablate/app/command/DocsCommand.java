package org.ablate.app.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.docs.ReferencePages;
import org.ablate.app.run.RunFolder;
import org.ablate.document.Mapping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the reference. */
@Command(
    name = "docs",
    description =
        "Write the reference of all installed variants as Markdown, a page for each kind.")
final class DocsCommand implements Callable<Integer> {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "docs",
      description = "Where to write (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Mixin private JsonOption json;
  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Platform platform = plugins.start(spec.commandLine())) {
      Map<String, String> pages = ReferencePages.of(platform.variants());
      pages.forEach((file, text) -> RunFolder.write(out.resolve(file), text));
      if (json.isAsked()) {
        json.print(
            spec, Mapping.empty().with("folder", out.toString()).with("files", pages.keySet()));
      } else {
        spec.commandLine()
            .getOut()
            .printf(
                "Wrote the reference of %d variants, from %s%n",
                platform.variants().all().size(), out.resolve("README.md"));
      }
      return 0;
    }
  }
}
