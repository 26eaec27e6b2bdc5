package org.ablate.plugins.tokenizers;

import java.util.ArrayList;
import java.util.List;

/** Ways to split text into pieces, of which tokenizers make tokens one by one. */
final class Pieces {
  private Pieces() {}

  /** What stands between white space. */
  static List<String> betweenWhiteSpace(String text) {
    List<String> pieces = new ArrayList<>();
    int start = -1;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (isWhiteSpace(c)) {
        if (start >= 0) {
          pieces.add(text.substring(start, i));
        }
        start = -1;
      } else if (start < 0) {
        start = i;
      }
      i += Character.charCount(c);
    }
    if (start >= 0) {
      pieces.add(text.substring(start));
    }
    return pieces;
  }

  /**
   * Runs of letters, digits and what belongs to them, and of all else but white space: {@code
   * \w+|[^\w\s]+} with Unicode's meaning of {@code \w} (UTS #18, annex C).
   */
  static List<String> wordsAndPunctuation(String text) {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    boolean inWord = false;
    boolean inPiece = false;
    for (int i = 0; i <= text.length(); ) {
      int c = i < text.length() ? text.codePointAt(i) : ' ';
      boolean space = isWhiteSpace(c);
      boolean word = isWordCharacter(c);
      if (inPiece && (space || word != inWord)) {
        pieces.add(text.substring(start, i));
      }
      if (!space && (!inPiece || word != inWord)) {
        start = i;
      }
      inPiece = !space;
      inWord = word;
      i += Character.charCount(c);
    }
    return pieces;
  }

  private static boolean isWordCharacter(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.CONNECTOR_PUNCTUATION ->
          true;
      default -> Character.isAlphabetic(c) || c == 0x200C || c == 0x200D;
    };
  }

  /** Whether a code point has Unicode's property White_Space; Java's own notion is another. */
  static boolean isWhiteSpace(int c) {
    return c == ' '
        || c >= '\t' && c <= '\r'
        || c == 0x85
        || c == 0xA0
        || c == 0x1680
        || c >= 0x2000 && c <= 0x200A
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }
}
