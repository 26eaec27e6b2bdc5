package org.ablate.plugins.tokenizers;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;

/**
 * Words, and runs of punctuation, as tokens; rare ones are unknown. Decoded tokens have one space
 * between them.
 *
 * @param vocabularySize how many tokens there are at most, the most frequent ones
 * @param minFrequency how often a token must occur
 */
public record Word(int vocabularySize, int minFrequency) implements Tokenizer {
  private static final Scheme SCHEME =
      new Scheme("word", null, Scheme.part("Whitespace"), null, WordLevel.TYPE);

  public Word {
    Sizes.requireVocabulary(vocabularySize);
    Sizes.require("min_frequency", minFrequency, 1);
  }

  @Override
  public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
    List<String> tokens =
        Counts.of(texts, Pieces::wordsAndPunctuation).entrySet().stream()
            .filter(entry -> entry.getValue() >= minFrequency)
            .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
            .limit(vocabularySize)
            .map(Map.Entry::getKey)
            .toList();
    return new Fitted(WordLevel.table(tokens));
  }

  @Override
  public FittedTokenizer restore(Map<String, Object> saved) {
    return new Fitted(TokenTable.of(SCHEME.read(saved).vocabulary()));
  }

  private record Fitted(TokenTable table) implements FittedTokenizer {
    @Override
    public List<String> tokens() {
      return table.tokens();
    }

    @Override
    public int[] encode(String text) {
      return Pieces.wordsAndPunctuation(text).stream().mapToInt(table::id).toArray();
    }

    @Override
    public String decode(int[] ids) {
      return Arrays.stream(ids).mapToObj(table::token).collect(Collectors.joining(" "));
    }

    @Override
    public Map<String, Object> save() {
      return SCHEME.write(WordLevel.model(table));
    }
  }
}
