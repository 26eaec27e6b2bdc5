package org.ablate.huggingface;

import java.util.Map;
import java.util.Optional;
import org.ablate.document.DocumentException;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;

/**
 * Any tokenizer that is kept in a file {@code tokenizer.json}, run by the library that defines that
 * format. Nothing is learned from the training texts. Tokens that the file adds around a text are
 * left out, since the platform has its own, and no text is cut off.
 *
 * @param file the path of the tokenizer file
 */
public record HuggingFace(Optional<String> file) implements Tokenizer {

  @Override
  public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
    String path =
        file.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the tokenizer 'hugging-face' needs a file: set 'file' to the path of a tokenizer.json"));
    try {
      if (Json.read(path, files.text(path)) instanceof Mapping document) {
        return restore(document.toJava());
      }
    } catch (DocumentException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    throw new IllegalArgumentException(path + ": this is no tokenizer file: it is no JSON object");
  }

  @Override
  public FittedTokenizer restore(Map<String, Object> saved) {
    return FittedHuggingFace.of(saved);
  }
}
