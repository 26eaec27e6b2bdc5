package org.ablate.app.command.tokenizer;

import java.util.stream.Stream;
import org.ablate.app.Platform;
import org.ablate.app.RequestException;
import org.ablate.app.command.Lines;
import org.ablate.app.command.PluginOptions;
import org.ablate.plugin.FittedTokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Ids to text. */
@Command(name = "decode", description = "Turn token ids with spaces between them into text.")
final class DecodeCommand implements Runnable {
  @Mixin private TokenizerFile file;
  @Mixin private PluginOptions plugins;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    try (Platform platform = plugins.start(spec.commandLine())) {
      FittedTokenizer tokenizer = file.read(platform);
      int size = tokenizer.tokens().size();
      for (String line : Lines.of(file.input())) {
        int[] ids =
            Stream.of(line.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .mapToInt(word -> id(word, size))
                .toArray();
        spec.commandLine().getOut().println(tokenizer.decode(ids));
      }
    }
  }

  private static int id(String word, int size) {
    if (word.matches("\\d{1,9}") && Integer.parseInt(word) < size) {
      return Integer.parseInt(word);
    }
    throw new RequestException(
        "'%s' is no token id: ids are whole numbers from 0 to %d".formatted(word, size - 1));
  }
}
