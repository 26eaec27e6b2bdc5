package org.ablate.plugins.tokenizers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;

/**
 * Byte-pair encoding of words. Sennrich et al. (2016), arXiv:1508.07909, §3.2: words are what
 * stands between white space; a word is its characters, the last with {@code </w>}, and pairs that
 * are frequent in the training texts are merged. How much white space there was is not kept.
 *
 * @param merges how many merges are learned at most
 * @param minFrequency how often a pair must occur to be merged
 */
public record Bpe(int merges, int minFrequency) implements Tokenizer {
  private static final String END = "</w>";
  private static final Scheme SCHEME =
      new Scheme(
          "bpe",
          null,
          Scheme.part("WhitespaceSplit"),
          Scheme.part("BPEDecoder", "suffix", END),
          MergeModel.TYPE);

  public Bpe {
    Sizes.requireMerges(merges, minFrequency);
  }

  @Override
  public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
    Map<String, Integer> words = Counts.of(texts, Pieces::betweenWhiteSpace);
    TreeSet<String> alphabet = new TreeSet<>();
    words
        .keySet()
        .forEach(
            word ->
                word.codePoints()
                    .mapToObj(Character::toString)
                    .forEach(character -> alphabet.addAll(List.of(character, character + END))));
    var learned =
        new MergeTraining(List.copyOf(alphabet), "", words, Bpe::characters)
            .learn(merges, minFrequency);
    return new Fitted(new MergeModel(TokenTable.of(learned.tokens()), learned.merges()));
  }

  @Override
  public FittedTokenizer restore(Map<String, Object> saved) {
    return new Fitted(MergeModel.read(SCHEME.read(saved)));
  }

  private static List<String> characters(String word) {
    List<String> characters =
        new ArrayList<>(word.codePoints().mapToObj(Character::toString).toList());
    int last = characters.size() - 1;
    characters.set(last, characters.get(last) + END);
    return characters;
  }

  private record Fitted(MergeModel model) implements FittedTokenizer {
    @Override
    public List<String> tokens() {
      return model.table().tokens();
    }

    @Override
    public int[] encode(String text) {
      return Pieces.betweenWhiteSpace(text).stream()
          .map(word -> model.encode(word, Bpe::characters))
          .flatMapToInt(IntStream::of)
          .toArray();
    }

    @Override
    public String decode(int[] ids) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < ids.length; i++) {
        String token = model.table().token(ids[i]);
        boolean ends = token.endsWith(END);
        text.append(token, 0, token.length() - (ends ? END.length() : 0));
        text.append(ends && i + 1 < ids.length ? " " : "");
      }
      return text.toString();
    }

    @Override
    public Map<String, Object> save() {
      return SCHEME.write(
          Scheme.settings(
              "dropout",
              null,
              "unk_token",
              Scheme.UNKNOWN,
              "continuing_subword_prefix",
              null,
              "end_of_word_suffix",
              END,
              "fuse_unk",
              false,
              "byte_fallback",
              false,
              "vocab",
              ModelSettings.vocabularyWithUnknown(tokens()),
              "merges",
              model.written()));
    }
  }
}
