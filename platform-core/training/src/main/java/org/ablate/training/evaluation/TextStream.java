package org.ablate.training.evaluation;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The text of tokens, told piece by piece while there are more and more of them. A character whose
 * bytes are spread over several tokens is told when it is whole.
 */
final class TextStream {
  private static final char NOT_WHOLE = '\uFFFD';

  private final Function<int[], String> show;
  private final Consumer<String> pieces;
  private int told;

  /**
   * Starts after some tokens.
   *
   * @param show the text of tokens
   * @param read tokens whose text is not told
   * @param pieces is told each piece
   */
  TextStream(Function<int[], String> show, int[] read, Consumer<String> pieces) {
    this.show = show;
    this.pieces = pieces;
    this.told = show.apply(read).length();
  }

  /** Tells what is new and whole in the text of all tokens so far. */
  void tell(int[] tokens) {
    String text = show.apply(tokens);
    int end = text.length();
    while (end > told && text.charAt(end - 1) == NOT_WHOLE) {
      end--;
    }
    tell(text, end);
  }

  /** Tells the rest of the text, whole or not. */
  void finish(int[] tokens) {
    String text = show.apply(tokens);
    tell(text, text.length());
  }

  private void tell(String text, int end) {
    if (end > told) {
      pieces.accept(text.substring(told, end));
      told = end;
    }
  }
}
