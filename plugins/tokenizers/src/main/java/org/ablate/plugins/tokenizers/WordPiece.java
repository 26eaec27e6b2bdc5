package org.ablate.plugins.tokenizers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;

/**
 * The longest token that a word begins with, then the longest that it goes on with, which has
 * {@code ##} before it; a word that cannot be written so is unknown. Schuster and Nakajima (2012);
 * with this way of cutting Devlin et al. (2019), arXiv:1810.04805. The published descriptions of
 * how the tokens are learned leave it open; here, as in Hugging Face's trainer, pairs that are
 * frequent are merged.
 *
 * @param vocabularySize how many tokens there are at most, but for the characters that occur, which
 *     are always tokens
 * @param minFrequency how often a pair must occur to be merged
 * @param lowercase whether capitals and accents are taken away
 */
public record WordPiece(int vocabularySize, int minFrequency, boolean lowercase)
    implements Tokenizer {
  private static final String CONTINUATION = "##";
  private static final int LONGEST_WORD = 100;

  public WordPiece {
    Sizes.requireVocabulary(vocabularySize);
    Sizes.require("min_frequency", minFrequency, 1);
  }

  private Scheme scheme() {
    return new Scheme(
        "word-piece",
        new BertText(lowercase).normalizer(),
        Scheme.part("BertPreTokenizer"),
        Scheme.part("WordPiece", "prefix", CONTINUATION, "cleanup", false),
        "WordPiece");
  }

  @Override
  public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
    Map<String, Integer> words = Counts.of(texts, new BertText(lowercase)::pieces);
    TreeSet<String> alphabet = new TreeSet<>();
    words.keySet().forEach(word -> alphabet.addAll(characters(word)));
    int merges = Math.max(0, vocabularySize - alphabet.size());
    var learned =
        new MergeTraining(List.copyOf(alphabet), CONTINUATION, words, WordPiece::characters)
            .learn(merges, minFrequency);
    return new Fitted(this, TokenTable.of(learned.tokens()));
  }

  @Override
  public FittedTokenizer restore(Map<String, Object> saved) {
    return new Fitted(this, TokenTable.of(scheme().read(saved).vocabulary()));
  }

  private static List<String> characters(String word) {
    List<String> characters = new ArrayList<>();
    word.codePoints()
        .mapToObj(Character::toString)
        .forEach(c -> characters.add(characters.isEmpty() ? c : CONTINUATION + c));
    return characters;
  }

  private record Fitted(WordPiece recipe, TokenTable table) implements FittedTokenizer {
    private static final int[] UNKNOWN_WORD = {UNKNOWN};

    @Override
    public List<String> tokens() {
      return table.tokens();
    }

    @Override
    public int[] encode(String text) {
      return new BertText(recipe.lowercase())
          .pieces(text).stream().flatMapToInt(word -> IntStream.of(word(word))).toArray();
    }

    private int[] word(String word) {
      if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
        return UNKNOWN_WORD;
      }
      int[] ids = new int[word.length()];
      int count = 0;
      for (int start = 0; start < word.length(); ) {
        int end = word.length();
        int id = UNKNOWN;
        while (end > start && id == UNKNOWN) {
          String part = word.substring(start, end);
          id = table.id(start == 0 ? part : CONTINUATION + part);
          end -= id == UNKNOWN ? Character.charCount(word.codePointBefore(end)) : 0;
        }
        if (id == UNKNOWN) {
          return UNKNOWN_WORD;
        }
        ids[count++] = id;
        start = end;
      }
      return Arrays.copyOf(ids, count);
    }

    @Override
    public String decode(int[] ids) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < ids.length; i++) {
        String token = table.token(ids[i]);
        boolean goesOn = i > 0 && token.startsWith(CONTINUATION);
        text.append(i == 0 || goesOn ? "" : " ")
            .append(goesOn ? token.substring(CONTINUATION.length()) : token);
      }
      return text.toString();
    }

    @Override
    public Map<String, Object> save() {
      return recipe
          .scheme()
          .write(
              Scheme.settings(
                  "unk_token",
                  Scheme.UNKNOWN,
                  "continuing_subword_prefix",
                  CONTINUATION,
                  "max_input_chars_per_word",
                  (long) LONGEST_WORD,
                  "vocab",
                  ModelSettings.vocabularyWithUnknown(tokens())));
    }
  }
}
