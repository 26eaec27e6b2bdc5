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
import org.ablate.host.PluginFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Installs a plugin again from where it was taken. */
@Command(
    name = "update",
    description = "Install a plugin again from where it was taken, in the place of what is there.")
final class PluginUpdateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME[@VERSION]", description = "An installed plugin.")
  private String name;

  @Option(
      names = "--sha256",
      paramLabel = "HASH",
      description = "The SHA-256 of what now is at its address.")
  private String sha256;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PluginFolder folder = UserPlugins.folder();
    List<PluginEntry> updated =
        PluginPage.find(folder, name).stream().map(entry -> update(entry, folder)).toList();
    if (json.isAsked()) {
      json.print(spec, updated.stream().map(PluginPage::of).toList());
    }
    return 0;
  }

  private PluginEntry update(PluginEntry before, PluginFolder folder) {
    PluginSource source = PluginSource.of(before.source(), Optional.ofNullable(sha256));
    PluginEntry after = Installation.of(source, folder, List.of(Platform.builtIn()));
    if (!after.origin().version().equals(before.origin().version())) {
      folder.remove(before);
    }
    if (!json.isAsked()) {
      boolean same = after.origin().equals(before.origin());
      spec.commandLine()
          .getOut()
          .println(
              same
                  ? before.origin() + " is what its source has."
                  : "Updated %s to %s.".formatted(before.origin(), after.origin()));
    }
    return after;
  }
}
