package lab.syllables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.FittedTokenizer;
import org.ablate.plugin.Tokenizer;

/**
 * A token for each run of consonants with the vowels after it, and for each other character. Nothing of
 * a text is lost.
 *
 * @param vowels the letters that end a syllable
 */
public record SyllableTokenizer(String vowels) implements Tokenizer {

  public SyllableTokenizer {
    if (vowels.isEmpty() || !vowels.codePoints().allMatch(Character::isLetter)) {
      throw new IllegalArgumentException("vowels must be letters, got '" + vowels + "'");
    }
  }

  private List<String> syllables(String text) {
    String anyVowel = "[" + vowels + vowels.toUpperCase(Locale.ROOT) + "]";
    Pattern syllable = Pattern.compile("(?:(?!%s)\\p{L})*%s+|(?s:.)".formatted(anyVowel, anyVowel));
    return syllable.matcher(text).results().map(MatchResult::group).toList();
  }

  @Override
  public FittedTokenizer fit(Iterable<String> texts, DataFiles files) {
    TreeSet<String> seen = new TreeSet<>();
    texts.forEach(text -> seen.addAll(syllables(text)));
    return new Fitted(this, List.copyOf(seen));
  }

  @Override
  public FittedTokenizer restore(Map<String, Object> saved) {
    if (!(saved.get("syllables") instanceof List<?> list)) {
      throw new IllegalArgumentException("these are not the tokens of a tokenizer of syllables");
    }
    List<String> tokens = new ArrayList<>();
    list.forEach(token -> tokens.add((String) token));
    return new Fitted(this, tokens);
  }

  private record Fitted(SyllableTokenizer scheme, List<String> tokens, Map<String, Integer> ids)
      implements FittedTokenizer {

    Fitted(SyllableTokenizer scheme, List<String> tokens) {
      this(scheme, tokens, new HashMap<>());
      tokens.forEach(token -> ids.put(token, ids.size()));
    }

    @Override
    public int[] encode(String text) {
      return scheme.syllables(text).stream()
          .mapToInt(syllable -> ids.getOrDefault(syllable, UNKNOWN))
          .toArray();
    }

    @Override
    public String decode(int[] tokenIds) {
      return Arrays.stream(tokenIds).mapToObj(tokens::get).collect(Collectors.joining());
    }

    @Override
    public Map<String, Object> save() {
      return Map.of("syllables", tokens);
    }
  }
}
