package org.ablate.plugins.tokenizers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a tokenizer is written in the format of Hugging Face's tokenizers, {@code tokenizer.json}:
 * text is normalized, split into pieces, and a model makes tokens of each piece; the decoder turns
 * tokens into text again. A part is a map with its {@code type}, or null where there is none.
 *
 * @param name of the tokenizer, as experiment files write it
 * @param normalizer what is done to the text first
 * @param preTokenizer how the text is split into pieces
 * @param decoder how tokens become text
 * @param model the type of the model
 */
record Scheme(
    String name,
    Map<String, Object> normalizer,
    Map<String, Object> preTokenizer,
    Map<String, Object> decoder,
    String model) {

  /**
   * The token that files have for what is unknown, as their models need one. It comes after all
   * tokens, so that these have the same ids in the file and here.
   */
  static final String UNKNOWN = "[UNK]";

  /** A part of the pipeline. */
  static Map<String, Object> part(String type, Object... settings) {
    Map<String, Object> part = settings("type", type);
    part.putAll(settings(settings));
    return part;
  }

  /** Keys and values in turn; the values may be null. */
  static Map<String, Object> settings(Object... keysAndValues) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return settings;
  }

  /**
   * The document of a tokenizer.
   *
   * @param settings of the model, besides its type
   */
  Map<String, Object> write(Map<String, Object> settings) {
    Map<String, Object> described = part(model);
    described.putAll(settings);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", "1.0");
    document.put("truncation", null);
    document.put("padding", null);
    document.put("added_tokens", List.of());
    document.put("normalizer", normalizer);
    document.put("pre_tokenizer", preTokenizer);
    document.put("post_processor", null);
    document.put("decoder", decoder);
    document.put("model", described);
    return document;
  }

  /**
   * The model of a document of this scheme.
   *
   * @throws IllegalArgumentException if the document is of another scheme; the message says what
   *     differs
   */
  ModelSettings read(Map<String, Object> document) {
    if (!(document.get("model") instanceof Map<?, ?> found)) {
      throw new IllegalArgumentException(
          "this is no tokenizer file of Hugging Face's format: it has no 'model'");
    }
    requireSame("model", found.get("type"), model);
    require("normalizer", document.get("normalizer"), normalizer);
    require("pre_tokenizer", document.get("pre_tokenizer"), preTokenizer);
    require("decoder", document.get("decoder"), decoder);
    return new ModelSettings(found);
  }

  private void require(String part, Object found, Map<String, Object> expected) {
    if (!Objects.equals(found, expected)) {
      Object type = found instanceof Map<?, ?> map ? map.get("type") : null;
      Object expectedType = expected == null ? null : expected.get("type");
      boolean sameType = Objects.equals(type, expectedType);
      requireSame(part, sameType ? found : type, sameType ? expected : expectedType);
    }
  }

  private void requireSame(String part, Object found, Object expected) {
    if (!Objects.equals(found, expected)) {
      throw new IllegalArgumentException(
          "this is not the file of a '%s' tokenizer: its %s is %s, not %s; the tokenizer 'hugging-face' reads files of any scheme"
              .formatted(name, part, shown(found), shown(expected)));
    }
  }

  private static String shown(Object value) {
    return value == null ? "missing" : value.toString();
  }
}
