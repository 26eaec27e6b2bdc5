package org.ablate.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.run.DataCheck;
import org.ablate.document.DocumentException;
import org.ablate.document.Mapping;
import org.ablate.document.Problem;
import org.ablate.experiment.Experiment;
import org.ablate.experiment.RunPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks an experiment file without running anything. */
@Command(
    name = "validate",
    description = "Check an experiment file: every error with its place; nothing runs.")
final class ValidateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The experiment file.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Change a setting of every run, such as training.steps=100.")
  private List<String> changes = new ArrayList<>();

  @Mixin private JsonOption json;
  @Mixin private DataOptions data;
  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Platform platform = plugins.start(spec.commandLine())) {
      Experiment experiment = Experiment.read(file, changes, platform.variants());
      DataCheck.check(experiment, file, data.store(spec.commandLine().getErr()));
      if (json.isAsked()) {
        json.print(spec, document(List.of(), experiment.runs()));
        return 0;
      }
      int runs = experiment.runs().size();
      spec.commandLine()
          .getOut()
          .printf("%s is valid: %d run%s.%n", file, runs, runs == 1 ? "" : "s");
      experiment
          .runs()
          .forEach(
              run ->
                  spec.commandLine().getOut().printf("  %s, seed %d%n", run.variant(), run.seed()));
      return 0;
    } catch (DocumentException e) {
      if (!json.isAsked()) {
        throw e;
      }
      json.print(spec, document(e.problems(), List.of()));
      return Ablate.WRONG;
    }
  }

  private Mapping document(List<Problem> problems, List<RunPlan> runs) {
    return Mapping.empty()
        .with("file", file.toString())
        .with("valid", problems.isEmpty())
        .with("problems", problems.stream().map(ValidateCommand::document).toList())
        .with("runs", runs.stream().map(RunPlan::settings).toList());
  }

  private static Mapping document(Problem problem) {
    return Mapping.empty()
        .with("file", problem.location().file())
        .with("line", problem.location().line())
        .with("column", problem.location().column())
        .with("message", problem.message());
  }
}
