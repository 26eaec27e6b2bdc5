package org.ablate.app.command.tokenizer;

import java.nio.file.Path;
import org.ablate.app.Platform;
import org.ablate.app.RequestException;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.TextFile;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Kind;
import org.ablate.plugin.Tokenizer;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A tokenizer that was trained, and what it is asked. */
final class TokenizerFile {
  private static final int MOST_BYTES = 256 << 20;

  @Parameters(index = "0", paramLabel = "NAME", description = "A tokenizer, such as byte-bpe.")
  private String name;

  @Parameters(index = "1", paramLabel = "FILE", description = "Its tokenizer.json.")
  private Path file;

  @Option(
      names = "--input",
      paramLabel = "TEXT",
      description = "What to turn; otherwise each line of standard input.")
  private String input;

  String input() {
    return input;
  }

  /**
   * Reads the file.
   *
   * @throws RequestException if it is not of the tokenizer
   */
  FittedTokenizer read(Platform platform) {
    Tokenizer recipe = (Tokenizer) platform.variant(Kind.TOKENIZER, name).variant().defaults();
    try {
      if (Json.read(file.toString(), TextFile.read(file, MOST_BYTES)) instanceof Mapping saved) {
        return recipe.restore(saved.toJava());
      }
    } catch (IllegalArgumentException e) {
      throw new RequestException("%s: %s".formatted(file, e.getMessage()));
    }
    throw new RequestException(file + ": this is no tokenizer file: it is no JSON object");
  }
}
