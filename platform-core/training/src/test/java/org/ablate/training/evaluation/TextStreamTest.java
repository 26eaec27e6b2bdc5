package org.ablate.training.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextStreamTest {
  /** A token for each byte. */
  private static String show(int... bytes) {
    byte[] utf8 = new byte[bytes.length];
    for (int i = 0; i < utf8.length; i++) {
      utf8[i] = (byte) bytes[i];
    }
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static int[] bytes(String text, int count) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] bytes = new int[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = utf8[i];
    }
    return bytes;
  }

  @Test
  void characters_of_several_bytes_are_never_cut() {
    String text = "aß漢😀z";
    List<String> pieces = new ArrayList<>();
    TextStream stream = new TextStream(TextStreamTest::show, new int[0], pieces::add);
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    for (int count = 1; count <= length; count++) {
      stream.tell(bytes(text, count));
    }
    stream.finish(bytes(text, length));
    assertEquals(List.of("a", "ß", "漢", "😀", "z"), pieces);
  }

  @Test
  void what_was_read_is_not_told() {
    List<String> pieces = new ArrayList<>();
    TextStream stream = new TextStream(TextStreamTest::show, bytes("To be", 5), pieces::add);
    stream.tell(bytes("To be or", 6));
    stream.finish(bytes("To be or", 8));
    assertEquals(List.of(" ", "or"), pieces);
  }

  @Test
  void bytes_that_are_no_character_are_told_at_the_end() {
    List<String> pieces = new ArrayList<>();
    TextStream stream = new TextStream(TextStreamTest::show, new int[0], pieces::add);
    stream.tell(bytes("aß", 2));
    stream.finish(bytes("aß", 2));
    assertEquals(List.of("a", "\uFFFD"), pieces);
  }
}
