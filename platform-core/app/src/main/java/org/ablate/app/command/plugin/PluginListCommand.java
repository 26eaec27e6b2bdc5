package org.ablate.app.command.plugin;

import java.util.List;
import java.util.concurrent.Callable;
import org.ablate.app.command.JsonOption;
import org.ablate.app.plugin.UserPlugins;
import org.ablate.host.PluginEntry;
import org.ablate.host.PluginFolder;
import org.ablate.report.TextTable;
import org.ablate.report.TextTable.Alignment;
import org.ablate.report.TextTable.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists what the user installed. */
@Command(name = "list", description = "List the plugins that you installed.")
final class PluginListCommand implements Callable<Integer> {
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PluginFolder folder = UserPlugins.folder();
    List<PluginEntry> entries = folder.entries();
    if (json.isAsked()) {
      json.print(spec, entries.stream().map(PluginPage::of).toList());
      return 0;
    }
    spec.commandLine().getOut().print(text(entries));
    spec.commandLine().getOut().flush();
    folder
        .check()
        .problems()
        .forEach(problem -> spec.commandLine().getErr().println("plugin " + problem));
    return 0;
  }

  private static String text(List<PluginEntry> entries) {
    if (entries.isEmpty()) {
      return "No plugin is installed; the built-in variants are listed by: ablate variants%n"
          .formatted();
    }
    List<Column> columns =
        List.of(
            new Column("plugin", Alignment.LEFT),
            new Column("version", Alignment.LEFT),
            new Column("SHA-256", Alignment.LEFT),
            new Column("source", Alignment.LEFT));
    return new TextTable(
            columns,
            entries.stream()
                .map(
                    entry ->
                        List.of(
                            entry.origin().name(),
                            entry.origin().version(),
                            entry.origin().sha256().substring(0, 8) + "…",
                            entry.source()))
                .toList())
        .plain();
  }
}
