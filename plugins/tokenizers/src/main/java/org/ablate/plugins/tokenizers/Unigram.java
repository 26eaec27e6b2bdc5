package org.ablate.plugins.tokenizers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;

/**
 * The most likely tokens, each having a probability of its own. Kudo (2018), arXiv:1804.10959,
 * §3.2. As in SentencePiece (Kudo and Richardson 2018, arXiv:1808.06226) a space is the character
 * ▁, of which one is put before the text, and which begins a word; decoding turns it back.
 *
 * @param vocabularySize how many tokens there are at most, but for the characters that occur, which
 *     are always tokens
 */
public record Unigram(int vocabularySize) implements Tokenizer {
  private static final char SPACE = '▁';
  private static final Map<String, Object> METASPACE =
      Scheme.part(
          "Metaspace",
          "replacement",
          String.valueOf(SPACE),
          "prepend_scheme",
          "always",
          "split",
          true);
  private static final Scheme SCHEME =
      new Scheme("unigram", null, METASPACE, METASPACE, UnigramModel.TYPE);

  public Unigram {
    Sizes.requireVocabulary(vocabularySize);
  }

  @Override
  public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
    Map<String, Integer> words = Counts.of(texts, Unigram::pieces);
    return new Fitted(new UnigramTraining(words, vocabularySize).learn());
  }

  @Override
  public FittedTokenizer restore(Map<String, Object> saved) {
    return new Fitted(UnigramModel.read(SCHEME.read(saved)));
  }

  /** Each from its ▁ to the next. */
  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    if (text.isEmpty()) {
      return pieces;
    }
    String marked = text.replace(' ', SPACE);
    String whole = marked.charAt(0) == SPACE ? marked : SPACE + marked;
    int start = 0;
    for (int i = 1; i <= whole.length(); i++) {
      if (i == whole.length() || whole.charAt(i) == SPACE) {
        pieces.add(whole.substring(start, i));
        start = i;
      }
    }
    return pieces;
  }

  private record Fitted(UnigramModel model) implements FittedTokenizer {
    @Override
    public List<String> tokens() {
      return model.tokens();
    }

    @Override
    public int[] encode(String text) {
      return pieces(text).stream().map(model::encode).flatMapToInt(IntStream::of).toArray();
    }

    @Override
    public String decode(int[] ids) {
      String text = IntStream.of(ids).mapToObj(tokens()::get).collect(Collectors.joining());
      String spaced = text.replace(SPACE, ' ');
      return spaced.startsWith(" ") ? spaced.substring(1) : spaced;
    }

    @Override
    public Map<String, Object> save() {
      return SCHEME.write(
          Scheme.settings(
              "unk_id", (long) tokens().size(), "vocab", model.written(), "byte_fallback", false));
    }
  }
}
