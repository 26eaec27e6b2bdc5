package org.ablate.training.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.ablate.model.SpecialToken;
import org.ablate.plugin.Example;

/**
 * Texts in a row, the end token between them, cut into windows: each token but the first is asked
 * for once, from those before it in its window. The last window may be shorter.
 */
public record RunningText(Vocabulary vocabulary, int sequenceLength) implements Presentation {
  @Override
  public int outputs() {
    return vocabulary.size();
  }

  @Override
  public boolean padded() {
    return false;
  }

  @Override
  public List<EncodedExample> encode(List<? extends Example> examples) {
    int[] stream = stream(examples);
    List<EncodedExample> windows = new ArrayList<>();
    for (int from = 0; from < stream.length - 1; from += sequenceLength) {
      int to = Math.min(from + sequenceLength, stream.length - 1);
      windows.add(
          EncodedExample.of(Ids.slice(stream, from, to), Ids.slice(stream, from + 1, to + 1)));
    }
    return windows;
  }

  private int[] stream(List<? extends Example> examples) {
    List<int[]> texts = new ArrayList<>();
    for (Example example : examples) {
      if (!texts.isEmpty()) {
        texts.add(new int[] {SpecialToken.EOS.id()});
      }
      texts.add(vocabulary.encode(((Example.Text) example).text()));
    }
    return Ids.concat(texts.toArray(int[][]::new));
  }

  @Override
  public boolean writes() {
    return true;
  }

  /**
   * The text to be continued.
   *
   * @throws IllegalArgumentException if it is empty
   */
  @Override
  public EncodedExample question(String input) {
    int[] prompt = vocabulary.encode(input);
    if (prompt.length == 0) {
      throw new IllegalArgumentException("a text to be continued needs a character at least");
    }
    return EncodedExample.of(prompt, new int[0]);
  }

  /** The first half of a window; the answer is the second. */
  @Override
  public EncodedExample question(EncodedExample window) {
    int length = window.tokens().length;
    int read = (length + 1) / 2;
    return EncodedExample.of(
        Ids.slice(window.tokens(), 0, read), Ids.slice(window.labels(), read - 1, length));
  }

  @Override
  public String showAnswer(int[] answer) {
    return vocabulary.show(answer);
  }

  @Override
  public Comparison comparison() {
    return Comparison.NONE;
  }

  /**
   * How many bytes of UTF-8 a token stands for in the mean, over windows in their order; empty
   * where a token is unknown, so that its bytes are too.
   */
  public OptionalDouble bytesPerToken(List<EncodedExample> windows) {
    int[] stream =
        Ids.concat(
            Ids.slice(windows.get(0).tokens(), 0, 1),
            Ids.concat(windows.stream().map(EncodedExample::labels).toArray(int[][]::new)));
    if (Arrays.stream(stream).anyMatch(id -> id == SpecialToken.UNK.id())) {
      return OptionalDouble.empty();
    }
    int bytes = vocabulary.decode(stream).getBytes(StandardCharsets.UTF_8).length;
    return OptionalDouble.of((double) bytes / stream.length);
  }
}
