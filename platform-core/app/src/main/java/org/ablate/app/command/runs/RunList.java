package org.ablate.app.command.runs;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ablate.app.RequestException;
import org.ablate.app.command.JsonOption;
import org.ablate.app.command.OutputOptions;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.export.RunDocument;
import org.ablate.report.TextTable;
import org.ablate.report.TextTable.Alignment;
import org.ablate.report.TextTable.Column;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of a list of runs, and the list. */
final class RunList {
  private static final String TEST = "test/";
  private static final int LONGEST_REASON = 60;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Mixin private RunFilterOptions filters;
  @Mixin private JsonOption json;
  @Mixin private OutputOptions output;

  /** Prints the list. */
  int print(CommandSpec spec) {
    if (limit < 1) {
      throw new RequestException("--limit must be at least 1, got %d".formatted(limit));
    }
    try (Registry registry = output.registry()) {
      List<Run> runs = registry.list(filters.filter().newest(limit));
      if (json.isAsked()) {
        json.print(spec, runs.stream().map(RunDocument::summary).toList());
      } else {
        spec.commandLine().getOut().print(text(runs));
        spec.commandLine().getOut().flush();
      }
      return 0;
    }
  }

  private String text(List<Run> runs) {
    if (runs.isEmpty()) {
      return filters.areGiven()
          ? "No run passes these filters.\n"
          : "Nothing has been run here yet.\n";
    }
    String table = table(runs);
    return runs.size() < limit
        ? table
        : table + "\nThe newest %d; more with --limit N.\n".formatted(limit);
  }

  static String table(List<Run> runs) {
    List<Column> columns =
        Stream.of("run", "key", "status", "started", "result")
            .map(header -> new Column(header, Alignment.LEFT))
            .toList();
    return new TextTable(columns, runs.stream().map(RunList::row).toList()).plain();
  }

  private static List<String> row(Run run) {
    return List.of(
        run.id(),
        run.key(),
        run.status().name().toLowerCase(Locale.ROOT),
        TIME.format(run.startedAt().atZone(ZoneId.systemDefault())),
        run.failure().map(RunList::firstLine).orElseGet(() -> scores(run.summary())));
  }

  /** What a failure begins with; {@code ablate runs show} has all of it. */
  private static String firstLine(String failure) {
    String line = failure.lines().findFirst().orElse("");
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON - 1) + "…";
  }

  /** The metrics of the test split. */
  private static String scores(Map<String, Double> summary) {
    return summary.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(TEST))
        .map(
            entry ->
                String.format(
                    Locale.ROOT,
                    "%s %.4g",
                    entry.getKey().substring(TEST.length()),
                    entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
