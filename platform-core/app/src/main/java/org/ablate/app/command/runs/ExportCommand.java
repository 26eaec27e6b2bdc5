package org.ablate.app.command.runs;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ablate.app.RequestException;
import org.ablate.app.command.JsonOption;
import org.ablate.app.command.OutputOptions;
import org.ablate.app.run.Reports;
import org.ablate.app.run.RunFolder;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.registry.export.CsvExport;
import org.ablate.registry.export.MlflowExport;
import org.ablate.registry.export.RunDocument;
import org.ablate.registry.export.TensorBoardExport;
import org.ablate.report.ComparisonTable;
import org.ablate.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Gives runs to other programs. */
@Command(
    name = "export",
    description =
        "Export runs: csv (a line for each run), points (a line for each value of each"
            + " metric), json, markdown or latex (the comparison of variants), tensorboard (event"
            + " files), mlflow (a tracking server).")
final class ExportCommand implements Callable<Integer> {

  @Mixin private RunSelection selection;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      converter = ExportFormatConverter.class,
      description = "csv, points, json, markdown, latex, tensorboard or mlflow.")
  private ExportFormat format;

  @Option(
      names = "--to",
      paramLabel = "PLACE",
      description =
          "A file (default: standard output); for tensorboard a folder, for mlflow the server's"
              + " address, such as http://localhost:5000.")
  private String place;

  @Mixin private JsonOption json;
  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    requirePlace();
    PrintWriter out = spec.commandLine().getOut();
    try (Registry registry = output.registry()) {
      List<Run> runs = selection.runs(registry);
      if (format.isText()) {
        String text = text(registry, runs);
        if (place == null) {
          out.print(text);
          out.flush();
          return 0;
        }
        RunFolder.write(Path.of(place), text);
      } else if (format == ExportFormat.TENSORBOARD) {
        for (Run run : runs) {
          TensorBoardExport.write(registry, run, Path.of(place));
        }
      } else {
        MlflowExport mlflow = new MlflowExport(URI.create(place));
        runs.forEach(run -> mlflow.send(registry, run));
      }
      if (json.isAsked()) {
        json.print(
            spec,
            Mapping.empty()
                .with("runs", runs.stream().map(Run::id).toList())
                .with("format", format)
                .with("to", place));
      } else {
        out.printf("Exported %d run%s to %s%n", runs.size(), runs.size() == 1 ? "" : "s", place);
        out.flush();
      }
      return 0;
    } catch (UncheckedIOException | IOException e) {
      throw new IOException("cannot write %s: %s".formatted(place, e.getMessage()), e);
    }
  }

  private void requirePlace() {
    if (format == ExportFormat.TENSORBOARD && place == null) {
      throw new RequestException("TensorBoard reads a folder; name it with --to DIR");
    }
    if (format == ExportFormat.MLFLOW
        && (place == null || !place.matches("https?://[^\\s/]\\S*"))) {
      throw new RequestException(
          "MLflow has an address; give it with --to, such as --to http://localhost:5000");
    }
    if (json.isAsked() && format.isText() && place == null) {
      throw new RequestException(
          "with --json the export itself cannot go to standard output; name a file with --to FILE");
    }
  }

  private String text(Registry registry, List<Run> runs) throws IOException {
    StringBuilder text = new StringBuilder();
    switch (format) {
      case CSV -> CsvExport.runs(runs, text);
      case POINTS -> CsvExport.points(registry, runs, text);
      case JSON ->
          text.append(
              Json.writePretty(
                  Node.of(runs.stream().map(run -> RunDocument.complete(registry, run)).toList())));
      case MARKDOWN -> text.append(tables(registry, runs, TextTable::markdown));
      case LATEX -> text.append(tables(registry, runs, TextTable::latex));
      case TENSORBOARD, MLFLOW -> throw new IllegalStateException(format + " is no text");
    }
    return text.toString();
  }

  private static String tables(
      Registry registry, List<Run> runs, Function<TextTable, String> written) {
    List<String> experiments = runs.stream().map(Run::experiment).distinct().toList();
    if (experiments.size() > 1) {
      throw new RequestException(
          "a table compares the variants of one experiment, and these runs belong to %s; choose one with --experiment"
              .formatted(String.join(", ", experiments)));
    }
    return ComparisonTable.of(Reports.of(registry, newest(runs))).readable().stream()
        .map(table -> written.apply(table.text()))
        .collect(Collectors.joining("\n"));
  }

  /** Of runs that repeat each other, the newest. */
  private static List<Run> newest(Collection<Run> oldestFirst) {
    Map<String, Run> newest = new LinkedHashMap<>();
    oldestFirst.forEach(run -> newest.put(run.id(), run));
    return List.copyOf(newest.values());
  }
}
