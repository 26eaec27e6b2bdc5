package org.ablate.app.command.plugin;

import java.util.List;
import java.util.concurrent.Callable;
import org.ablate.app.command.JsonOption;
import org.ablate.app.plugin.UserPlugins;
import org.ablate.host.PluginEntry;
import org.ablate.host.PluginFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes a plugin. */
@Command(name = "remove", description = "Remove a plugin: all its versions, or one.")
final class PluginRemoveCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME[@VERSION]", description = "An installed plugin.")
  private String name;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PluginFolder folder = UserPlugins.folder();
    List<PluginEntry> entries = PluginPage.find(folder, name);
    entries.forEach(folder::remove);
    if (json.isAsked()) {
      json.print(spec, entries.stream().map(PluginPage::of).toList());
    } else {
      entries.forEach(
          entry -> spec.commandLine().getOut().println("Removed " + entry.origin() + "."));
    }
    return 0;
  }
}
