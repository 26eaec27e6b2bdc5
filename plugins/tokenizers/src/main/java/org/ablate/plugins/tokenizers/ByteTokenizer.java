package org.ablate.plugins.tokenizers;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;

/**
 * The 256 bytes of UTF-8: nothing to learn, no token unknown, and every text comes back as it was.
 * Bytes that are not UTF-8, as a model may write them, are decoded as U+FFFD.
 */
public record ByteTokenizer() implements Tokenizer {
  private static final Scheme SCHEME =
      new Scheme("byte", null, ByteLevel.part(false), ByteLevel.part(false), "BPE");

  @Override
  public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
    return new Fitted();
  }

  @Override
  public FittedTokenizer restore(Map<String, Object> saved) {
    SCHEME.read(saved);
    return new Fitted();
  }

  private record Fitted() implements FittedTokenizer {
    /** Printable ASCII as it is, other bytes in hexadecimal. */
    private static final List<String> TOKENS =
        IntStream.range(0, 256)
            .mapToObj(b -> b > ' ' && b < 127 ? Character.toString(b) : "<0x%02X>".formatted(b))
            .toList();

    @Override
    public List<String> tokens() {
      return TOKENS;
    }

    @Override
    public int[] encode(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
    }

    @Override
    public String decode(int[] ids) {
      byte[] bytes = new byte[ids.length];
      for (int i = 0; i < ids.length; i++) {
        bytes[i] = (byte) ids[i];
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, Object> save() {
      return SCHEME.write(
          Map.of("vocab", ModelSettings.vocabulary(ByteLevel.alphabet()), "merges", List.of()));
    }
  }
}
