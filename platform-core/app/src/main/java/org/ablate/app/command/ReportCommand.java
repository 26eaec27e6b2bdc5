package org.ablate.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.ablate.app.run.Reports;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunFilter;
import org.ablate.registry.export.RunDocument;
import org.ablate.report.ComparisonTable;
import org.ablate.report.ExperimentReport;
import org.ablate.report.ReportDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the page of an experiment again. */
@Command(
    name = "report",
    description = "Make the page of the experiment that a run belongs to, from the registry.")
final class ReportCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      defaultValue = "latest",
      description = "A run's id, a part of it, an experiment's name, or 'latest' (default).")
  private String name;

  @Mixin private JsonOption json;
  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Registry registry = output.registry()) {
      Run run =
          registry.list(RunFilter.all().ofExperiment(name).newest(1)).stream()
              .findFirst()
              .orElseGet(() -> registry.find(name));
      List<Run> runs =
          new ArrayList<>(registry.list(RunFilter.all().ofExperiment(run.experimentKey())));
      Collections.reverse(runs);
      ExperimentReport report = Reports.of(registry, runs);
      Path page =
          Reports.write(report, output.folder().resolve(run.experiment()).resolve("report.html"));
      if (json.isAsked()) {
        json.print(
            spec,
            ReportDocument.of(report)
                .with("runs", runs.stream().map(RunDocument::summary).toList())
                .with("report", page.toString()));
      } else {
        spec.commandLine().getOut().println(ComparisonTable.of(report).plain());
        spec.commandLine().getOut().println("Report: " + page);
      }
      return 0;
    }
  }
}
