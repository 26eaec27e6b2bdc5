package org.ablate.app.command.runs;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.ablate.app.command.JsonOption;
import org.ablate.app.command.OutputOptions;
import org.ablate.document.Json;
import org.ablate.document.Yaml;
import org.ablate.registry.Lineage;
import org.ablate.registry.MetricPoint;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.export.RunDocument;
import org.ablate.report.TextTable;
import org.ablate.report.TextTable.Alignment;
import org.ablate.report.TextTable.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows all that is known of a run. */
@Command(
    name = "show",
    description = "Show a run: metrics, settings, provenance, files and what it was made from.")
final class ShowCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      defaultValue = "latest",
      description = "A run's id, a part of it, or 'latest' (default).")
  private String name;

  @Mixin private JsonOption json;
  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Registry registry = output.registry()) {
      Run run = registry.find(name);
      if (json.isAsked()) {
        json.print(spec, RunDocument.detailed(registry, run));
      } else {
        show(registry, run, spec.commandLine().getOut());
      }
      return 0;
    }
  }

  private static void show(Registry registry, Run run, PrintWriter out) {
    out.printf("%s (%s)%n", run.id(), run.key());
    out.printf("%s%n", outcome(run));
    out.printf("%s%n", run.folder());
    section(out, "Metrics", metrics(registry, run));
    out.printf("%nSettings%n%s", indented(Yaml.write(Json.read(registry.settings(run)))));
    section(
        out,
        "Plugins",
        registry.plugins(run).stream()
            .map(plugin -> List.of(plugin.name(), plugin.version(), plugin.sha256()))
            .toList());
    section(
        out,
        "Environment",
        registry.environment(run).entrySet().stream()
            .map(entry -> List.of(entry.getKey(), entry.getValue()))
            .toList());
    section(
        out,
        "Files",
        registry.artifacts(run).stream()
            .map(file -> List.of(file.path(), file.kind(), file.sha256()))
            .toList());
    section(
        out,
        "Made from",
        registry.lineage(run).stream().map(lineage -> origin(registry, lineage)).toList());
    out.flush();
  }

  private static String outcome(Run run) {
    String began =
        "%s, began %s"
            .formatted(
                run.status().name().toLowerCase(Locale.ROOT),
                TIME.format(run.startedAt().atZone(ZoneId.systemDefault())));
    String took =
        run.endedAt()
            .map(end -> ", took " + seconds(Duration.between(run.startedAt(), end)))
            .orElse("");
    return began + took + run.failure().map(failure -> ": " + failure).orElse("");
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%,.1f s", duration.toMillis() / 1000.0);
  }

  /** The final metrics, then the last value of each series. */
  private static List<List<String>> metrics(Registry registry, Run run) {
    List<List<String>> rows = new ArrayList<>();
    run.summary().forEach((metric, value) -> rows.add(List.of(metric, number(value), "final")));
    for (Map.Entry<String, List<MetricPoint>> series : registry.points(run).entrySet()) {
      List<MetricPoint> points = series.getValue();
      MetricPoint last = points.get(points.size() - 1);
      rows.add(
          List.of(
              series.getKey(),
              number(last.value()),
              String.format(
                  Locale.ROOT, "at step %,d, the last of %,d", last.step(), points.size())));
    }
    return rows;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }

  private static List<String> origin(Registry registry, Lineage lineage) {
    String how = lineage.relation().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return List.of(how, RunNames.of(registry, lineage.origin()));
  }

  private static void section(PrintWriter out, String title, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    List<Column> columns =
        Stream.generate(() -> new Column("", Alignment.LEFT)).limit(rows.get(0).size()).toList();
    out.printf("%n%s%n%s", title, indented(new TextTable(columns, rows).body()));
  }

  private static String indented(String text) {
    return text.indent(2);
  }
}
