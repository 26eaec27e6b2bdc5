package org.ablate.registry.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ablate.registry.MetricPoint;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;

/** Comma-separated values (RFC 4180), with a header and lines that end in a line feed. */
public final class CsvExport {

  private CsvExport() {}

  /** A line for each run: what it is, how it ended, and its final metrics. */
  public static void runs(List<Run> runs, Appendable out) throws IOException {
    TreeSet<String> metrics = new TreeSet<>();
    runs.forEach(run -> metrics.addAll(run.summary().keySet()));
    write(
        out,
        Stream.concat(
                Stream.of(
                    "key",
                    "run",
                    "experiment",
                    "variant",
                    "seed",
                    "status",
                    "started_at",
                    "ended_at",
                    "failure"),
                metrics.stream())
            .toList());
    for (Run run : runs) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  run.key(),
                  run.id(),
                  run.experiment(),
                  run.variant(),
                  Long.toString(run.seed()),
                  Names.of(run.status()),
                  run.startedAt().toString(),
                  run.endedAt().map(Object::toString).orElse(""),
                  run.failure().orElse("")));
      metrics.forEach(metric -> cells.add(number(run.summary().get(metric))));
      write(out, cells);
    }
  }

  /** A line for each point of each run. */
  public static void points(Registry registry, List<Run> runs, Appendable out) throws IOException {
    write(out, List.of("key", "run", "series", "step", "tokens", "elapsed_seconds", "value"));
    for (Run run : runs) {
      for (Map.Entry<String, List<MetricPoint>> series : registry.points(run).entrySet()) {
        for (MetricPoint point : series.getValue()) {
          write(
              out,
              List.of(
                  run.key(),
                  run.id(),
                  point.series(),
                  Long.toString(point.step()),
                  Long.toString(point.tokens()),
                  number(point.elapsedSeconds()),
                  number(point.value())));
        }
      }
    }
  }

  private static void write(Appendable out, List<String> cells) throws IOException {
    out.append(cells.stream().map(CsvExport::quoted).collect(Collectors.joining(",", "", "\n")));
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(sign -> ",\"\r\n".indexOf(sign) >= 0);
    return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }

  /** As spreadsheets and pandas read it; what a run has no value for is left empty. */
  private static String number(Double value) {
    return value == null ? "" : value.toString();
  }
}
