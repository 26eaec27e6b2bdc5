package org.ablate.plugins.tokenizers;

import java.util.ArrayList;
import java.util.List;

/**
 * GPT-2's split of a text into pieces, which its authors wrote as the regular expression {@code
 * 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+}: English endings,
 * letters, numbers, and all else, each with the space before it, and white space. It is written out
 * here since it is run over all of a text.
 */
final class Gpt2Split {
  private static final List<String> ENDINGS = List.of("s", "t", "re", "ve", "m", "ll", "d");

  private final String text;
  private final List<String> pieces = new ArrayList<>();

  private Gpt2Split(String text) {
    this.text = text;
  }

  /** The pieces, which together are the text. */
  static List<String> of(String text) {
    return new Gpt2Split(text).pieces();
  }

  private enum Type {
    LETTER,
    NUMBER,
    WHITE_SPACE,
    OTHER;

    static Type of(int c) {
      return switch (Character.getType(c)) {
        case Character.UPPERCASE_LETTER,
            Character.LOWERCASE_LETTER,
            Character.TITLECASE_LETTER,
            Character.MODIFIER_LETTER,
            Character.OTHER_LETTER ->
            LETTER;
        case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
            NUMBER;
        default -> Pieces.isWhiteSpace(c) ? WHITE_SPACE : OTHER;
      };
    }
  }

  private List<String> pieces() {
    int start = 0;
    while (start < text.length()) {
      int end = end(start);
      pieces.add(text.substring(start, end));
      start = end;
    }
    return pieces;
  }

  /** Where the piece that begins at a place ends. */
  private int end(int start) {
    int ending = endOfEnding(start);
    if (ending > start) {
      return ending;
    }
    boolean space = text.charAt(start) == ' ';
    if (space && start + 1 < text.length() && type(start + 1) != Type.WHITE_SPACE) {
      return endOfRun(start + 1);
    }
    int end = endOfRun(start);
    boolean spaces = type(start) == Type.WHITE_SPACE;
    return spaces && end < text.length() && end - start > 1 ? end - 1 : end;
  }

  private int endOfEnding(int start) {
    if (text.charAt(start) == '\'') {
      for (String ending : ENDINGS) {
        if (text.startsWith(ending, start + 1)) {
          return start + 1 + ending.length();
        }
      }
    }
    return start;
  }

  /** Where the characters end that are of the type of the one at a place. */
  private int endOfRun(int start) {
    Type type = type(start);
    int end = start;
    while (end < text.length() && type(end) == type) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  private Type type(int place) {
    return Type.of(text.codePointAt(place));
  }
}
