package org.ablate.app.command.tokenizer;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ablate.app.Platform;
import org.ablate.app.command.Lines;
import org.ablate.app.command.PluginOptions;
import org.ablate.plugin.FittedTokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Text to ids. */
@Command(
    name = "encode",
    description = "Turn text into token ids, a line for each text; -1 is what is unknown.")
final class EncodeCommand implements Runnable {
  @Mixin private TokenizerFile file;

  @Option(names = "--tokens", description = "Show the tokens, not their ids.")
  private boolean tokens;

  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    try (Platform platform = plugins.start(spec.commandLine())) {
      FittedTokenizer tokenizer = file.read(platform);
      for (String text : Lines.of(file.input())) {
        spec.commandLine()
            .getOut()
            .println(
                IntStream.of(tokenizer.encode(text))
                    .mapToObj(id -> shown(id, tokenizer))
                    .collect(Collectors.joining(" ")));
      }
    }
  }

  private String shown(int id, FittedTokenizer tokenizer) {
    if (!tokens) {
      return Integer.toString(id);
    }
    return id == FittedTokenizer.UNKNOWN ? "[UNK]" : tokenizer.tokens().get(id);
  }
}
