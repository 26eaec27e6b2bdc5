package org.ablate.plugins.tokenizers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The model in a tokenizer file.
 *
 * @param values by key, as they were read
 */
record ModelSettings(Map<?, ?> values) {

  /**
   * The tokens in the order of their ids, without the one for what is unknown.
   *
   * @throws IllegalArgumentException if an id is missing or comes twice
   */
  List<String> vocabulary() {
    Map<Long, String> byId = new HashMap<>();
    for (Map.Entry<?, ?> entry : map("vocab").entrySet()) {
      long id = entry.getValue() instanceof Number number ? number.longValue() : -1;
      String earlier = byId.put(id, (String) entry.getKey());
      if (earlier != null) {
        throw new IllegalArgumentException(
            "the tokenizer file is damaged: the tokens '%s' and '%s' have the same id %d"
                .formatted(earlier, entry.getKey(), id));
      }
    }
    List<String> tokens = new ArrayList<>();
    for (long id = 0; id < byId.size(); id++) {
      String token = byId.get(id);
      if (token == null) {
        throw new IllegalArgumentException(
            "the tokenizer file is damaged: no token of %d has the id %d"
                .formatted(byId.size(), id));
      }
      tokens.add(token);
    }
    if (Scheme.UNKNOWN.equals(values.get("unk_token"))) {
      tokens.remove(Scheme.UNKNOWN);
    }
    return tokens;
  }

  /** A vocabulary as files have it. */
  static Map<String, Object> vocabulary(List<String> tokens) {
    Map<String, Object> ids = new LinkedHashMap<>();
    tokens.forEach(token -> ids.put(token, (long) ids.size()));
    return ids;
  }

  /** A vocabulary with the token for what is unknown at its end. */
  static Map<String, Object> vocabularyWithUnknown(List<String> tokens) {
    Map<String, Object> ids = vocabulary(tokens);
    ids.put(Scheme.UNKNOWN, (long) ids.size());
    return ids;
  }

  Map<?, ?> map(String key) {
    if (values.get(key) instanceof Map<?, ?> map) {
      return map;
    }
    throw missing(key);
  }

  List<?> list(String key) {
    if (values.get(key) instanceof List<?> list) {
      return list;
    }
    throw missing(key);
  }

  private static IllegalArgumentException missing(String key) {
    return new IllegalArgumentException(
        "the tokenizer file is damaged: its model has no '%s'".formatted(key));
  }
}
