package org.ablate.app.command.runs;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.ablate.app.RequestException;
import org.ablate.app.command.JsonOption;
import org.ablate.app.command.OutputOptions;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.registry.Comparison;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.export.RunDocument;
import org.ablate.report.TextTable;
import org.ablate.report.TextTable.Alignment;
import org.ablate.report.TextTable.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Puts runs side by side. */
@Command(
    name = "compare",
    description = "Put runs side by side: the settings that differ, and their metrics.")
final class CompareCommand implements Callable<Integer> {
  private static final String NONE = "–";

  @Mixin private RunSelection selection;
  @Mixin private JsonOption json;
  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Registry registry = output.registry()) {
      List<Run> runs = selection.runs(registry);
      if (runs.size() < 2) {
        throw new RequestException(
            "a comparison needs two runs, and this is only %s".formatted(runs.get(0).id()));
      }
      Comparison comparison = registry.compare(runs);
      if (json.isAsked()) {
        json.print(spec, document(comparison));
      } else {
        show(comparison, spec.commandLine().getOut());
      }
      return 0;
    }
  }

  private static Mapping document(Comparison comparison) {
    return Mapping.empty()
        .with("runs", comparison.runs().stream().map(RunDocument::summary).toList())
        .with("settings", comparison.settings())
        .with("plugins", comparison.plugins())
        .with("environment", comparison.environment())
        .with("metrics", comparison.metrics().stream().map(CompareCommand::document).toList());
  }

  private static Node document(Comparison.Metric metric) {
    return Mapping.empty()
        .with("name", metric.name())
        .with(
            "values",
            metric.values().stream()
                .map(value -> value.isPresent() ? (Object) value.getAsDouble() : null)
                .map(Node::of)
                .toList());
  }

  private static void show(Comparison comparison, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("status", comparison.runs().stream().map(CompareCommand::status)));
    comparison.metrics().forEach(metric -> rows.add(row(metric)));
    List<Comparison.Difference> settings =
        comparison.settings().stream().filter(CompareCommand::isOfModelOrTraining).toList();
    settings.forEach(difference -> rows.add(row("", difference)));
    comparison.plugins().forEach(difference -> rows.add(row("plugin ", difference)));
    comparison.environment().forEach(difference -> rows.add(row("", difference)));
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("", Alignment.LEFT));
    comparison.runs().forEach(run -> columns.add(new Column(run.id(), Alignment.LEFT)));
    out.print(new TextTable(columns, rows).plain());
    if (settings.isEmpty()) {
      out.println();
      out.println("Their settings are the same.");
    }
    out.flush();
  }

  /** That runs have names of their own is seen above their columns. */
  private static boolean isOfModelOrTraining(Comparison.Difference difference) {
    return !difference.name().startsWith("variants.");
  }

  private static String status(Run run) {
    return run.status().name().toLowerCase(Locale.ROOT);
  }

  private static List<String> row(Comparison.Metric metric) {
    return row(
        metric.name(),
        metric.values().stream()
            .map(
                value ->
                    value.isPresent()
                        ? String.format(Locale.ROOT, "%.6g", value.getAsDouble())
                        : NONE));
  }

  private static List<String> row(String prefix, Comparison.Difference difference) {
    return row(
        prefix + difference.name(), difference.values().stream().map(value -> value.orElse(NONE)));
  }

  private static List<String> row(String name, Stream<String> values) {
    return Stream.concat(Stream.of(name), values).toList();
  }
}
