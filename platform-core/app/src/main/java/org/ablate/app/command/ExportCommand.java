package org.ablate.app.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.run.LoadedRun;
import org.ablate.app.run.ModelPart;
import org.ablate.app.run.RecordedRun;
import org.ablate.document.Mapping;
import org.ablate.onnx.OnnxModel;
import org.ablate.registry.Registry;
import org.ablate.tensor.Graph;
import org.ablate.tensor.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a trained model for other programs. */
@Command(
    name = "export",
    description = "Write the model of a run as ONNX, for any batch size and length.")
final class ExportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "A run's id, a part of it, or 'latest'.")
  private String name;

  @Option(names = "--onnx", required = true, paramLabel = "FILE", description = "Where to write.")
  private Path file;

  @Option(
      names = "--part",
      paramLabel = "SCOPE",
      description = "Write a feed-forward or norm alone, such as decoder.layer.0.feed_forward.")
  private Optional<String> part = Optional.empty();

  @Mixin private JsonOption json;
  @Mixin private OutputOptions output;
  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Platform platform = plugins.start(spec.commandLine());
        Registry registry = output.registry();
        LoadedRun run = RecordedRun.find(registry, name, platform.variants()).load()) {
      Graph graph =
          part.map(path -> ModelPart.of(run.model(), path)).orElseGet(run.model()::inference);
      OnnxModel.of(graph, run.weights(graph), Precision.FLOAT32).write(file);
      if (json.isAsked()) {
        json.print(spec, Mapping.empty().with("onnx", file.toString()));
      } else {
        spec.commandLine().getOut().println("Wrote " + file);
      }
      return 0;
    }
  }
}
