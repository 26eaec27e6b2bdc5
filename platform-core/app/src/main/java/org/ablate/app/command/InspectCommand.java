package org.ablate.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.ablate.app.Platform;
import org.ablate.app.RequestException;
import org.ablate.app.run.AttentionMaps;
import org.ablate.app.run.LoadedRun;
import org.ablate.app.run.RecordedRun;
import org.ablate.app.run.RunFolder;
import org.ablate.app.run.Steps;
import org.ablate.document.Mapping;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;
import org.ablate.report.AttentionMap;
import org.ablate.report.AttentionText;
import org.ablate.report.Inspection;
import org.ablate.report.Prediction;
import org.ablate.report.ReportPage;
import org.ablate.report.Step;
import org.ablate.report.StepText;
import org.ablate.training.evaluation.InspectedValue;
import org.ablate.training.evaluation.TrainedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what happens inside a trained model. */
@Command(
    name = "inspect",
    description =
        "Show what the heads of a model attend to, any named intermediate value, or every step.")
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "A run's id, a part of it, or 'latest'.")
  private String name;

  @Option(
      names = "--input",
      paramLabel = "TEXT",
      description = "What to ask; needed but for --value list.")
  private String input;

  @Option(
      names = "--value",
      paramLabel = "NAME",
      description = "Show this value instead; 'list' shows the names.")
  private List<String> values = new ArrayList<>();

  @Option(
      names = "--steps",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "PART",
      description =
          "Show every step of the computation with its formula and numbers, of the whole model or of a part such as encoder.layer.0.")
  private Optional<String> steps = Optional.empty();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the attention maps, and the steps if they are asked for, as a page.")
  private Path html;

  @Mixin private JsonOption json;
  @Mixin private OutputOptions output;
  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    boolean lists = values.contains("list");
    if (input == null && !lists) {
      throw new RequestException("say what to ask with --input TEXT");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Platform platform = plugins.start(spec.commandLine());
        Registry registry = output.registry()) {
      RecordedRun recorded = RecordedRun.find(registry, name, platform.variants());
      int limit = recorded.plan().composition().decoding().maxLength();
      try (LoadedRun run = recorded.load()) {
        TrainedModel model = run.trained();
        if (lists) {
          list(model.valueNames(), out);
        } else if (!values.isEmpty()) {
          show(asked(() -> model.values(input, values, limit)), out);
        } else if (steps.isPresent() && html == null) {
          follow(asked(() -> model.steps(input, steps.get(), limit)), out);
        } else {
          inspect(recorded.run(), model, limit, out);
        }
        out.flush();
        return 0;
      }
    }
  }

  /** What is refused is what was asked for: a name that there is not, or a question too long. */
  private static List<InspectedValue> asked(Supplier<List<InspectedValue>> values) {
    try {
      return values.get();
    } catch (IllegalArgumentException e) {
      throw new RequestException(e.getMessage());
    }
  }

  private void inspect(Run run, TrainedModel model, int limit, PrintWriter out) {
    String answer = model.answer(input, limit);
    List<AttentionMap> maps = AttentionMaps.of(model, input);
    if (html != null) {
      List<Step> shown =
          steps
              .map(part -> Steps.of(asked(() -> model.steps(input, part, limit))))
              .orElse(List.of());
      Prediction prediction = new Prediction(input, Optional.empty(), answer);
      Inspection inspection =
          new Inspection(run.id(), run.variant(), Instant.now(), prediction, maps, shown);
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

  private void show(List<InspectedValue> shown, PrintWriter out) {
    if (!json.isAsked()) {
      Steps.of(shown).forEach(step -> out.print(StepText.of(step)));
      return;
    }
    Mapping document = Mapping.empty();
    for (InspectedValue value : shown) {
      document = document.with(value.name().orElseThrow(), document(value));
    }
    json.print(spec, document);
  }

  private void follow(List<InspectedValue> shown, PrintWriter out) {
    if (json.isAsked()) {
      json.print(
          spec, shown.stream().map(value -> document(value).with("name", value.name())).toList());
    } else {
      out.print(StepText.of(Steps.of(shown)));
    }
  }

  private static Mapping document(InspectedValue value) {
    return Mapping.empty()
        .with("formula", value.formula())
        .with("axes", value.axes().stream().map(InspectedValue.Axis::name).toList())
        .with("shape", value.numbers().shape())
        .with("values", value.numbers().toDoubles());
  }
}
