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
