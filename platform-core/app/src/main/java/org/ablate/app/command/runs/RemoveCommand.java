package org.ablate.app.command.runs;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.ablate.app.RequestException;
import org.ablate.app.command.JsonOption;
import org.ablate.app.command.OutputOptions;
import org.ablate.app.run.RunFolder;
import org.ablate.document.Mapping;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Forgets runs. */
@Command(
    name = "remove",
    description = "Remove runs from the registry, and their files. This cannot be undone.")
final class RemoveCommand implements Callable<Integer> {

  @Mixin private RunSelection selection;

  @Option(names = "--yes", description = "Remove them; otherwise they are only listed.")
  private boolean yes;

  @Option(names = "--keep-files", description = "Leave their folders where they are.")
  private boolean keepFiles;

  @Mixin private JsonOption json;
  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Registry registry = output.registry()) {
      List<Run> runs = selection.runs(registry);
      runs.stream()
          .filter(run -> run.status() == RunStatus.RUNNING)
          .findFirst()
          .ifPresent(
              run -> {
                throw new RequestException(
                    "%s is still being run by %s; stop it first"
                        .formatted(run.id(), run.process()));
              });
      if (!yes) {
        if (!json.isAsked()) {
          out.println(RunList.table(runs));
        }
        throw new RequestException(
            "nothing was removed: say --yes to remove %s%s"
                .formatted(counted(runs), keepFiles ? "" : files(runs)));
      }
      List<Path> abandoned = registry.remove(runs);
      if (!keepFiles) {
        abandoned.forEach(folder -> new RunFolder(folder).clear());
      }
      if (json.isAsked()) {
        json.print(spec, Mapping.empty().with("removed", runs.stream().map(Run::id).toList()));
      } else {
        out.printf("Removed %s.%n", counted(runs));
        out.flush();
      }
      return 0;
    }
  }

  private static String files(List<Run> runs) {
    return runs.size() == 1 ? " with its files" : " with their files";
  }

  private static String counted(List<Run> runs) {
    return runs.size() == 1 ? runs.get(0).id() : runs.size() + " runs";
  }
}
