package org.ablate.plugins.tokenizers;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Bytes as characters that can be seen, as GPT-2 writes them: a byte whose character in Latin-1 is
 * printable is that character, the others are those from U+0100 on, in their order.
 */
final class ByteLevel {
  private static final char[] CHARACTERS = characters();
  private static final Map<Character, Integer> BYTES = bytes();

  private ByteLevel() {}

  private static char[] characters() {
    char[] characters = new char[256];
    char next = 0x100;
    for (int b = 0; b < 256; b++) {
      boolean printable = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
      characters[b] = printable ? (char) b : next++;
    }
    return characters;
  }

  private static Map<Character, Integer> bytes() {
    Map<Character, Integer> bytes = new HashMap<>();
    for (int b = 0; b < 256; b++) {
      bytes.put(CHARACTERS[b], b);
    }
    return Map.copyOf(bytes);
  }

  /** The characters of all bytes, in the order of the bytes. */
  static List<String> alphabet() {
    return IntStream.range(0, 256).mapToObj(b -> String.valueOf(CHARACTERS[b])).toList();
  }

  /** The UTF-8 of a text, a character for each byte. */
  static String show(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    char[] shown = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      shown[i] = CHARACTERS[bytes[i] & 0xFF];
    }
    return new String(shown);
  }

  /** The text of shown bytes; what is no UTF-8 becomes U+FFFD. */
  static String text(String shown) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(shown.length());
    shown.chars().forEach(c -> bytes.write(BYTES.get((char) c)));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The part of a tokenizer file that turns bytes into shown ones, or back. */
  static Map<String, Object> part(boolean splits) {
    return Scheme.part(
        "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", splits);
  }
}
