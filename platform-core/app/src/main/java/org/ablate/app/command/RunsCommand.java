package org.ablate.app.command;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.RunFilter;
import org.ablate.report.TextTable;
import org.ablate.report.TextTable.Alignment;
import org.ablate.report.TextTable.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what has been run. */
@Command(name = "runs", description = "List what has been run, newest first.")
final class RunsCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      description = "Only runs of this experiment.")
  private String experiment;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Mixin private JsonOption json;
  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Registry registry = output.registry()) {
      RunFilter filter = RunFilter.all().newest(limit);
      List<Run> runs = registry.list(experiment == null ? filter : filter.ofExperiment(experiment));
      if (json.isAsked()) {
        json.print(spec, runs.stream().map(RunPage::of).toList());
      } else {
        spec.commandLine().getOut().print(text(runs));
        spec.commandLine().getOut().flush();
      }
      return 0;
    }
  }

  private static String text(List<Run> runs) {
    if (runs.isEmpty()) {
      return "Nothing has been run here yet.%n".formatted();
    }
    List<Column> columns =
        Stream.of("run", "status", "started", "result")
            .map(header -> new Column(header, Alignment.LEFT))
            .toList();
    return new TextTable(columns, runs.stream().map(RunsCommand::row).toList()).plain();
  }

  private static List<String> row(Run run) {
    return List.of(
        run.id(),
        run.status().name().toLowerCase(Locale.ROOT),
        TIME.format(run.startedAt().atZone(ZoneId.systemDefault())),
        run.failure().orElseGet(() -> summary(run.summary())));
  }

  private static String summary(Map<String, Double> summary) {
    return summary.entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "%s %.4g", entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
