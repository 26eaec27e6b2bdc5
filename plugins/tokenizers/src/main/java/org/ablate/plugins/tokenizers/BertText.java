package org.ablate.plugins.tokenizers;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How BERT reads text before it makes tokens. Devlin et al. (2019), arXiv:1810.04805, and the
 * tokenizer that its authors published: control characters are left out, Chinese characters stand
 * alone, and punctuation does.
 *
 * @param lowercase whether capitals and accents are taken away
 */
record BertText(boolean lowercase) {

  /** The normalizer of tokenizer files. */
  Map<String, Object> normalizer() {
    return Scheme.part(
        "BertNormalizer",
        "clean_text",
        true,
        "handle_chinese_chars",
        true,
        "strip_accents",
        null,
        "lowercase",
        lowercase);
  }

  /** The words and marks of a text. */
  List<String> pieces(String text) {
    String normalized = normalized(text);
    List<String> pieces = new ArrayList<>();
    for (String word : Pieces.betweenWhiteSpace(normalized)) {
      int start = 0;
      for (int i = 0; i < word.length(); ) {
        int c = word.codePointAt(i);
        int end = i + Character.charCount(c);
        if (isPunctuation(c)) {
          if (i > start) {
            pieces.add(word.substring(start, i));
          }
          pieces.add(word.substring(i, end));
          start = end;
        }
        i = end;
      }
      if (start < word.length()) {
        pieces.add(word.substring(start));
      }
    }
    return pieces;
  }

  private String normalized(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(c, clean));
    if (!lowercase) {
      return clean.toString();
    }
    StringBuilder lower = new StringBuilder(clean.length());
    Normalizer.normalize(clean, Normalizer.Form.NFD)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(c -> lower.append(lowercase(c)));
    return lower.toString();
  }

  /** Of one character, without regard to what is beside it. */
  private static String lowercase(int c) {
    return Character.toString(c).toLowerCase(java.util.Locale.ROOT);
  }

  private static void append(int c, StringBuilder clean) {
    if (isControl(c)) {
      return;
    }
    if (Pieces.isWhiteSpace(c)) {
      clean.append(' ');
    } else if (isChinese(c)) {
      clean.append(' ').appendCodePoint(c).append(' ');
    } else {
      clean.appendCodePoint(c);
    }
  }

  private static boolean isControl(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\t' && c != '\n' && c != '\r';
      case Character.FORMAT, Character.PRIVATE_USE, Character.UNASSIGNED -> true;
      default -> c == 0xFFFD;
    };
  }

  private static boolean isPunctuation(int c) {
    boolean ascii = c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`';
    return ascii
        || c >= '{' && c <= '~'
        || switch (Character.getType(c)) {
          case Character.CONNECTOR_PUNCTUATION,
              Character.DASH_PUNCTUATION,
              Character.START_PUNCTUATION,
              Character.END_PUNCTUATION,
              Character.INITIAL_QUOTE_PUNCTUATION,
              Character.FINAL_QUOTE_PUNCTUATION,
              Character.OTHER_PUNCTUATION ->
              true;
          default -> false;
        };
  }

  /** The blocks of CJK ideographs, which are words of their own; not Hangul, Hiragana, Katakana. */
  private static boolean isChinese(int c) {
    return c >= 0x4E00 && c <= 0x9FFF
        || c >= 0x3400 && c <= 0x4DBF
        || c >= 0x20000 && c <= 0x2A6DF
        || c >= 0x2A700 && c <= 0x2B73F
        || c >= 0x2B740 && c <= 0x2B81F
        || c >= 0x2B920 && c <= 0x2CEAF
        || c >= 0xF900 && c <= 0xFAFF
        || c >= 0x2F800 && c <= 0x2FA1F;
  }
}
