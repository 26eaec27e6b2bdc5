package org.ablate.huggingface;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.ablate.document.Json;
import org.ablate.document.Node;
import org.ablate.plugin.FittedTokenizer;

/** A tokenizer file in the library. What the file calls unknown is a token like any other. */
final class FittedHuggingFace implements FittedTokenizer {
  /** The tokens of the text, all of them, and no others. */
  private static final Map<String, String> OPTIONS =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private final Map<String, Object> document;
  private final List<String> tokens;
  private final HuggingFaceTokenizer library;

  private FittedHuggingFace(Map<String, Object> document, HuggingFaceTokenizer library) {
    this.document = document;
    this.tokens = tokens(document);
    this.library = library;
  }

  /**
   * The tokenizer of a document.
   *
   * @throws IllegalArgumentException if the library does not take it
   */
  static FittedHuggingFace of(Map<String, Object> document) {
    if (!(document.get("model") instanceof Map<?, ?>)) {
      throw new IllegalArgumentException(
          "this is no tokenizer file of Hugging Face's format: it has no 'model'");
    }
    byte[] json = Json.write(Node.of(document)).getBytes(StandardCharsets.UTF_8);
    try {
      HuggingFaceTokenizer library =
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), OPTIONS);
      return new FittedHuggingFace(document, library);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "Hugging Face's library does not take the tokenizer file: " + e.getMessage(), e);
    }
  }

  /** The tokens by their ids, of the model and those that were added to it. */
  private static List<String> tokens(Map<String, Object> document) {
    TreeMap<Integer, String> byId = new TreeMap<>();
    Object vocabulary = ((Map<?, ?>) document.get("model")).get("vocab");
    if (vocabulary instanceof Map<?, ?> ids) {
      ids.forEach((token, id) -> byId.put(((Number) id).intValue(), (String) token));
    } else if (vocabulary instanceof List<?> entries) {
      for (Object entry : entries) {
        byId.put(byId.size(), (String) ((List<?>) entry).get(0));
      }
    }
    if (document.get("added_tokens") instanceof List<?> added) {
      for (Object entry : added) {
        Map<?, ?> token = (Map<?, ?>) entry;
        byId.put(((Number) token.get("id")).intValue(), (String) token.get("content"));
      }
    }
    int size = byId.isEmpty() ? 0 : byId.lastKey() + 1;
    return IntStream.range(0, size)
        .mapToObj(id -> byId.getOrDefault(id, "<no token %d>".formatted(id)))
        .toList();
  }

  @Override
  public List<String> tokens() {
    return tokens;
  }

  @Override
  public int[] encode(String text) {
    return LongStream.of(library.encode(text, false, false).getIds())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  @Override
  public String decode(int[] ids) {
    return library.decode(IntStream.of(ids).asLongStream().toArray(), false);
  }

  @Override
  public Map<String, Object> save() {
    return document;
  }
}
