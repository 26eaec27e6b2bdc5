package org.ablate.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.ablate.app.Platform;
import org.ablate.app.run.LoadedRun;
import org.ablate.app.run.RecordedRun;
import org.ablate.document.Mapping;
import org.ablate.registry.Registry;
import org.ablate.training.decoding.Decoding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a trained model. */
@Command(
    name = "predict",
    description = "Ask the model of a run: one input, or one on each line of standard input.")
final class PredictCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "A run's id, a part of it, or 'latest'.")
  private String name;

  @Option(names = "--input", paramLabel = "TEXT", description = "What to ask.")
  private String input;

  @Mixin private DecodingOptions options;
  @Mixin private JsonOption json;
  @Mixin private OutputOptions output;
  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Platform platform = plugins.start(spec.commandLine());
        Registry registry = output.registry()) {
      RecordedRun recorded = RecordedRun.find(registry, name, platform.variants());
      Decoding decoding = options.over(recorded);
      int limit = options.tokens(recorded.plan().composition().decoding().maxLength());
      try (LoadedRun run = recorded.load()) {
        List<Mapping> answers = new ArrayList<>();
        for (String question : Lines.of(input)) {
          run.trained().readAs(question).ifPresent(this::warn);
          if (json.isAsked()) {
            StringBuilder answer = new StringBuilder();
            answer(run, question, decoding, limit, answer::append);
            answers.add(Mapping.empty().with("input", question).with("answer", answer.toString()));
          } else {
            answer(run, question, decoding, limit, this::print);
            print("%n".formatted());
          }
        }
        if (json.isAsked()) {
          json.print(spec, answers);
        }
        return 0;
      }
    }
  }

  /** Tells an answer piece by piece where it is written, and otherwise at once. */
  private static void answer(
      LoadedRun run, String question, Decoding decoding, int limit, Consumer<String> pieces) {
    if (run.trained().writes()) {
      run.trained().write(question, decoding, limit, pieces);
    } else {
      pieces.accept(run.trained().answer(question, limit));
    }
  }

  private void warn(String read) {
    spec.commandLine().getErr().println("The model does not know all of this; it reads: " + read);
  }

  private void print(String piece) {
    spec.commandLine().getOut().print(piece);
    spec.commandLine().getOut().flush();
  }
}
