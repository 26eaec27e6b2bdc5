package org.ablate.app.command;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ablate.app.Platform;
import org.ablate.app.RequestException;
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

/** Continues a text with a language model. */
@Command(
    name = "generate",
    description = "Continue a text with the language model of a run; it appears as it is written.")
final class GenerateCommand implements Callable<Integer> {
  private static final int TOKENS = 200;

  @Parameters(paramLabel = "RUN", description = "A run's id, a part of it, or 'latest'.")
  private String name;

  @Option(
      names = "--prompt",
      required = true,
      paramLabel = "TEXT",
      description = "The text to be continued.")
  private String prompt;

  @Option(
      names = "--context",
      paramLabel = "N",
      description = "Read at most the last N tokens (default: as many as in training).")
  private Optional<Integer> context = Optional.empty();

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
      Decoding decoding = options.drawing(recorded);
      int tokens = options.tokens(TOKENS);
      try (LoadedRun run = recorded.load()) {
        generate(run, decoding, tokens, context(recorded, run));
      } catch (IllegalArgumentException e) {
        throw new RequestException("%s: %s".formatted(recorded.run().id(), e.getMessage()));
      }
      return 0;
    }
  }

  private int context(RecordedRun recorded, LoadedRun run) {
    int chosen = context.orElse(recorded.plan().composition().training().sequenceLength());
    if (chosen < 1) {
      throw new RequestException("--context must be at least 1, got " + chosen);
    }
    run.model()
        .maxLength()
        .ifPresent(
            most -> {
              if (chosen > most) {
                throw new RequestException(
                    "--context must be at most %d, which the model can read, got %d"
                        .formatted(most, chosen));
              }
            });
    return chosen;
  }

  private void generate(LoadedRun run, Decoding decoding, int tokens, int read) {
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      StringBuilder text = new StringBuilder();
      int written = run.trained().generate(prompt, decoding, tokens, read, text::append);
      json.print(
          spec,
          Mapping.empty()
              .with("prompt", prompt)
              .with("text", text.toString())
              .with("tokens", written));
      return;
    }
    boolean[] begun = {false};
    run.trained()
        .generate(
            prompt,
            decoding,
            tokens,
            read,
            piece -> {
              out.print(begun[0] ? piece : prompt + piece);
              out.flush();
              begun[0] = true;
            });
    out.println(begun[0] ? "" : prompt);
    out.flush();
  }
}
