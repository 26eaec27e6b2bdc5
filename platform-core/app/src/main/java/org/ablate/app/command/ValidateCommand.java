package org.ablate.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.run.DataCheck;
import org.ablate.app.run.DataCosts;
import org.ablate.app.run.PlanTable;
import org.ablate.data.DataStore;
import org.ablate.data.ExperimentFiles;
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
      DataStore store = data.store(spec.commandLine().getErr());
      DataCosts costs = new DataCosts(ExperimentFiles.beside(file, store));
      Experiment experiment = Experiment.read(file, changes, platform.variants(), costs);
      DataCheck.check(experiment, file, store);
      if (json.isAsked()) {
        json.print(spec, document(List.of(), experiment.runs()));
        return 0;
      }
      PrintWriter out = spec.commandLine().getOut();
      out.printf("%s is valid: %s.%n%n", file, count(experiment));
      out.print(PlanTable.of(experiment, costs, false).plain());
      out.flush();
      return 0;
    } catch (DocumentException e) {
      if (!json.isAsked()) {
        throw e;
      }
      json.print(spec, document(e.problems(), List.of()));
      return Ablate.WRONG;
    }
  }

  private static String count(Experiment experiment) {
    int runs = experiment.runs().size();
    int trials = experiment.tuning().map(tuning -> tuning.trials().size()).orElse(0);
    return (runs == 1 ? "1 run" : "%,d runs".formatted(runs))
        + (trials == 0 ? "" : ", and %,d trials before".formatted(trials));
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
