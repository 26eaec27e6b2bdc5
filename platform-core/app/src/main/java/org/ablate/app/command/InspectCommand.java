package org.ablate.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.run.AttentionMaps;
import org.ablate.app.run.LoadedRun;
import org.ablate.app.run.RecordedRun;
import org.ablate.app.run.RunFolder;
import org.ablate.document.Mapping;
import org.ablate.registry.Registry;
import org.ablate.report.AttentionMap;
import org.ablate.report.AttentionText;
import org.ablate.report.Inspection;
import org.ablate.report.Prediction;
import org.ablate.report.ReportPage;
import org.ablate.tensor.Array;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what happens inside a trained model. */
@Command(
    name = "inspect",
    description = "Show what the heads of a model attend to, or any named intermediate value.")
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "A run's id, a part of it, or 'latest'.")
  private String name;

  @Option(names = "--input", required = true, paramLabel = "TEXT", description = "What to ask.")
  private String input;

  @Option(
      names = "--value",
      paramLabel = "NAME",
      description = "Show this value instead; 'list' shows the names.")
  private List<String> values = new ArrayList<>();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the attention maps as a page instead.")
  private Path html;

  @Mixin private JsonOption json;
  @Mixin private OutputOptions output;
  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Platform platform = plugins.start(spec.commandLine());
        Registry registry = output.registry()) {
      RecordedRun recorded = RecordedRun.find(registry, name, platform.variants());
      int limit = recorded.plan().composition().decoding().maxLength();
      try (LoadedRun run = recorded.load()) {
        if (values.contains("list")) {
          list(run.trained().valueNames(), out);
        } else if (!values.isEmpty()) {
          show(run.trained().values(input, values, limit), out);
        } else {
          inspect(recorded, run, limit, out);
        }
        out.flush();
        return 0;
      }
    }
  }

  private void inspect(RecordedRun recorded, LoadedRun run, int limit, PrintWriter out) {
    String answer = run.trained().answer(input, limit);
    List<AttentionMap> maps = AttentionMaps.of(run.trained(), input);
    if (html != null) {
      Inspection inspection =
          new Inspection(
              recorded.run().id(),
              recorded.run().variant(),
              Instant.now(),
              new Prediction(input, Optional.empty(), answer),
              maps);
      RunFolder.write(html, ReportPage.html(inspection));
    }
    if (json.isAsked()) {
      json.print(
          spec,
          Mapping.empty()
              .with("input", input)
              .with("answer", answer)
              .with("attention_maps", maps)
              .with("html", Optional.ofNullable(html).map(Path::toString)));
      return;
    }
    if (html != null) {
      out.println("Wrote " + html);
      return;
    }
    out.println("%s → %s".formatted(input, answer));
    if (maps.isEmpty()) {
      out.println("Its attention computes no weights, so there is no map to show.");
    }
    maps.forEach(map -> out.print("\n" + AttentionText.of(map)));
  }

  private void list(Collection<String> names, PrintWriter out) {
    if (json.isAsked()) {
      json.print(spec, names);
    } else {
      names.forEach(out::println);
    }
  }

  private void show(Map<String, Array> named, PrintWriter out) {
    if (!json.isAsked()) {
      named.forEach((valueName, value) -> show(valueName, value, out));
      return;
    }
    Mapping document = Mapping.empty();
    for (Map.Entry<String, Array> value : named.entrySet()) {
      document =
          document.with(
              value.getKey(),
              Mapping.empty()
                  .with("shape", value.getValue().shape())
                  .with("values", value.getValue().toDoubles()));
    }
    json.print(spec, document);
  }

  private static void show(String name, Array value, PrintWriter out) {
    out.println(name + " " + Arrays.toString(value.shape()));
    long[] shape = value.shape();
    int width = shape.length == 0 ? 1 : (int) shape[shape.length - 1];
    for (int start = 0; start < value.size(); start += width) {
      StringBuilder row = new StringBuilder("  ");
      for (int i = start; i < start + width; i++) {
        row.append(String.format(Locale.ROOT, "%9.4f", value.at(i)));
      }
      out.println(row);
    }
  }
}
