package org.ablate.app.command.plugin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands about a user's own plugins. */
@Command(
    name = "plugin",
    description = "Start, install and look after plugins of your own.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PluginNewCommand.class,
      PluginInstallCommand.class,
      PluginListCommand.class,
      PluginShowCommand.class,
      PluginUpdateCommand.class,
      PluginRemoveCommand.class,
      PluginVerifyCommand.class,
      PluginLockCommand.class,
    })
public final class PluginCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
