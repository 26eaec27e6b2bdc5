package org.ablate.app.command.plugin;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.command.JsonOption;
import org.ablate.app.plugin.Installation;
import org.ablate.app.plugin.PluginSource;
import org.ablate.app.plugin.UserPlugins;
import org.ablate.host.PluginEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Installs a plugin. */
@Command(
    name = "install",
    description = "Install a plugin. It is code that you choose to run: install what you trust.")
final class PluginInstallCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "JAR | YAML | GROUP:ARTIFACT:VERSION | URL",
      description = "A file, an artifact that Maven finds, or an address with --sha256.")
  private List<String> sources;

  @Option(
      names = "--sha256",
      paramLabel = "HASH",
      description = "The SHA-256 of the jar at an address, in hexadecimal.")
  private String sha256;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<PluginEntry> installed =
        sources.stream()
            .map(source -> PluginSource.of(source, Optional.ofNullable(sha256)))
            .map(
                source ->
                    Installation.of(source, UserPlugins.folder(), List.of(Platform.builtIn())))
            .toList();
    if (json.isAsked()) {
      json.print(spec, installed.stream().map(PluginPage::of).toList());
    } else {
      installed.forEach(
          entry -> spec.commandLine().getOut().println("Installed " + entry.origin() + "."));
    }
    return 0;
  }
}
