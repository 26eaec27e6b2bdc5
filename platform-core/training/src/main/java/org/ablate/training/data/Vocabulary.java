package org.ablate.training.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ablate.model.SpecialToken;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;

/** The platform's special tokens, and after them those of a fitted tokenizer. */
public record Vocabulary(FittedTokenizer tokenizer) {

  private static final int SPECIAL = SpecialToken.values().length;

  /**
   * Fits a tokenizer to all texts of examples, sources and targets alike.
   *
   * @param files where a tokenizer that others have trained is read from
   */
  public static Vocabulary fit(
      Tokenizer tokenizer, List<? extends Example> examples, DataFiles files) {
    List<String> texts = new ArrayList<>();
    for (Example example : examples) {
      texts.addAll(texts(example));
    }
    return new Vocabulary(tokenizer.fit(texts, files));
  }

  private static List<String> texts(Example example) {
    if (example instanceof Example.Pair pair) {
      return List.of(pair.source(), pair.target());
    }
    if (example instanceof Example.Translation pair) {
      return List.of(pair.source(), pair.target());
    }
    if (example instanceof Example.Masked masked) {
      return List.of(masked.text());
    }
    if (example instanceof Example.Text text) {
      return List.of(text.text());
    }
    if (example instanceof Example.Tagged tagged) {
      return tagged.units();
    }
    return List.of(((Example.Labeled) example).text());
  }

  /** The number of tokens, special ones included. */
  public int size() {
    return SPECIAL + tokenizer.tokens().size();
  }

  /** The ids of a text's tokens, {@link SpecialToken#UNK} where there is none. */
  public int[] encode(String text) {
    int[] ids = tokenizer.encode(text).clone();
    for (int i = 0; i < ids.length; i++) {
      ids[i] = ids[i] == FittedTokenizer.UNKNOWN ? SpecialToken.UNK.id() : ids[i] + SPECIAL;
    }
    return ids;
  }

  /** The text of ids, without special tokens. */
  public String decode(int... ids) {
    return tokenizer.decode(
        Arrays.stream(ids).filter(id -> id >= SPECIAL).map(id -> id - SPECIAL).toArray());
  }

  /** The text of ids, in which special tokens are seen, but for an end token at the end. */
  public String show(int... ids) {
    int end = ids.length;
    if (end > 0 && ids[end - 1] == SpecialToken.EOS.id()) {
      end--;
    }
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (int i = 0; i < end; i++) {
      if (ids[i] < SPECIAL) {
        text.append(decode(Ids.slice(ids, shown, i))).append(token(ids[i]));
        shown = i + 1;
      }
    }
    return text.append(decode(Ids.slice(ids, shown, end))).toString();
  }

  /**
   * One token as a person reads it: of those that are written with a character for each byte, the
   * text that they stand for.
   */
  public String token(int id) {
    if (id < SPECIAL) {
      return SpecialToken.values()[id].text();
    }
    String written = tokenizer.tokens().get(id - SPECIAL);
    String text = decode(id);
    boolean isOfBytes = written.length() == text.getBytes(StandardCharsets.UTF_8).length;
    return isOfBytes ? text : written;
  }

  /** Tokens as a person reads them. */
  public List<String> tokens(int... ids) {
    return Arrays.stream(ids).mapToObj(this::token).toList();
  }
}
