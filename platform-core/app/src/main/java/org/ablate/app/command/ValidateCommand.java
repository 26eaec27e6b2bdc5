package org.ablate.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.run.DataCheck;
import org.ablate.app.run.DataCosts;
import org.ablate.app.run.PlanTable;
import org.ablate.app.run.PreparedData;
import org.ablate.data.DataException;
import org.ablate.data.DataStore;
import org.ablate.data.ExperimentFiles;
import org.ablate.document.DocumentException;
import org.ablate.document.Location;
import org.ablate.document.Mapping;
import org.ablate.document.Problem;
import org.ablate.experiment.Experiment;
import org.ablate.experiment.RunPlan;
import org.ablate.plugin.installed.Variants;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks experiment files without running anything. */
@Command(
    name = "validate",
    description = "Check experiment files: every error with its place; nothing runs.")
final class ValidateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "The experiment files.")
  private List<Path> files;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Change a setting of every run, such as training.steps=100.")
  private List<String> changes = new ArrayList<>();

  @Mixin private JsonOption json;
  @Mixin private DataOptions data;
  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  /**
   * What a file came to.
   *
   * @param code what the program would exit with if there were no other file
   * @param problems that were found; none where the file is valid
   * @param runs that it composes; none where there are problems
   * @param plan of the runs, for people
   */
  private record Validation(
      Path file, int code, List<Problem> problems, List<RunPlan> runs, String plan) {

    static Validation refused(Path file, int code, List<Problem> problems) {
      return new Validation(file, code, problems, List.of(), "");
    }

    boolean isValid() {
      return problems.isEmpty();
    }

    Mapping document() {
      return Mapping.empty()
          .with("file", file.toString())
          .with("valid", isValid())
          .with("problems", problems.stream().map(ValidateCommand::document).toList())
          .with("runs", runs.stream().map(RunPlan::settings).toList());
    }
  }

  @Override
  public Integer call() {
    List<Validation> validations = new ArrayList<>();
    try (Platform platform = plugins.start(spec.commandLine())) {
      DataStore store = data.store(spec.commandLine().getErr());
      for (Path file : files) {
        Validation validation = validate(file, platform.variants(), store);
        if (!json.isAsked()) {
          print(validation, validations.isEmpty());
        }
        validations.add(validation);
      }
    }
    if (json.isAsked()) {
      json.print(
          spec,
          Mapping.empty()
              .with("valid", validations.stream().allMatch(Validation::isValid))
              .with("files", validations.stream().map(Validation::document).toList()));
    }
    return validations.stream().mapToInt(Validation::code).max().orElseThrow();
  }

  private Validation validate(Path file, Variants variants, DataStore store) {
    try {
      PreparedData prepared = new PreparedData();
      DataCosts costs = new DataCosts(ExperimentFiles.beside(file, store), prepared);
      Experiment experiment = Experiment.read(file, changes, variants, costs);
      DataCheck.check(experiment, file, store, prepared);
      String plan = json.isAsked() ? "" : plan(file, experiment, costs);
      return new Validation(file, 0, List.of(), experiment.runs(), plan);
    } catch (DocumentException e) {
      return Validation.refused(file, Ablate.WRONG, e.problems());
    } catch (DataException e) {
      Problem missing = new Problem(Location.whole(file.toString()), e.getMessage());
      return Validation.refused(file, Ablate.FAILED, List.of(missing));
    }
  }

  private static String plan(Path file, Experiment experiment, DataCosts costs) {
    return "%s is valid: %s.%n%n%s"
        .formatted(file, count(experiment), PlanTable.of(experiment, costs, false).plain());
  }

  /** An empty line stands before each plan but the first. */
  private void print(Validation validation, boolean isFirst) {
    validation.problems().forEach(spec.commandLine().getErr()::println);
    if (validation.isValid()) {
      PrintWriter out = spec.commandLine().getOut();
      out.print((isFirst ? "" : System.lineSeparator()) + validation.plan());
      out.flush();
    }
  }

  private static String count(Experiment experiment) {
    int runs = experiment.runs().size();
    int trials = experiment.tuning().map(tuning -> tuning.trials().size()).orElse(0);
    return (runs == 1 ? "1 run" : String.format(Locale.ROOT, "%,d runs", runs))
        + (trials == 0 ? "" : String.format(Locale.ROOT, ", and %,d trials before", trials));
  }

  private static Mapping document(Problem problem) {
    return Mapping.empty()
        .with("file", problem.location().file())
        .with("line", problem.location().line())
        .with("column", problem.location().column())
        .with("message", problem.message());
  }
}
