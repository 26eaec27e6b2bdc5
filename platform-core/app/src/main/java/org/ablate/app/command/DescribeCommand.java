package org.ablate.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.RequestException;
import org.ablate.app.docs.VariantPage;
import org.ablate.app.run.LoadedRun;
import org.ablate.app.run.RecordedRun;
import org.ablate.document.Mapping;
import org.ablate.document.Yaml;
import org.ablate.registry.Registry;
import org.ablate.registry.export.RunDocument;
import org.ablate.report.TextTable;
import org.ablate.report.TextTable.Alignment;
import org.ablate.report.TextTable.Column;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Op;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the reference page of a variant. */
@Command(
    name = "describe",
    description = "Show the reference page of a variant, or what a run is made of.")
final class DescribeCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..2",
      paramLabel = "KIND NAME | RUN",
      description = "A variant, or a run's id, a part of it, or 'latest'.")
  private List<String> what;

  @Mixin private JsonOption json;
  @Mixin private OutputOptions output;
  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Platform platform = plugins.start(spec.commandLine())) {
      if (what.size() == 1) {
        requireNoKind(platform);
        describeRun(platform);
      } else {
        describe(
            VariantPage.of(
                platform.variant(new KindConverter().convert(what.get(0)), what.get(1))));
      }
      return 0;
    }
  }

  private void requireNoKind(Platform platform) {
    KindConverter.named(what.get(0))
        .ifPresent(
            kind -> {
              throw new RequestException(
                  "say which %s: %s"
                      .formatted(kind, String.join(", ", platform.variants().names(kind))));
            });
  }

  private void describe(VariantPage page) {
    if (json.isAsked()) {
      json.print(spec, page);
    } else {
      lines(page).forEach(spec.commandLine().getOut()::println);
    }
  }

  /** The settings of a run, and what its model learns. */
  private void describeRun(Platform platform) {
    try (Registry registry = output.registry()) {
      RecordedRun recorded = RecordedRun.find(registry, what.get(0), platform.variants());
      List<Op.Parameter> parameters = graph(recorded).parameters();
      if (json.isAsked()) {
        json.print(spec, document(recorded, parameters));
      } else {
        lines(recorded, parameters).forEach(spec.commandLine().getOut()::println);
      }
    }
  }

  private static Mapping document(RecordedRun recorded, List<Op.Parameter> parameters) {
    return Mapping.empty()
        .with("run", RunDocument.summary(recorded.run()))
        .with("settings", recorded.plan().settings())
        .with("parameters", parameters.stream().map(DescribeCommand::document).toList())
        .with("parameter_count", total(parameters));
  }

  private static Mapping document(Op.Parameter parameter) {
    return Mapping.empty()
        .with("name", parameter.name())
        .with("shape", parameter.shape().sizes())
        .with("count", count(parameter));
  }

  private static List<String> lines(RecordedRun recorded, List<Op.Parameter> parameters) {
    List<List<String>> rows =
        parameters.stream()
            .map(
                p ->
                    List.of(
                        p.name(),
                        p.shape().toString(),
                        String.format(Locale.ROOT, "%,d", count(p))))
            .toList();
    List<Column> columns =
        List.of(
            new Column("learnable parameter", Alignment.LEFT),
            new Column("shape", Alignment.LEFT),
            new Column("count", Alignment.RIGHT));
    return List.of(
        recorded.run().id(),
        "",
        Yaml.write(recorded.plan().settings()),
        new TextTable(columns, rows).plain(),
        String.format(Locale.ROOT, "%,d learnable parameters", total(parameters)));
  }

  private static long count(Op.Parameter parameter) {
    return parameter.shape().elements().constant();
  }

  private static long total(List<Op.Parameter> parameters) {
    return parameters.stream().mapToLong(DescribeCommand::count).sum();
  }

  private static Graph graph(RecordedRun recorded) {
    try (LoadedRun run = recorded.load()) {
      return run.model().inference();
    }
  }

  private static List<String> lines(VariantPage page) {
    List<String> lines = new ArrayList<>();
    lines.add("%s (%s)".formatted(page.name(), page.kind().replace('_', ' ')));
    lines.add("");
    lines.add("  " + page.summary());
    lines.add("");
    page.description()
        .forEach(
            paragraph -> {
              lines.addAll(Paragraph.wrapped(paragraph, "  "));
              lines.add("");
            });
    page.papers().forEach(paper -> lines.add("  Source    " + paper));
    lines.add("  Plugin    %s %s".formatted(page.plugin(), page.version()));
    if (!page.capabilities().isEmpty()) {
      lines.add("  Honours   " + String.join(", ", page.capabilities()));
    }
    lines.add("");
    if (page.settings().isEmpty()) {
      lines.add("  It has no settings.");
    } else {
      lines.add("  Settings and their defaults:");
      page.settings()
          .keySet()
          .forEach(
              key -> {
                lines.add("    %s: %s".formatted(key, page.defaultOf(key)));
                if (page.explanations().containsKey(key)) {
                  lines.addAll(Paragraph.wrapped(page.explanations().get(key), "      "));
                }
              });
    }
    return lines;
  }
}
