package org.ablate.conformance;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.document.Node;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;

/** What a tokenizer must do with its default settings. */
final class TokenizerChecks {
  private static final List<String> TEXTS =
      List.of("to be or not to be", "that is the question", "12 + 30 = 42", "Ça va, 世界?");

  /** Made of the words of the texts, in another order. */
  private static final String OTHER_TEXT = "the question is 42";

  private static final String UNSEEN = "Ω≈ç√∫";

  private final Tokenizer tokenizer;

  TokenizerChecks(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  List<Check> all() {
    return Refusal.or(
        () -> tokenizer.fit(TEXTS, DataFiles.none()),
        List.of(
            Check.of("every id has a token", this::idsHaveTokens),
            Check.of("no two ids have the same token", this::tokensDiffer),
            Check.of("what was encoded is decoded again", this::decodes),
            Check.of("fitting twice gives the same tokens", this::fitsAlike),
            Check.of("what is saved is restored", this::restores),
            Check.of("a text that was never seen is encoded", this::encodesUnseen)));
  }

  private void idsHaveTokens() {
    FittedTokenizer fitted = tokenizer.fit(TEXTS, DataFiles.none());
    requireKnown(fitted, OTHER_TEXT);
    TEXTS.forEach(text -> requireKnown(fitted, text));
  }

  private static void requireKnown(FittedTokenizer fitted, String text) {
    int size = fitted.tokens().size();
    for (int id : fitted.encode(text)) {
      if (id != FittedTokenizer.UNKNOWN && (id < 0 || id >= size)) {
        throw new ConformanceException(
            "encode(\"%s\") gives the id %d, but there are %d tokens".formatted(text, id, size));
      }
    }
  }

  private void tokensDiffer() {
    List<String> tokens = tokenizer.fit(TEXTS, DataFiles.none()).tokens();
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < tokens.size(); id++) {
      Integer other = ids.putIfAbsent(tokens.get(id), id);
      if (other != null) {
        throw new ConformanceException(
            "the ids %d and %d are both of the token '%s'".formatted(other, id, tokens.get(id)));
      }
    }
  }

  /**
   * A scheme may write a text in another way, so what is decoded must be encoded to the same ids,
   * not be the same text.
   */
  private void decodes() {
    FittedTokenizer fitted = tokenizer.fit(TEXTS, DataFiles.none());
    for (String text : TEXTS) {
      int[] ids = fitted.encode(text);
      if (Arrays.stream(ids).anyMatch(id -> id == FittedTokenizer.UNKNOWN)) {
        throw new ConformanceException(
            "\"%s\" has tokens that are unknown, but the tokenizer was fitted to it"
                .formatted(text));
      }
      String decoded = fitted.decode(ids);
      if (!Arrays.equals(ids, fitted.encode(decoded))) {
        throw new ConformanceException(
            "\"%s\" is decoded as \"%s\", which is not encoded as the same ids"
                .formatted(text, decoded));
      }
    }
  }

  private void fitsAlike() {
    List<String> first = tokenizer.fit(TEXTS, DataFiles.none()).tokens();
    List<String> second = tokenizer.fit(TEXTS, DataFiles.none()).tokens();
    if (!first.equals(second)) {
      throw new ConformanceException("fitted to the same texts twice, it has other tokens");
    }
  }

  /** Through JSON, as runs keep it: whole numbers come back as {@code Long}. */
  private void restores() {
    FittedTokenizer fitted = tokenizer.fit(TEXTS, DataFiles.none());
    FittedTokenizer restored = tokenizer.restore(read(written(fitted)));
    if (!fitted.tokens().equals(restored.tokens())) {
      throw new ConformanceException("restore(save()) has other tokens than what was saved");
    }
    if (!Arrays.equals(fitted.encode(OTHER_TEXT), restored.encode(OTHER_TEXT))) {
      throw new ConformanceException(
          "restore(save()) encodes \"%s\" in another way".formatted(OTHER_TEXT));
    }
  }

  private static String written(FittedTokenizer fitted) {
    try {
      return Json.write(Node.of(fitted.save()));
    } catch (IllegalArgumentException e) {
      throw new ConformanceException(
          "save() gives what JSON does not hold: %s; it holds maps with text as keys, lists, text, Long, Double, Boolean and null"
              .formatted(e.getMessage()),
          e);
    }
  }

  private static Map<String, Object> read(String json) {
    return ((Mapping) Json.read(json)).toJava();
  }

  private void encodesUnseen() {
    requireKnown(tokenizer.fit(TEXTS, DataFiles.none()), UNSEEN);
  }
}
