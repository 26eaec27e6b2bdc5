package org.ablate.app.command.runs;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists what has been run, and leads to what can be done with it. */
@Command(
    name = "runs",
    description = "List what has been run, newest first; show, compare, export or remove runs.",
    synopsisSubcommandLabel = "[COMMAND]",
    subcommands = {
      RunsCommand.ListCommand.class,
      ShowCommand.class,
      CompareCommand.class,
      ExportCommand.class,
      RemoveCommand.class,
    })
public final class RunsCommand implements Callable<Integer> {
  @Mixin private RunList list;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return list.print(spec);
  }

  /** The same by its name. */
  @Command(name = "list", description = "List what has been run, newest first.")
  static final class ListCommand implements Callable<Integer> {
    @Mixin private RunList list;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      return list.print(spec);
    }
  }
}
