package org.ablate.app.command.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.ablate.app.command.JsonOption;
import org.ablate.app.plugin.UserPlugins;
import org.ablate.app.run.RunFolder;
import org.ablate.document.Mapping;
import org.ablate.host.PluginEntry;
import org.ablate.host.PluginLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes which plugins an experiment may use. */
@Command(
    name = "lock",
    description = "Write the hashes of the installed plugins, for commands with --locked.")
final class PluginLockCommand implements Callable<Integer> {

  @Option(
      names = "--file",
      paramLabel = "FILE",
      defaultValue = "ablate.lock",
      description = "Where to write (default: ${DEFAULT-VALUE}).")
  private Path file;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<PluginEntry> entries = UserPlugins.folder().entries();
    PluginLock lock = new PluginLock(entries.stream().map(PluginEntry::origin).toList());
    RunFolder.write(file, lock.text());
    if (json.isAsked()) {
      json.print(
          spec, Mapping.empty().with("file", file.toString()).with("plugins", entries.size()));
    } else {
      spec.commandLine()
          .getOut()
          .printf(
              "Wrote %s with %d plugin%s.%n", file, entries.size(), entries.size() == 1 ? "" : "s");
    }
    return 0;
  }
}
